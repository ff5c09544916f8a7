import { byteOfUnit } from './bytes.js';
import { PLAIN_DIALECT } from './dialect.js';
import type { DialectClauses, DialectStatement, KeyOrder, KeySharding, Split } from './dialect.js';
import { nameOfToken } from './identifier.js';
import { plainPlaceholder } from './placeholder-text.js';
import { indexOfClose, isMark, isWord, tokenize } from './tokens.js';
import type { Token, TokenKind } from './tokens.js';

/** Statements that can have something of YugabyteDB's own, by their first word. */
const CANDIDATE = /^(?:create|alter|drop|grant|revoke|backfill|comment|security)\b/i;
/** The words that give it away; two parentheses may be a group of hash columns. */
const SIGN = /\b(?:hash|asc|desc|split|tablegroups?|nonconcurrently|tablespace|backfill|profile|noprofile|account\s+(?:un)?lock)\b|\(\s*\(/i;

/** Words between `CREATE` and `TABLE` or `VIEW`. */
const TABLE_PREFIXES = new Set(['temp', 'temporary', 'local', 'global', 'unlogged', 'foreign', 'materialized']);

/** A statement without YugabyteDB's additions: they are blanks now, unit for unit, and known. */
export interface Undialected {
  readonly sql: string;
  readonly dialect: DialectClauses;
}

/** Takes YugabyteDB's additions out of a statement. What PostgreSQL's grammar takes as it is costs one look. */
export function readDialect(sql: string): Undialected {
  if (!CANDIDATE.test(sql) || !SIGN.test(sql)) return { sql, dialect: PLAIN_DIALECT };
  const tokens = tokenize(sql);
  const own = readOwn(sql, tokens);
  if (own !== null) return { sql, dialect: { ...PLAIN_DIALECT, own } };
  return new DialectReader(sql, tokens).read();
}

/** Statements that PostgreSQL does not have. */
function readOwn(sql: string, tokens: readonly Token[]): DialectStatement | null {
  const [first, second] = tokens;
  const verb = first?.value;
  const object = second?.value;
  if (verb === 'backfill' && object === 'index') return { kind: 'backfillIndex' };
  if (verb === 'create' && object === 'tablespace') return tokens.some((token) => isWord(token, 'location')) ? null : { kind: 'createTablespace', name: nameAt(sql, tokens, 2) };
  if (object === 'tablegroup') {
    const name = nameAt(sql, tokens, 2);
    if (verb === 'create') return { kind: 'createTablegroup', name };
    if (verb === 'alter') return { kind: 'alterTablegroup', name };
    if (verb === 'drop') return { kind: 'dropTablegroup', name };
  }
  if (object === 'profile') {
    const name = nameAt(sql, tokens, 2);
    if (verb === 'create') return { kind: 'createProfile', name };
    if (verb === 'drop') return { kind: 'dropProfile', name };
  }
  if (verb === 'comment' || verb === 'security') {
    const on = tokens.findIndex((token) => isWord(token, 'on'));
    return isWord(tokens[on + 1], 'tablegroup') ? { kind: 'alterTablegroup', name: nameAt(sql, tokens, on + 2) } : null;
  }
  const grants = verb === 'grant' || verb === 'revoke' || (verb === 'alter' && object === 'default');
  const isOnTablegroup = tokens.some((token, i) => isWord(token, 'on') && (isWord(tokens[i + 1], 'tablegroup') || isWord(tokens[i + 1], 'tablegroups')));
  return grants && isOnTablegroup ? { kind: 'grantOnTablegroup' } : null;
}

/** The name at a token, after `IF [NOT] EXISTS`; empty where none stands. */
function nameAt(sql: string, tokens: readonly Token[], at: number): string {
  let index = at;
  if (isWord(tokens[index], 'if')) index += isWord(tokens[index + 1], 'not') ? 3 : 2;
  const token = tokens[index];
  if (token?.kind === 'placeholder') return plainPlaceholder(sql.slice(token.start, token.end));
  return token === undefined ? '' : nameOfToken(sql, token);
}

class DialectReader {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  /** Stretches to blank, in any order. */
  readonly #blanks: (readonly [number, number])[] = [];
  readonly #keys: KeySharding[] = [];
  #split: Split | null = null;
  #tablegroup: DialectClauses['tablegroup'] = null;
  #nonconcurrently = false;

  constructor(sql: string, tokens: readonly Token[]) {
    this.#sql = sql;
    this.#tokens = tokens;
  }

  read(): Undialected {
    const [verb, second, third] = this.#tokens;
    const isIndex = isWord(verb, 'create') && (isWord(second, 'index') || (isWord(second, 'unique') && isWord(third, 'index')));
    if (isIndex) this.#readIndex();
    else if (isWord(verb, 'alter') && (isWord(second, 'role') || isWord(second, 'user'))) this.#readProfile();
    else if (isWord(verb, 'alter') && this.#tokens.slice(2, 4).some((token) => isWord(token, 'all'))) this.#readMove();
    else if (isTable(this.#tokens)) this.#readTable();
    const hasAny = this.#blanks.length > 0 || this.#keys.length > 0 || this.#split !== null;
    if (!hasAny) return { sql: this.#sql, dialect: PLAIN_DIALECT };
    return {
      sql: blank(this.#sql, this.#blanks),
      dialect: { split: this.#split, tablegroup: this.#tablegroup, nonconcurrently: this.#nonconcurrently, keys: this.#keys, own: null },
    };
  }

  #blank(first: number, last: number): void {
    const from = this.#tokens[first];
    const to = this.#tokens[last];
    if (from !== undefined && to !== undefined) this.#blanks.push([from.start, to.end]);
  }

  #readIndex(): void {
    const tokens = this.#tokens;
    const index = isWord(tokens[1], 'index') ? 1 : 2;
    if (isWord(tokens[index + 1], 'nonconcurrently')) {
      this.#nonconcurrently = true;
      this.#blank(index + 1, index + 1);
    }
    // The first parenthesis is the key list: neither the name nor the method can have one.
    const open = tokens.findIndex((token) => isMark(token, '('));
    if (open === -1) return;
    const close = this.#readKeys(open, 'index');
    this.#readTail(close + 1);
  }

  /** `ALTER TABLE ALL IN TABLESPACE a [COLOCATED WITH t] … SET TABLESPACE b [CASCADE]`. */
  #readMove(): void {
    const tokens = this.#tokens;
    const last = tokens.length - 1;
    if (isWord(tokens[last], 'cascade')) this.#blank(last, last);
    const colocated = tokens.findIndex((token, i) => isWord(token, 'colocated') && isWord(tokens[i + 1], 'with'));
    if (colocated !== -1) this.#blank(colocated, colocated + (isMark(tokens[colocated + 3], '.') ? 4 : 2));
  }

  #readTable(): void {
    const tokens = this.#tokens;
    const isCreate = isWord(tokens[0], 'create');
    let depth = 0;
    for (let i = 1; i < tokens.length; i++) {
      const token = tokens[i];
      if (isMark(token, '(')) depth += 1;
      else if (isMark(token, ')')) depth -= 1;
      // The query of a `CREATE TABLE … AS` has nothing of it.
      if (isCreate && depth === 0 && isWord(token, 'as')) return;
      const list = this.#keyListAfter(i);
      if (list !== null) i = this.#readKeys(list, 'constraint');
      else if (isCreate && depth === 0) i = this.#readClause(i);
    }
  }

  /** The parenthesis of the key list of a `PRIMARY KEY` or `UNIQUE` at token `i`. */
  #keyListAfter(i: number): number | null {
    const tokens = this.#tokens;
    let list = i + 1;
    if (isWord(tokens[i], 'primary') && isWord(tokens[i + 1], 'key')) list = i + 2;
    else if (!isWord(tokens[i], 'unique')) return null;
    else if (isWord(tokens[list], 'nulls')) list += isWord(tokens[list + 1], 'not') ? 3 : 2;
    if (isMark(tokens[list], '(')) return list;
    this.#readInlineOrder(list);
    return null;
  }

  /** `id int PRIMARY KEY ASC`: a list of one, without parentheses. */
  #readInlineOrder(i: number): void {
    const order = orderOf(this.#tokens[i]);
    if (order === null) return;
    this.#blank(i, i);
    this.#keys.push({ at: byteOfUnit(this.#sql, this.#tokens[i]?.start ?? 0), columns: [{ order, grouped: false }] });
  }

  /** The clauses behind an index's key list, up to its `WHERE`. */
  #readTail(from: number): void {
    const tokens = this.#tokens;
    let depth = 0;
    for (let i = from; i < tokens.length; i++) {
      const token = tokens[i];
      if (isMark(token, '(')) depth += 1;
      else if (isMark(token, ')')) depth -= 1;
      else if (depth === 0) {
        if (isWord(token, 'where')) return;
        i = this.#readClause(i);
      }
    }
  }

  /** `SPLIT …`, `TABLEGROUP …` or `NO TABLEGROUP` at token `i`; gives the last token of it, or `i`. */
  #readClause(i: number): number {
    const tokens = this.#tokens;
    if (isWord(tokens[i], 'no') && isWord(tokens[i + 1], 'tablegroup')) {
      this.#tablegroup = 'none';
      this.#blank(i, i + 1);
      return i + 1;
    }
    if (isWord(tokens[i], 'tablegroup') && NAMES.has(tokens[i + 1]?.kind)) {
      this.#tablegroup = { name: nameAt(this.#sql, tokens, i + 1) };
      this.#blank(i, i + 1);
      return i + 1;
    }
    return isWord(tokens[i], 'split') ? this.#readSplit(i) : i;
  }

  #readSplit(start: number): number {
    const tokens = this.#tokens;
    const isWrapped = isMark(tokens[start + 1], '(');
    const at = start + (isWrapped ? 2 : 1);
    let last: number;
    if (isWord(tokens[at], 'into') && isWord(tokens[at + 2], 'tablets')) {
      const count = tokens[at + 1];
      const written = this.#sql.slice(count?.start, count?.end);
      this.#split = { kind: 'into', tablets: count?.kind === 'placeholder' ? written : Number(written) };
      last = at + 2;
    } else if (isWord(tokens[at], 'at') && isWord(tokens[at + 1], 'values') && isMark(tokens[at + 2], '(')) {
      last = indexOfClose(tokens, at + 2);
      this.#split = { kind: 'at', values: this.#sql.slice(tokens[at + 2]?.end, tokens[last]?.start) };
    } else {
      return start;
    }
    if (isWrapped && isMark(tokens[last + 1], ')')) last += 1;
    this.#blank(start, Math.min(last, tokens.length - 1));
    return last;
  }

  #readProfile(): void {
    this.#tokens.forEach((token, i) => {
      if (isWord(token, 'noprofile')) this.#blank(i, i);
      else if (isWord(token, 'profile')) this.#blank(i, i + 1);
      else if (isWord(token, 'account') && i > 2) this.#blank(i, i + 1);
    });
  }

  /** Reads the key list that opens at token `open`, blanks what is not PostgreSQL's, and gives the token that closes it. */
  #readKeys(open: number, kind: 'index' | 'constraint'): number {
    const tokens = this.#tokens;
    const close = indexOfClose(tokens, open);
    const columns: { order: KeyOrder | null; grouped: boolean }[] = [];
    for (let start = open + 1; start < close; ) {
      const end = elementEnd(tokens, start, close);
      const groupEnd = isMark(tokens[start], '(') ? indexOfClose(tokens, start) : -1;
      const size = groupEnd === -1 ? 0 : this.#groupSize(start, groupEnd);
      let order: KeyOrder | null = null;
      for (let i = groupEnd === -1 ? start + 1 : groupEnd + 1; i < end; i++) {
        const found = orderOf(tokens[i]);
        if (found === null) {
          if (isMark(tokens[i], '(')) i = indexOfClose(tokens, i);
          continue;
        }
        order = found;
        // `ASC` and `DESC` are PostgreSQL's own in an index, and have a meaning there for `NULLS FIRST`.
        if (found === 'hash' || kind === 'constraint') this.#blank(i, kind === 'constraint' ? end - 1 : i);
        break;
      }
      if (size > 0) {
        this.#blank(start, start);
        this.#blank(groupEnd, groupEnd);
      }
      for (let i = 0; i < Math.max(size, 1); i++) columns.push({ order, grouped: size > 0 });
      start = end + 1;
    }
    const list = tokens[open];
    if (list !== undefined && columns.some(({ order, grouped }) => order !== null || grouped)) {
      this.#keys.push({ at: byteOfUnit(this.#sql, list.start), columns });
    }
    return close;
  }

  /** How many keys a parenthesis groups; 0 where it is an expression. */
  #groupSize(open: number, close: number): number {
    const tokens = this.#tokens;
    let size = 0;
    for (let start = open + 1; start < close; size++) start = elementEnd(tokens, start, close) + 1;
    if (size !== 1) return size;
    const only = tokens[open + 1];
    const isColumn = only?.kind === 'quoted' || (only?.kind === 'word' && !CONSTANTS.has(only.value));
    return close === open + 2 && isColumn ? 1 : 0;
  }
}

