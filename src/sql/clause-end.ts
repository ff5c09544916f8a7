import { indexOfClose, isMark, isWord } from './tokens.js';
import type { Token } from './tokens.js';

// The parser says where clauses begin. Where they end is read from the tokens: each function is given the index of a
// clause's first token and answers with that of its last. `expressionStart` alone goes back.

/** Words with which a column constraint begins, besides `NOT` and `NULL`. */
const CONSTRAINT_WORDS = new Set(['constraint', 'check', 'unique', 'primary', 'references', 'default', 'generated', 'deferrable', 'initially']);
/** Words that end an expression wherever they stand outside parentheses. */
const CLAUSE_WORDS = new Set([...CONSTRAINT_WORDS, 'where', 'with', 'using', 'tablespace', 'include', 'into', 'from', 'stored', 'virtual', 'returning', 'nulls']);
/** Two words of a type's name that belong together, the second by the first. */
const TYPE_PAIRS = new Map<string, readonly string[]>([
  ['double', ['precision']],
  ['character', ['varying']],
  ['char', ['varying']],
  ['nchar', ['varying']],
  ['bit', ['varying']],
  ['national', ['character', 'char']],
]);
const INTERVAL_WORDS = new Set(['year', 'month', 'day', 'hour', 'minute', 'second', 'to']);

/** Skips a parenthesis or bracket that opens behind `last`. */
function pastBracket(tokens: readonly Token[], last: number, mark: '(' | '['): number {
  return isMark(tokens[last + 1], mark) ? Math.min(indexOfClose(tokens, last + 1), tokens.length - 1) : last;
}

/** Skips the words that follow `last` in this order, as many as there are. */
function pastWords(tokens: readonly Token[], last: number, ...words: readonly string[]): number {
  let end = last;
  for (const word of words) {
    if (!isWord(tokens[end + 1], word)) return end;
    end += 1;
  }
  return end;
}

/** `a.b.c`, from its first part. */
function nameEnd(tokens: readonly Token[], first: number): number {
  let last = first;
  while (isMark(tokens[last + 1], '.')) last += 2;
  return last;
}

/** The name of a type with its modifiers and brackets. */
export function typeEnd(tokens: readonly Token[], first: number): number {
  let last = isWord(tokens[first], 'setof') ? first + 1 : first;
  for (let follow = TYPE_PAIRS.get(tokens[last]?.value ?? ''); follow !== undefined; ) {
    const next = tokens[last + 1];
    if (next?.kind !== 'word' || !follow.includes(next.value)) break;
    last += 1;
    follow = TYPE_PAIRS.get(next.value);
  }
  last = nameEnd(tokens, last);
  if (isMark(tokens[last + 1], '%')) last += 2;
  const head = tokens[last]?.value;
  last = pastBracket(tokens, last, '(');
  if (head === 'timestamp' || head === 'time') {
    if (isWord(tokens[last + 1], 'with') || isWord(tokens[last + 1], 'without')) last = pastWords(tokens, last + 1, 'time', 'zone');
  } else if (head === 'interval') {
    while (INTERVAL_WORDS.has(tokens[last + 1]?.value ?? '')) last += 1;
    last = pastBracket(tokens, last, '(');
  }
  last = pastWords(tokens, last, 'array');
  while (isMark(tokens[last + 1], '[')) last = pastBracket(tokens, last, '[');
  return last;
}

/** The comma or parenthesis that ends the element of a list, or the statement's end; the last token before it. */
export function columnEnd(tokens: readonly Token[], first: number): number {
  for (let i = first; i < tokens.length; i++) {
    const token = tokens[i];
    if (isMark(token, ',') || isMark(token, ')')) return i - 1;
    if (isMark(token, '(') || isMark(token, '[')) i = indexOfClose(tokens, i);
  }
  return tokens.length - 1;
}

