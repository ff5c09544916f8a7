import type { Fix, TextEdit } from '../linter/result.js';
import { quoteIdentifier } from '../sql/identifier.js';
import type { Statement } from '../sql/statement.js';
import { isMark, isWord } from '../sql/tokens.js';
import type { ProposedEdit, ProposedFix } from './edit.js';
import { NotExact, StatementText } from './statement-text.js';

/** A proposed fix as edits of files, in order and apart from each other; null where a place is not exact in its file. */
export function makeFix({ title, safety, edits }: ProposedFix): Fix | null {
  const texts = new Map<Statement, StatementText>();
  try {
    for (const edit of edits) {
      const statement = 'clause' in edit ? edit.clause.statement : edit.statement;
      const text = texts.get(statement) ?? new StatementText(statement);
      texts.set(statement, text);
      draw(edit, text);
    }
  } catch (error) {
    if (error instanceof NotExact) return null;
    throw error;
  }
  const all = [...texts.values()].flatMap((text) => text.edits).sort(compareEdits);
  if (all.some((edit, i) => overlaps(all[i - 1], edit))) throw new Error(`edits of the fix "${title}" overlap`);
  return { title, safety, edits: all };
}

/** By file, then by place. */
export function compareEdits(a: TextEdit, b: TextEdit): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.range.start.offset - b.range.start.offset || a.range.end.offset - b.range.end.offset;
}

function overlaps(before: TextEdit | undefined, edit: TextEdit): boolean {
  return before?.file === edit.file && before.range.end.offset > edit.range.start.offset;
}

function draw(edit: ProposedEdit, text: StatementText): void {
  switch (edit.form) {
    case 'plainIndex': {
      const unique = text.wordAt('unique');
      text.remove(unique, unique);
      // `NULLS NOT DISTINCT` says something of unique indexes only.
      const nulls = text.tokens.findIndex((token, i) => isWord(token, 'nulls') && (isWord(text.tokens[i + 1], 'not') || isWord(text.tokens[i + 1], 'distinct')));
      if (nulls !== -1) text.remove(nulls, nulls + (isWord(text.tokens[nulls + 1], 'not') ? 2 : 1));
      return;
    }
    case 'buildConcurrently': {
      const gap = text.gapBehind(text.wordAt('index'));
      const [head, word] = /^((?:\s|--[^\n\r]*|\/\*.*?\*\/)*)(nonconcurrently)\b/is.exec(gap.text)?.slice(1) ?? [];
      if (head === undefined || word === undefined) throw new NotExact();
      text.replace(gap.start + head.length, gap.start + head.length + word.length, word === word.toLowerCase() ? 'concurrently' : 'CONCURRENTLY');
      return;
    }
    case 'nameIndex':
      text.insertBefore(text.wordAt('on'), `${quoteIdentifier(edit.name)} `);
      return;
    case 'nameConstraint':
      text.insertBefore(text.indexOf(edit.clause), `${text.keyword('CONSTRAINT')} ${quoteIdentifier(edit.name)} `);
      return;
    case 'leaveOutInclude': {
      const include = text.wordAt('include');
      text.remove(include, text.closeOf(text.openAt(include)));
      return;
    }
    case 'shardIndex':
      writeOrder(text, text.openAt(text.wordAt('on')), edit.order);
      return;
    case 'shardKey':
      writeOrder(text, text.openAt(text.indexOf(edit.clause)), edit.order);
      return;
    case 'plainRefresh': {
      const word = text.wordAt('concurrently');
      text.remove(word, word);
      return;
    }
  }
}

/** Behind the first element of the list that opens at a token. */
function writeOrder(text: StatementText, open: number, order: 'hash' | 'asc'): void {
  const close = text.closeOf(open);
  let behind = open + 1;
  while (behind < close && !isMark(text.tokens[behind], ',')) behind = isMark(text.tokens[behind], '(') ? text.closeOf(behind) + 1 : behind + 1;
  text.insertBehind(behind - 1, ` ${text.keyword(order.toUpperCase())}`);
}
