import type { Rewritten } from './placeholders.js';
import { compose } from './rewrite.js';
import type { Rewrite } from './statement.js';
import { decodeString } from './strings.js';
import { isWord, tokenize, type Token } from './tokens.js';

/** What a command does to a variable of psql. */
export interface VariableCommand {
  /** Null: to variables whose names are known only when the script runs. */
  readonly name: string | null;
  /** Null: not known before the script runs. Undefined: the variable is no more. */
  readonly value: string | null | undefined;
  /** Whether `value` is meant as it stands, not as the arguments of a `\set`. */
  readonly isLiteral?: true;
}

/** One argument of `\set`, up to the next: `'…'`, `"…"` (whose quotes stay), a command in backquotes, a variable, plain text. */
const ARGUMENT = /'((?:[^'\\]|''|\\[^])*)'|("(?:[^"]|"")*")|(`[^`]*`)|:(?:'(\w+)'|"(\w+)"|(\w+))|([^\s'"`:\\]+|[:\\])/g;

/** How deep variables are looked for in the values of variables. */
const DEEPEST = 8;

/** What a query may do with a value that nobody knows; of what it writes or reads the name must be known. */
const QUERIES = new Set(['select', 'insert', 'update', 'delete', 'merge', 'with', 'explain', 'values', 'copy', 'execute', 'set', 'call']);
const BEFORE_NAME = new Set(['into', 'from', 'update', 'table', 'join', 'only', 'copy', 'using', 'call', 'function']);

/** Reads `\set`, `\unset`, `\getenv`, `\prompt` and `\gset`; null for every other command. Source: psql's manual page. */
export function readVariableCommand(command: string): VariableCommand | null {
  const match = /^\\(set|unset|getenv|prompt|gset)\b[ \t]*([^]*)$/.exec(command);
  if (match === null) return null;
  const [, verb, written = ''] = match;
  const rest = written.trim();
  if (verb === 'gset') return { name: null, value: null };
  const name = /^\w+/.exec(verb === 'prompt' ? (/\S+$/.exec(rest)?.[0] ?? '') : rest)?.[0];
  if (name === undefined) return null;
  if (verb === 'unset') return { name, value: undefined };
  return { name, value: verb === 'set' ? rest.slice(name.length).trimStart() : null };
}

/**
 * What the `\\gset` behind a statement does: `SELECT 'text' AS name` tells the value; of any other query only a run tells
 * names and values. Null for other commands.
 */
export function readResultVariable(statement: string, command: string): VariableCommand | null {
  const read = readVariableCommand(command);
  if (read === null) return null;
  const [select, value, as, name, ...rest] = tokenize(statement);
  const isConstant = isWord(select, 'select') && isWord(as, 'as') && name?.kind === 'word' && rest.length === 0;
  const text = isConstant && value?.kind === 'string' ? decodeString(statement, value) : null;
  if (text === null || name === undefined) return read;
  return { name: `${/^\\gset[ \t]+(\w+)/.exec(command)?.[1] ?? ''}${name.value}`, value: text.value, isLiteral: true };
}

/** The variables of one script, as far as its text tells them. */
export class PsqlVariables {
  readonly #values = new Map<string, string | null>();
  /** Whether there are variables that only a run would tell. */
  #hasUnknown = false;

  /** Does what a command does. */
  run({ name, value, isLiteral }: VariableCommand): void {
    if (name === null) this.#hasUnknown = true;
    else if (value === undefined) this.#values.delete(name);
    else this.#values.set(name, value === null || isLiteral === true ? value : this.#join(value));
  }

  /**
   * Puts values in, outside of strings and comments as psql does. A value that only a run would tell becomes a string or a
   * name of the same length, where no rule asks what it is.
   */
  replace(given: Rewritten): Rewritten {
    if ((this.#values.size === 0 && !this.#hasUnknown) || !/:['"\w]/.test(given.sql)) return given;
    const { sql, rewrites } = this.#replace(given.sql, DEEPEST);
    return { sql, rewrites: compose(given.rewrites, rewrites) };
  }

  #replace(text: string, depth: number): Rewritten {
    const rewrites: Rewrite[] = [];
    let sql = '';
    let copied = 0;
    const tokens = tokenize(text);
    for (const [at, token] of tokens.entries()) {
      const named = tokens[at + 1];
      if (token.value !== ':' || named?.start !== token.end) continue;
      const reference = text.slice(named.start, named.end);
      const name = nameOf(reference);
      if (name === null) continue;
      const written = this.#valueOf(name, reference.charAt(0), depth);
      if (written !== null) {
        sql += text.slice(copied, token.start);
        rewrites.push({ textStart: token.start, textEnd: named.end, sqlStart: sql.length, sqlEnd: sql.length + written.length });
        sql += written;
        copied = named.end;
      } else if (this.#isUnknown(name) && standsForAnything(text, tokens, at)) {
        sql += `${text.slice(copied, token.start)} `;
        copied = token.end;
      }
    }
    return { sql: sql + text.slice(copied), rewrites };
  }

  #isUnknown(name: string): boolean {
    return this.#values.has(name) ? this.#values.get(name) === null : this.#hasUnknown;
  }

  /** What stands in the text for a variable; null where that is not known. */
  #valueOf(name: string, mark: string, depth: number): string | null {
    const value = this.#values.get(name);
    if (value === undefined || value === null || depth === 0) return null;
    if (mark === "'" || mark === '"') return mark + value.replaceAll(mark, mark + mark) + mark;
    return this.#replace(value, depth - 1).sql;
  }

  /** The arguments of a `\set` as one text; null where one is not known. */
  #join(written: string): string | null {
    let value = '';
    for (const [whole, string, , command, asString, asName, plain] of written.matchAll(ARGUMENT)) {
      const name = asString ?? asName ?? plain;
      if (command !== undefined) return null;
      if (name !== undefined && (this.#values.has(name) || this.#hasUnknown)) {
        const known = this.#values.get(name);
        if (known === undefined || known === null) return null;
        value += known;
      } else {
        value += string === undefined ? whole : string.replace(/''|\\([^])/g, (escape, letter: string | undefined) => (letter === undefined ? "'" : letter === 'n' ? '\n' : escape.slice(1)));
      }
    }
    return value;
  }
}

/** `NAME`, `'NAME'` or `"NAME"` behind a colon. */
function nameOf(reference: string): string | null {
  const match = /^(?:'(\w+)'|"(\w+)"|([A-Za-z_]\w*))$/.exec(reference);
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? null;
}

/** Whether it does not matter to any rule what the variable at the token is. */
function standsForAnything(text: string, tokens: readonly Token[], at: number): boolean {
  const named = tokens[at + 1];
  if (at === 0 || named === undefined) return false;
  if (text.charAt(named.start) === "'") return true;
  const head = tokens[tokens.findLastIndex((token, i) => i < at && token.value === ';') + 1];
  return QUERIES.has(head?.value ?? '') && !BEFORE_NAME.has(tokens[at - 1]?.value ?? '');
}
