import { byteOfUnit, unitOfByte } from './bytes.js';
import { findNewWords } from './new-words.js';
import type { AstNode, ParseOutcome, Parser } from './parser.js';
import { describePlaceholder, foldName, placeholderName, plainPlaceholder } from './placeholder-text.js';
import { compose, toRewritten } from './rewrite.js';
import type { Clause, Rewrite, Statement } from './statement.js';
import { readTag } from './template-tags.js';
import { isMark, tokenize, type Token } from './tokens.js';

// A placeholder that nobody gave a value is something of which only the place is known: a name, a value, a clause. What PostgreSQL's
// grammar takes there says which: each gets a stand-in, and where the grammar stumbles over one, the next kind is tried.

/** What a statement is, once it was read. */
export type Reading =
  | {
      readonly ok: true;
      /** With stand-ins in `sql` where it has placeholders. */
      readonly statement: Statement;
      readonly node: AstNode;
      /** The placeholders that may be anything a rule asks about. */
      readonly unknown: readonly UnknownPlaceholder[];
    }
  | { readonly ok: false; readonly cause: 'syntax' | 'crash' | 'placeholder'; readonly message: string; readonly clause: Clause };

/** A placeholder without a value, where it matters. */
export interface UnknownPlaceholder {
  readonly clause: Clause;
  /** Ends a sentence that begins "not judged:". */
  readonly reason: string;
}

/** What a stand-in is, in the order in which they are tried. */
type Kind = 'name' | 'string' | 'number' | 'nothing';

/** One word with placeholders in it. Offsets are UTF-16 units of the statement's `sql`. */
interface Hole {
  readonly start: number;
  readonly end: number;
  /** The first placeholder in it, as written. */
  readonly placeholder: string;
  /** The word as a name: its own letters folded, its placeholders plain. */
  readonly name: string;
  /** Whether it is one placeholder and nothing else, without a schema. */
  readonly isWhole: boolean;
  readonly kinds: readonly Kind[];
  /** What stands around it: holes of which that is equal get the same kind. */
  readonly before: string;
  readonly after: string;
  /** The comma that goes with it where the hole is nothing; -1 without one. */
  readonly comma: number;
  /** A tag of a template, which puts nothing in. */
  readonly isSilent: boolean;
}

/** How many holes a statement may have for each to be looked at, and how often it is parsed at most. */
const MOST_HOLES = 2_000;
const MOST_ATTEMPTS = 40;

/** Has PostgreSQL's grammar read a statement, with stand-ins for placeholders where it does not take them as they are. */
export function readStatement(statement: Statement, parser: Parser): Reading {
  const outcome = parser.parse(statement.sql);
  if (outcome.ok) return { ok: true, statement, node: outcome.node, unknown: NOTHING_UNKNOWN };
  if (outcome.cause === 'crash') return { ok: false, cause: 'crash', message: outcome.message, clause: { statement, form: 'statement', at: 0 } };
  const words = findNewWords(statement.sql);
  const asIs = (): Reading => readStandIns(statement, parser, outcome);
  if (words.length === 0) return asIs();
  const quoted = readStandIns(quoteWords(statement, words), parser);
  if (quoted.ok) return quoted;
  // What else is wrong stands behind the words, or is the end, of which no place is told.
  const plain = asIs();
  return plain.ok || (quoted.clause.at > 0 && bytesFrom(plain.clause) <= bytesFrom(quoted.clause)) ? plain : quoted;
}

function bytesFrom({ statement: { sql }, at }: Clause): number {
  return byteOfUnit(sql, sql.length) - at;
}

/** `failure`: what the grammar says of the statement as it is, where it was asked already. */
function readStandIns(statement: Statement, parser: Parser, failure?: Failure): Reading {
  const outcome = failure ?? parser.parse(statement.sql);
  if (outcome.ok) return { ok: true, statement, node: outcome.node, unknown: NOTHING_UNKNOWN };
  const holes = SIGN.test(statement.sql) ? findHoles(statement.sql) : [];
  if (holes.length === 0 || holes.length > MOST_HOLES) return { ok: false, cause: 'syntax', message: outcome.message, clause: { statement, form: 'word', at: outcome.at } };
  return new StandIns(statement, holes, parser).read();
}

type Failure = Extract<ParseOutcome, { ok: false }>;

