import type { Truth } from './conditions.js';
import type { Rewritten } from './placeholders.js';
import { compose } from './rewrite.js';
import type { Rewrite } from './statement.js';
import { decodeString } from './strings.js';
import { isWord, tokenize, type Token } from './tokens.js';

/** What a command does to a variable of psql. */
export interface VariableCommand {
  /** Null: to variables whose names are known only when the script runs. */
  readonly name: string | null;
  /** Names that are among them. */
  readonly among?: readonly string[];
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
 * What the `\gset` behind a statement does: `SELECT 'text' AS name` tells the value; of any other query only a run tells
 * names and values. Null for other commands.
 */
export function readResultVariable(statement: string, command: string): VariableCommand | null {
  const read = readVariableCommand(command);
  if (read === null) return null;
  const [select, value, as, name, ...rest] = tokenize(statement);
  const isConstant = isWord(select, 'select') && isWord(as, 'as') && name?.kind === 'word' && rest.length === 0;
  const text = isConstant && value?.kind === 'string' ? decodeString(statement, value) : null;
  if (text === null || name === undefined) return { ...read, among: resultNames(statement, command) };
  return { name: `${/^\\gset[ \t]+(\w+)/.exec(command)?.[1] ?? ''}${name.value}`, value: text.value, isLiteral: true };
}

/** The names that a query's result has, as far as `AS` says them, with what `\gset` puts before them. */
function resultNames(statement: string, command: string): readonly string[] {
  const prefix = /^\\gset[ \t]+(\w+)/.exec(command)?.[1] ?? '';
  const tokens = tokenize(statement);
  return tokens.flatMap((token, i) => (token.kind === 'word' && isWord(tokens[i - 1], 'as') ? [`${prefix}${token.value}`] : []));
}

/** A variable as far as it is known. */
interface Variable {
  /** Null: known only when the script runs. */
  readonly value: string | null;
  /** Whether it is so in every run: not for a default (`\if :{?x} \else \set x 1 \endif`). */
  readonly isSure: boolean;
}

/** The variables of one script, as far as its text tells them. */
export class PsqlVariables {
  /** What the config gives; a script does not change it. */
  readonly #given: ReadonlyMap<string, string>;
  readonly #values = new Map<string, Variable>();
  /** Whether there are variables that only a run would tell. */
  #hasUnknown = false;

  constructor(given: ReadonlyMap<string, string>) {
    this.#given = given;
  }

  /** Does what a command does; `isSure`: whether every run of the script does it. Gives whether a value is known afterwards. */
  run({ name, among = [], value, isLiteral }: VariableCommand, isSure: boolean): boolean {
    if (name === null) {
      this.#hasUnknown = true;
      for (const one of among) this.#values.set(one, { value: null, isSure });
      return false;
    }
    if (value === undefined) {
      this.#values.delete(name);
      return true;
    }
    const known = value === null || isLiteral === true ? value : this.#join(value, false);
    this.#values.set(name, { value: known, isSure });
    return known !== null;
  }

  /** Whether the script has turned off what psql looks up under this name. */
  isOff(name: string): boolean {
    const value = this.#values.size === 0 ? undefined : this.#values.get(name)?.value;
    return typeof value === 'string' && /^(?:of{1,2}|f(?:a(?:l(?:se?)?)?)?|no?|0)$/i.test(value);
  }

  /** The first argument of a command with variables replaced and without quotes; null where that is not known. */
  expand(argument: string): string | null {
    return this.#join(FIRST_ARGUMENT.exec(argument)?.[0] ?? '', true);
  }

  /** What an `\if` makes of its arguments. Source: psql's manual page, "ParseVariableBool" in PostgreSQL's src/bin/psql/variables.c. */
  judge(argument: string): Truth {
    const asked = /^:\{\?(\w+)\}$/.exec(argument)?.[1];
    if (asked !== undefined) {
      // One that the script has not set may come from the command line.
      if (this.#given.has(asked)) return { value: true, isSure: true };
      const known = this.#values.get(asked);
      return { value: known === undefined ? null : true, isSure: known?.isSure === true };
    }
    const text = this.#join(argument, true);
    if (text === null) return { value: null, isSure: false };
    const isSure = [...argument.matchAll(/:['"]?(\w+)/g)].every(([, name = '']) => this.#given.has(name) || this.#values.get(name)?.isSure === true);
    return { value: readBoolean(text), isSure };
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
    const known = this.#values.get(name);
    return known === undefined ? this.#hasUnknown : known.value === null;
  }

  /** What stands in the text for a variable; null where that is not known. */
  #valueOf(name: string, mark: string, depth: number): string | null {
    const value = this.#values.get(name)?.value;
    if (value === undefined || value === null || depth === 0) return null;
    if (mark === "'" || mark === '"') return mark + value.replaceAll(mark, mark + mark) + mark;
    return this.#replace(value, depth - 1).sql;
  }

  /** Arguments as one text; null where one is not known. `isStrict`: one that the script has not set is not known, for it may come from the command line. */
  #join(written: string, isStrict: boolean): string | null {
    let value = '';
    for (const [whole, string, quoted, command, asString, asName, plain] of written.matchAll(ARGUMENT)) {
      const name = asString ?? asName ?? plain;
      if (command !== undefined) return null;
      if (quoted !== undefined && isStrict) {
        value += quoted.slice(1, -1);
      } else if (name === undefined) {
        value += string === undefined ? whole : string.replace(/''|\\([^])/g, (escape, letter: string | undefined) => (letter === undefined ? "'" : letter === 'n' ? '\n' : escape.slice(1)));
      } else {
        const known = this.#given.get(name) ?? this.#values.get(name)?.value;
        if (known !== undefined && known !== null) value += known;
        else if (isStrict || this.#values.has(name) || this.#hasUnknown) return null;
        else value += whole;
      }
    }
    return value;
  }
}

/** Up to the first white space that stands in no quotes. */
const FIRST_ARGUMENT = /^(?:'(?:[^'\\]|''|\\[^])*'|"(?:[^"]|"")*"|`[^`]*`|[^\s'"`])+/;

/** `on`, `true`, `yes`, `1` and their opposites, or what they begin with; everything else psql takes for false, and complains. */
function readBoolean(text: string): boolean {
  const word = text.trim().toLowerCase();
  return word !== '' && (word === '1' || word === 'on' || 'true'.startsWith(word) || 'yes'.startsWith(word));
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
