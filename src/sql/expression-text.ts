import { expressionEnd, expressionStart } from './clause-end.js';
import { nameOfToken, quoteIdentifier } from './identifier.js';
import { sqlUnit, tokensOf } from './place.js';
import { hasPlaceholder } from './placeholder-text.js';
import type { Statement } from './statement.js';
import { indexOfClose, isMark, isWord } from './tokens.js';
import type { Token } from './tokens.js';

/** A column that got another name after the expression was written. */
export interface RenamedColumn {
  readonly from: string;
  readonly to: string;
}

/** Where an expression stands, and what became of it. */
export interface ExpressionPlace {
  readonly statement: Statement;
  /** Of its leftmost operand: bytes into the statement's `sql`. */
  readonly at: number;
  /** Whether it is a key of an index, where a collation, an operator class and an order can follow. */
  readonly isKey: boolean;
  /** In the order of the renaming. */
  readonly renamed: readonly RenamedColumn[];
}

/** The expression as the user wrote it, with the names that its columns have now. A key comes without the parentheses around it. */
export function expressionText({ statement, at, isKey, renamed }: ExpressionPlace): string {
  const tokens = tokensOf(statement);
  const unit = sqlUnit(statement, at);
  const operand = Math.max(0, tokens.findIndex((token) => token.end > unit));
  const [first, last] = isKey ? keySpan(tokens, operand) : spanFrom(tokens, operand);
  const begin = tokens[first]?.start ?? 0;
  let text = '';
  let copied = begin;
  if (renamed.length > 0 || statement.rewrites.length > 0) {
    for (let i = first; i <= last; i++) {
      const token = tokens[i];
      if (token === undefined) continue;
      const placeholder = placeholderBehind(statement, token);
      if (placeholder !== null) {
        text += statement.sql.slice(copied, token.start) + placeholder;
        copied = token.end;
        continue;
      }
      if (!canNameColumn(tokens, i)) continue;
      const written = nameOfToken(statement.sql, token);
      const name = renamed.reduce((current, { from, to }) => (current === from ? to : current), written);
      if (name === written) continue;
      text += statement.sql.slice(copied, token.start) + quoteIdentifier(name);
      copied = token.end;
    }
  }
  return text + statement.sql.slice(copied, tokens[last]?.end);
}

/** The placeholder for which a token stands in, as written; null for every other token. */
function placeholderBehind({ sql, text, rewrites }: Statement, { kind, start, end }: Token): string | null {
  if ((kind !== 'quoted' && kind !== 'string') || !hasPlaceholder(sql.slice(start + 1, end - 1))) return null;
  const rewrite = rewrites.find(({ sqlStart, sqlEnd }) => sqlStart === start && sqlEnd === end);
  return rewrite === undefined ? null : text.slice(rewrite.textStart, rewrite.textEnd);
}

function spanFrom(tokens: readonly Token[], operand: number): [number, number] {
  const first = expressionStart(tokens, operand);
  return [first, expressionEnd(tokens, first)];
}

/** A key is a call, or anything in parentheses of its own. */
function keySpan(tokens: readonly Token[], operand: number): [number, number] {
  let first = operand;
  while (isMark(tokens[first - 1], '(')) first -= 1;
  // The first key's run of parentheses begins with that of the list.
  if (!isMark(tokens[first - 1], ',')) first += 1;
  if (first < operand) return [first + 1, indexOfClose(tokens, first) - 1];
  let last = operand;
  while (isMark(tokens[last + 1], '.')) last += 2;
  return [operand, isMark(tokens[last + 1], '(') ? indexOfClose(tokens, last + 1) : last];
}

/** Whether the word can be a column's name, and not that of a table, a function, a type or a field. */
function canNameColumn(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  const before = tokens[i - 1];
  const next = tokens[i + 1];
  if (token?.kind !== 'word' && token?.kind !== 'quoted') return false;
  if (isMark(next, '(') || isMark(next, '.') || next?.kind === 'string') return false;
  return !(before?.kind === 'operator' && before.value === '::') && !isWord(before, 'as') && !isWord(before, 'collate');
}