/** The statement with names in quotation marks that the grammar would not take without. */
function quoteWords(statement: Statement, words: ReturnType<typeof findNewWords>): Statement {
  const own: Rewrite[] = [];
  let text = '';
  let copied = 0;
  for (const { start, end, name } of words) {
    const written = `"${name}"`;
    text += statement.sql.slice(copied, start);
    own.push({ textStart: start, textEnd: end, sqlStart: text.length, sqlEnd: text.length + written.length });
    text += written;
    copied = end;
  }
  return rewritten(statement, text + statement.sql.slice(copied), own);
}

/** The statement with another text for the grammar. */
function rewritten(statement: Statement, text: string, own: readonly Rewrite[]): Statement {
  const { sql, rewrites, dialect, folded } = statement;
  const keys = dialect.keys.map((key) => ({ ...key, at: byteOfUnit(text, toRewritten(own, unitOfByte(sql, key.at), 'end')) }));
  return { ...statement, sql: text, rewrites: folded ? rewrites : compose(rewrites, own), dialect: keys.length === 0 ? dialect : { ...dialect, keys } };
}

/** The text with a name in place of each placeholder: what the grammar is given to say whether the rest is right. */
export function nameHoles(sql: string): string {
  if (!SIGN.test(sql)) return sql;
  let text = '';
  let copied = 0;
  for (const hole of findHoles(sql)) {
    text += sql.slice(copied, hole.start) + standIn(hole, hole.kinds[0] ?? 'name');
    copied = hole.end;
  }
  return text + sql.slice(copied);
}

const NOTHING_UNKNOWN: readonly UnknownPlaceholder[] = [];