/** The tokens that are a name. */
const NAMES: ReadonlySet<TokenKind | undefined> = new Set<TokenKind>(['word', 'quoted', 'placeholder']);

/** Words that stand for a value, and so never name a column: `((TRUE))` is an expression that allows one row. */
const CONSTANTS: ReadonlySet<string> = new Set([
  ...['true', 'false', 'null', 'user', 'session_user', 'current_user', 'current_role', 'current_catalog', 'current_schema'],
  ...['current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp'],
]);

/** `CREATE [TEMP …] TABLE`, `CREATE MATERIALIZED VIEW`, `ALTER TABLE`. */
function isTable(tokens: readonly Token[]): boolean {
  const object = tokens.findIndex((token, i) => i > 0 && (token.kind !== 'word' || !TABLE_PREFIXES.has(token.value)));
  return isWord(tokens[object], 'table') || isWord(tokens[object], 'view');
}

/** The comma that ends the element at `start`, or the end of the list. */
function elementEnd(tokens: readonly Token[], start: number, close: number): number {
  for (let i = start; i < close; i++) {
    if (isMark(tokens[i], ',')) return i;
    if (isMark(tokens[i], '(')) i = indexOfClose(tokens, i);
  }
  return close;
}

function orderOf(token: Token | undefined): KeyOrder | null {
  if (token?.kind !== 'word') return null;
  return token.value === 'hash' || token.value === 'asc' || token.value === 'desc' ? token.value : null;
}

/** Spaces in place of stretches; line ends stay. */
export function blank(text: string, stretches: readonly (readonly [number, number])[]): string {
  let blanked = '';
  let copied = 0;
  for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0])) {
    blanked += text.slice(copied, from) + text.slice(from, to).replace(/[^\n\r]/g, ' ');
    copied = to;
  }
  return blanked + text.slice(copied);
}