/** An expression: up to what cannot go on with one. */
export function expressionEnd(tokens: readonly Token[], first: number): number {
  let cases = 0;
  for (let i = first; i < tokens.length; i++) {
    const token = tokens[i];
    if (isMark(token, ',') || isMark(token, ')') || isMark(token, ']')) return i - 1;
    if (isMark(token, '(') || isMark(token, '[')) {
      i = indexOfClose(tokens, i);
      continue;
    }
    if (token?.kind !== 'word') continue;
    if (token.value === 'case') cases += 1;
    else if (token.value === 'end') cases -= 1;
    else if (cases === 0 && i > first && endsExpression(tokens, i)) return i - 1;
  }
  return tokens.length - 1;
}

/** Words that go on with an expression behind a parenthesis. */
const INFIX_WORDS = new Set(['and', 'or', 'is', 'isnull', 'notnull', 'in', 'not', 'like', 'ilike', 'similar', 'between', 'collate', 'at', 'over', 'filter', 'within', 'operator', 'escape', 'overlaps']);

/**
 * The first token of the expression whose first operand is at `first`: parentheses before it that close inside the
 * expression belong to it (`(a + b) * c` begins with the parenthesis, though its first operand is `a`).
 */
export function expressionStart(tokens: readonly Token[], first: number): number {
  let start = first;
  for (let open = first - 1; isMark(tokens[open], '('); open--) {
    const behind = indexOfClose(tokens, open) + 1;
    const next = tokens[behind];
    // `((a)) AND b`: the inner pair ends nothing, the outer one does not enclose all.
    if (next?.kind === 'operator' || isMark(next, '[') || isMark(next, '.') || isInfix(tokens, behind)) start = open;
  }
  return start;
}

/** Whether the word at `i` joins what stands before it to what follows. */
function isInfix(tokens: readonly Token[], i: number): boolean {
  const word = tokens[i]?.kind === 'word' ? tokens[i].value : '';
  // `NOT NULL`, `NOT VALID` and `NOT DEFERRABLE` are no operators.
  if (word === 'not') return INFIX_WORDS.has(tokens[i + 1]?.value ?? '');
  return INFIX_WORDS.has(word);
}

/** Whether the word at `i` cannot go on with an expression. */
function endsExpression(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1];
  // Behind an operator or a dot anything is an operand or a name.
  if (before?.kind === 'operator' || isMark(before, '.')) return false;
  const word = tokens[i]?.value ?? '';
  if (word === 'not') return !isInfix(tokens, i) && !isWord(before, 'is') && !isWord(before, 'and') && !isWord(before, 'or');
  if (word === 'null') return !(isWord(before, 'is') || isWord(before, 'not') || isWord(before, 'and') || isWord(before, 'or'));
  // `IS DISTINCT FROM`, `AT TIME ZONE`, `timestamp WITH TIME ZONE`.
  if (word === 'from') return !isWord(before, 'distinct');
  if (word === 'with') return !isWord(tokens[i + 1], 'time');
  // Behind a parenthesis stands an operator class or an order.
  if (isMark(before, ')')) return !isInfix(tokens, i);
  return CLAUSE_WORDS.has(word);
}

/** `GENERATED … AS IDENTITY (…)`, its name before it included. */
export function generatedEnd(tokens: readonly Token[], first: number): number {
  let last = first;
  if (isWord(tokens[first], 'constraint')) last += 2;
  last = pastWords(tokens, pastWords(tokens, pastWords(tokens, last, 'always'), 'by', 'default'), 'as', 'identity');
  last = pastBracket(tokens, last, '(');
  return pastWords(tokens, pastWords(tokens, last, 'stored'), 'virtual');
}

/** `LIKE table INCLUDING …`. */
export function likeEnd(tokens: readonly Token[], first: number): number {
  let last = nameEnd(tokens, isWord(tokens[first], 'like') ? first + 1 : first);
  while (isWord(tokens[last + 1], 'including') || isWord(tokens[last + 1], 'excluding')) last += 2;
  return last;
}