/** What every form of a placeholder has. */
const SIGN = /\$\{|\{\{|\{[%#]|<%|(?<!:):["'A-Za-z_]|:::|[@$][A-Za-z_]|\{\w*\}/;

class StandIns {
  readonly #statement: Statement;
  readonly #holes: readonly Hole[];
  readonly #parser: Parser;
  /** For each hole, which of its kinds it is at present. */
  readonly #chosen: number[];

  constructor(statement: Statement, holes: readonly Hole[], parser: Parser) {
    this.#statement = statement;
    this.#holes = holes;
    this.#parser = parser;
    this.#chosen = holes.map(() => 0);
  }

  read(): Reading {
    for (let attempt = 1; ; attempt += 1) {
      const filled = this.#fill();
      const outcome = this.#parser.parse(filled.statement.sql);
      if (outcome.ok) return { ok: true, statement: filled.statement, node: outcome.node, unknown: this.#unknown(filled, outcome.node) };
      const { statement } = filled;
      if (outcome.cause === 'crash') return { ok: false, cause: 'crash', message: outcome.message, clause: { statement, form: 'statement', at: 0 } };
      const at = unitOfByte(statement.sql, outcome.at);
      const culprit = this.#culprit(filled, at, outcome.message);
      if (culprit === -1 && attempt < MOST_ATTEMPTS && this.#emptyList(filled, at)) continue;
      if (culprit === -1) return { ok: false, cause: 'syntax', message: outcome.message, clause: { statement, form: 'word', at: outcome.at } };
      if (attempt === MOST_ATTEMPTS || !this.#tryNext(culprit)) return { ok: false, cause: 'placeholder', message: reasonOf(this.#holes[culprit]), clause: clauseOf(filled, culprit) };
    }
  }

  /** The statement with what the holes are at present. */
  #fill(): Filled {
    const { sql } = this.#statement;
    const own: Rewrite[] = [];
    let text = '';
    let copied = 0;
    this.#holes.forEach((hole, i) => {
      const written = standIn(hole, hole.kinds[this.#chosen[i] ?? 0] ?? 'nothing');
      text += sql.slice(copied, hole.start);
      own.push({ textStart: hole.start, textEnd: hole.end, sqlStart: text.length, sqlEnd: text.length + written.length });
      text += written;
      copied = hole.end;
    });
    text += sql.slice(copied);
    for (const [i, { comma }] of this.#holes.entries()) {
      if (comma === -1 || this.#kindOf(i) !== 'nothing') continue;
      const at = toRewritten(own, comma, 'end');
      text = `${text.slice(0, at)} ${text.slice(at + 1)}`;
    }
    return { statement: rewritten(this.#statement, text, own), rewrites: own };
  }

  #kindOf(hole: number): Kind | undefined {
    return this.#holes[hole]?.kinds[this.#chosen[hole] ?? 0];
  }

  /** The hole over which the grammar stumbled: the one at the place, or right before it; -1 where it is something else. */
  #culprit({ statement: { sql }, rewrites }: Filled, at: number, message: string): number {
    const named = this.#holes.findIndex(({ name }, i) => this.#kindOf(i) === 'name' && message.includes(`"${name}"`) && !message.startsWith('syntax error'));
    if (named !== -1) return named;
    const last = rewrites.findLastIndex(({ sqlStart }) => sqlStart <= at);
    const rewrite = rewrites[last];
    if (rewrite === undefined) return -1;
    return at < rewrite.sqlEnd || tokenize(sql, rewrite.sqlEnd, at).length === 0 ? last : -1;
  }

  /** Leaves out the last hole before the place that is an element of a list, and may be several: `(${columns}, id int)`. Whether there is one. */
  #emptyList({ rewrites }: Filled, at: number): boolean {
    const last = this.#holes.findLastIndex(({ comma }, i) => comma !== -1 && this.#kindOf(i) !== 'nothing' && (rewrites[i]?.sqlStart ?? 0) <= at);
    const hole = this.#holes[last];
    if (hole === undefined) return false;
    this.#chosen[last] = hole.kinds.length - 1;
    return true;
  }

  /** Makes the hole, and those behind it that stand in the same way, the next thing that they may be; whether there is one. */
  #tryNext(culprit: number): boolean {
    const hole = this.#holes[culprit];
    const chosen = this.#chosen[culprit] ?? 0;
    if (hole === undefined || chosen + 1 >= hole.kinds.length) return false;
    this.#holes.forEach((other, i) => {
      if (i >= culprit && this.#chosen[i] === chosen && other.before === hole.before && other.after === hole.after && other.kinds[chosen] === hole.kinds[chosen]) this.#chosen[i] = chosen + 1;
    });
    return true;
  }

  #unknown(filled: Filled, node: AstNode): readonly UnknownPlaceholder[] {
    const found = new Set<number>();
    this.#holes.forEach((hole, i) => {
      const kind = this.#kindOf(i);
      if ((kind === 'nothing' && !hole.isSilent) || (kind === 'number' && OF_SEQUENCES.has(hole.before))) found.add(i);
    });
    for (const name of namesThatMatter(node)) {
      this.#holes.forEach((hole, i) => {
        if (hole.isWhole && hole.name === name && this.#kindOf(i) === 'name') found.add(i);
      });
    }
    return [...found].sort((a, b) => a - b).map((i) => ({ clause: clauseOf(filled, i), reason: reasonOf(this.#holes[i]) }));
  }
}

interface Filled {
  readonly statement: Statement;
  /** One for each hole. */
  readonly rewrites: readonly Rewrite[];
}

function clauseOf({ statement, rewrites }: Filled, hole: number): Clause {
  return { statement, form: statement.folded ? 'statement' : 'placeholder', at: byteOfUnit(statement.sql, rewrites[hole]?.sqlStart ?? 0) };
}

function reasonOf(hole: Hole | undefined): string {
  return describePlaceholder(hole?.placeholder ?? '').reason;
}

function standIn({ name }: Hole, kind: Kind): string {
  switch (kind) {
    case 'name':
      return `"${shorten(name).replaceAll('"', '""')}"`;
    case 'string':
      return `'${name.replaceAll("'", "''")}'`;
    case 'number':
      return '1';
    case 'nothing':
      return ' ';
  }
}

/** The longest name, in units that are a byte as a rule. Longer ones would be cut, and be the same where they differ behind that. */
const LONGEST_NAME = 63;

function shorten(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  let hash = 5381;
  for (let i = 0; i < name.length; i++) hash = (hash * 33 + name.charCodeAt(i)) >>> 0;
  return `${name.slice(0, LONGEST_NAME - 12)}…${hash.toString(36)}`;
}

/** Behind these a number decides which values a sequence gives, which two clusters must not share. */
const OF_SEQUENCES = new Set(['increment', 'by', 'start', 'with', 'restart', 'minvalue', 'maxvalue']);

/** The names of what rules look up: types of columns and domains, extensions, index methods, settings. */
function* namesThatMatter(node: unknown): Generator<string> {
  if (Array.isArray(node)) {
    for (const element of node) yield* namesThatMatter(element);
    return;
  }
  if (!isNode(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (isNode(value)) {
      if (key === 'ColumnDef' || key === 'CreateDomainStmt') yield* typeNameOf(value['typeName']);
      else if (key === 'CreateExtensionStmt' && typeof value['extname'] === 'string') yield value['extname'];
      else if (key === 'IndexStmt' && typeof value['accessMethod'] === 'string') yield value['accessMethod'];
      else if (key === 'VariableSetStmt' && typeof value['name'] === 'string') yield value['name'];
    }
    yield* namesThatMatter(value);
  }
}

function* typeNameOf(type: unknown): Generator<string> {
  const names: unknown = isNode(type) ? type['names'] : undefined;
  const list: readonly unknown[] = Array.isArray(names) ? names : [];
  const [only, second] = list;
  const string = isNode(only) && second === undefined ? only['String'] : undefined;
  if (isNode(string) && typeof string['sval'] === 'string') yield string['sval'];
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null;
}

/** A placeholder, or a word that may be joined to one. */
interface Atom {
  readonly start: number;
  readonly end: number;
  readonly kind: 'placeholder' | 'string' | 'name' | 'quoted' | 'silent' | 'word';
}

/** The words of a statement that have placeholders in them. */
function findHoles(sql: string): readonly Hole[] {
  const tokens = tokenize(sql);
  const holes: Hole[] = [];
  let brackets = 0;
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i];
    if (isMark(token, '[')) brackets += 1;
    else if (isMark(token, ']')) brackets -= 1;
    const word = atomsAt(sql, tokens, i, brackets > 0);
    if (word.length === 0) {
      i += 1;
      continue;
    }
    const [first] = word;
    const last = word.at(-1);
    let next = i;
    while (next < tokens.length && (tokens[next]?.start ?? 0) < (last?.end ?? 0)) next += 1;
    if (first !== undefined && last !== undefined && word.some(({ kind }) => kind !== 'word')) holes.push(holeOf(sql, word, first.start, last.end, tokens[i - 1], tokens[next]));
    i = next;
  }
  return holes;
}

/** What stands at a token without a gap, up to the next gap; nothing where it is no word. */
function atomsAt(sql: string, tokens: readonly Token[], at: number, inBrackets: boolean): Atom[] {
  const atoms: Atom[] = [];
  for (let i = at; i < tokens.length; ) {
    const token = tokens[i];
    const before = atoms.at(-1);
    if (token === undefined || (before !== undefined && (token.start !== before.end || before.kind === 'quoted'))) break;
    const atom = atomAt(sql, tokens, i, inBrackets && before === undefined);
    if (atom === null || (before !== undefined && sql.charAt(atom.start) === ':')) break;
    atoms.push(atom);
    while (i < tokens.length && (tokens[i]?.start ?? 0) < atom.end) i += 1;
  }
  return atoms;
}

function atomAt(sql: string, tokens: readonly Token[], i: number, inBrackets: boolean): Atom | null {
  const token = tokens[i];
  if (token === undefined) return null;
  const { start, end, kind, value } = token;
  const next = tokens[i + 1];
  const isNextTo = next?.start === end;
  if (kind === 'word' || kind === 'number') return { start, end, kind: 'word' };
  if (kind === 'placeholder') {
    const tag = sql.charAt(start) === '{' ? readTag(sql, start) : null;
    return { start, end, kind: tag === null || tag.kind === 'text' ? 'placeholder' : 'silent' };
  }
  if (kind === 'quoted') return sql.startsWith('"{{', start) && /[^"]"[^"]/.test(sql.slice(start + 1, end - 1)) ? { start, end, kind: 'quoted' } : null;
  if (value === ':' && isNextTo) {
    // `[1:n]` is a slice, and Oracle's `:new.id` no psql.
    const before = tokens[i - 1];
    if (inBrackets && before?.kind !== 'operator' && !OPENS_VALUE.has(before?.value ?? '')) return null;
    if (next.kind === 'word') return /^(?:new|old)$/.test(next.value) && isMark(tokens[i + 2], '.') ? null : { start, end: next.end, kind: 'placeholder' };
    if (next.kind === 'string') return /^'\w+'$/.test(sql.slice(next.start, next.end)) ? { start, end: next.end, kind: 'string' } : null;
    return next.kind === 'quoted' && /^"\w+"$/.test(sql.slice(next.start, next.end)) ? { start, end: next.end, kind: 'name' } : null;
  }
  if (value === '$' && isNextTo && next.kind === 'word') return { start, end: next.end, kind: 'placeholder' };
  // Of SQL Server and MySQL it is a variable; only a name that is qualified by it is a placeholder.
  if (value === '@' && isNextTo && next.kind === 'word' && isMark(tokens[i + 2], '.')) return { start, end: next.end, kind: 'placeholder' };
  if (value.startsWith('<%')) {
    const close = /^<%[^\n]*?%>/.exec(sql.slice(start, start + LONGEST))?.[0];
    return close === undefined ? null : { start, end: start + close.length, kind: close.startsWith('<%=') ? 'placeholder' : 'silent' };
  }
  if (value === '{') {
    const braces = /^\{\w*\}/.exec(sql.slice(start, start + LONGEST))?.[0];
    return braces === undefined ? null : { start, end: start + braces.length, kind: 'placeholder' };
  }
  return null;
}

const LONGEST = 200;

function holeOf(sql: string, word: readonly Atom[], start: number, end: number, before: Token | undefined, after: Token | undefined): Hole {
  const first = word.find(({ kind }) => kind !== 'word');
  const name = word.map((atom) => nameOf(sql.slice(atom.start, atom.end), atom.kind)).join('');
  const kind = first?.kind ?? 'placeholder';
  const isQualified = isMark(before, '.') || isMark(after, '.');
  const isListed = isMark(before, ',') && (isMark(after, ')') || isMark(after, ','));
  const beginsList = isMark(before, '(') && isMark(after, ',');
  return {
    start,
    end,
    placeholder: kind === 'quoted' ? sql.slice(start + 1, end - 1) : sql.slice(first?.start, first?.end),
    name,
    isWhole: word.length === 1 && !isQualified,
    kinds: kindsOf(kind, word.length > 1 || isQualified, before),
    before: wordOf(before),
    after: wordOf(after),
    comma: isListed ? (before?.start ?? -1) : beginsList ? (after?.start ?? -1) : -1,
    isSilent: word.every((atom) => atom.kind === 'silent'),
  };
}

function wordOf(token: Token | undefined): string {
  return token === undefined ? '' : token.value === '' ? token.kind : token.value;
}

/** What a part of a word says in a name. One variable of psql is one name, with or without quotes. */
function nameOf(written: string, kind: Atom['kind']): string {
  switch (kind) {
    case 'word':
      return foldName(written);
    case 'quoted':
      return written.slice(1, -1).replace(/^\{\{[^]*\}\}/, plainPlaceholder);
    case 'string':
    case 'name':
      return `:${placeholderName(written)}`;
    case 'placeholder':
    case 'silent':
      return plainPlaceholder(written);
  }
}

const OPENS_VALUE = new Set(['[', ',', '(']);

/** Behind these words and marks a value stands rather than a name. */
const BEFORE_VALUE = new Set([
  ...['default', 'limit', 'offset', 'interval', 'values', 'like', 'ilike', 'between', 'is', 'password', 'then', 'else', 'when', 'and', 'or', 'not'],
  ...['increment', 'by', 'start', 'with', 'restart', 'minvalue', 'maxvalue', 'cache', 'until', 'return', 'timestamp', 'timestamptz', 'date', 'time', 'statistics'],
  ...['=', '<', '>', '<=', '>=', '<>', '!=', '+', '-', '*', '/', '||', '->', '->>', '=>', ':='],
]);
/** Of those, the ones behind which names stand just as well. */
const NAMED_TOO = new Set(['by', 'with']);

function kindsOf(kind: Atom['kind'], isName: boolean, before: Token | undefined): readonly Kind[] {
  if (kind === 'silent') return ['nothing'];
  if (kind === 'string') return ['string', 'nothing'];
  if (kind === 'name' || kind === 'quoted' || isName) return ['name', 'nothing'];
  const word = before?.value ?? '';
  return BEFORE_VALUE.has(word) && !NAMED_TOO.has(word) ? ['string', 'number', 'name', 'nothing'] : ['name', 'string', 'number', 'nothing'];
}