/** A constraint with its name before and its attributes behind it. */
export function constraintEnd(tokens: readonly Token[], first: number): number {
  const element = isWord(tokens[first], 'constraint') ? first + 2 : first;
  let last = elementEnd(tokens, element);
  for (;;) {
    const end = attributeEnd(tokens, last);
    if (end === last) return last;
    last = end;
  }
}

/** The constraint itself, without `DEFERRABLE` and its like. */
function elementEnd(tokens: readonly Token[], first: number): number {
  switch (tokens[first]?.value ?? '') {
    case 'not':
      // As a table constraint: `NOT NULL column`.
      return pastWords(tokens, first, 'null');
    case 'check':
      return pastBracket(tokens, first, '(');
    case 'default':
      return expressionEnd(tokens, first + 1);
    case 'generated':
      return generatedEnd(tokens, first);
    case 'unique':
      return keyEnd(tokens, first);
    case 'primary':
      return keyEnd(tokens, first + 1);
    case 'exclude': {
      const method = isWord(tokens[first + 1], 'using') ? first + 2 : first;
      return keyEnd(tokens, method);
    }
    case 'foreign':
      return referencesEnd(tokens, pastBracket(tokens, first + 1, '(') + 1);
    case 'references':
      return referencesEnd(tokens, first);
    default:
      return first;
  }
}

/** The key list and the index's parameters behind `UNIQUE`, `PRIMARY KEY` or `EXCLUDE`. */
function keyEnd(tokens: readonly Token[], start: number): number {
  let last = start;
  if (isWord(tokens[last + 1], 'nulls')) last = pastWords(tokens, pastWords(tokens, last + 1, 'not'), 'distinct');
  last = pastBracket(tokens, last, '(');
  for (;;) {
    const next = tokens[last + 1];
    if (isWord(next, 'include') || isWord(next, 'with') || isWord(next, 'where')) last = pastBracket(tokens, last + 1, '(');
    else if (isWord(next, 'using') && isWord(tokens[last + 2], 'index')) last = pastWords(tokens, last + 2, 'tablespace') + 1;
    else return last;
  }
}

/** From `REFERENCES` on. */
function referencesEnd(tokens: readonly Token[], first: number): number {
  let last = pastBracket(tokens, nameEnd(tokens, first + 1), '(');
  for (;;) {
    if (isWord(tokens[last + 1], 'match')) last += 2;
    else if (isWord(tokens[last + 1], 'on') && (isWord(tokens[last + 2], 'delete') || isWord(tokens[last + 2], 'update'))) {
      const action = last + 3;
      const isPair = isWord(tokens[action], 'set') || isWord(tokens[action], 'no');
      last = pastBracket(tokens, isPair ? action + 1 : action, '(');
    } else return last;
  }
}

/** One attribute behind a constraint; `last` where none follows. */
function attributeEnd(tokens: readonly Token[], last: number): number {
  const next = isWord(tokens[last + 1], 'not') ? last + 2 : last + 1;
  switch (tokens[next]?.value ?? '') {
    case 'deferrable':
    case 'enforced':
    case 'valid':
      return next;
    case 'initially':
      return next + 1;
    case 'no':
      return isWord(tokens[next + 1], 'inherit') ? next + 1 : last;
    default:
      return last;
  }
}

/** The first token of the action with this number in an `ALTER …`; the number of tokens where there are fewer. */
export function actionAt(tokens: readonly Token[], number: number): number {
  let at = 1;
  for (const word of ['materialized', 'foreign']) at = isWord(tokens[at], word) ? at + 1 : at;
  at += 1;
  at = pastWords(tokens, at - 1, 'if', 'exists') + 1;
  at = pastWords(tokens, at - 1, 'only') + 1;
  at = nameEnd(tokens, at) + 1;
  if (isMark(tokens[at], '*')) at += 1;
  for (let left = number; left > 0; left--) at = columnEnd(tokens, at) + 2;
  return Math.min(at, tokens.length);
}
