import type { LineVerdict } from '../source/passed-lines.js';
import { readVariableCommand, type VariableCommand } from './psql-variables.js';
import { isWord, tokenize } from './tokens.js';

// What psql makes of a script besides SQL: commands that begin with a backslash, and data between statements.

/** The commands that end a statement in place of its `;`. */
export const SENDS = /^(?:g|gx|gset|gexec|crosstabview|watch|parse|sendpipeline)$/;
/** The commands that end a statement which does not run: it is forgotten, or only described. */
export const DISCARDS = /^(?:r|reset|gdesc)$/;
/** Where the line begins, at `from` or behind, that ends the data of a `COPY`: nothing but `\.`; -1 where there is none. */
export function findTerminator(text: string, from: number): number {
  for (let at = text.indexOf('\\.', from); at !== -1; at = text.indexOf('\\.', at + 1)) {
    if (isLineEnd(text, at - 1) && isLineEnd(text, at + 2)) return at;
  }
  return -1;
}

/** Whether a line's end stands there, or the text's. */
function isLineEnd(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === 10 || unit === 13 || Number.isNaN(unit);
}

/** A line that begins a `COPY` of its own. Blanks only before it: lines of data may be empty by the hundred thousand. */
export const ANOTHER_COPY = /^[ \t]*\\?copy\b.*\bfrom\s+std(?:in|out)\b/im;
/** A line that is SQL or a command rather than data. */
export const STATEMENT_LINE = /^\s*(?:--|\/\*|\\(?!n\b)[a-z]+(?: [^\t\n]*)?(?:\n|$)|(?:create|alter|drop|insert|update|delete|select|copy|grant|revoke|comment|set|begin|commit|truncate|do|reset)\b[^\t\n]*(?:;|\n|$))/i;

/** How many bytes of a line are looked at to see whether it begins a `COPY`. */
const LONGEST_COPY = 4096;

/** Judges a line of data: the terminator ends them; where another `COPY` begins in them they may have ended before. */
export function judgeDataLine(bytes: Uint8Array, start: number, end: number): LineVerdict {
  let at = start;
  if (bytes[at] === 92 /* \ */ && bytes[at + 1] === 46 /* . */ && end === at + 2) return 'stop';
  while (bytes[at] === 32 || bytes[at] === 9) at += 1;
  if (bytes[at] === 92) at += 1;
  if (((bytes[at] ?? 0) | 32) !== 99 /* c */ || ((bytes[at + 1] ?? 0) | 32) !== 111 /* o */ || ((bytes[at + 2] ?? 0) | 32) !== 112 /* p */) return 'pass';
  return ANOTHER_COPY.test(String.fromCharCode(...bytes.subarray(start, Math.min(end, start + LONGEST_COPY)))) ? 'doubt' : 'pass';
}

/** Whether a line of data may still turn out to be the terminator or another `COPY`, or its end to be two marks, when it goes on. */
export function mayBecome(line: string): boolean {
  return /^(?:\\\.|[ \t]*\\?(?:c|co|cop|copy\b.*)?)$|\r$/i.test(line);
}

/** Whether a `COPY` or `\copy` is followed by its data. (psql reads them for `stdout` too.) */
export function readsData(statement: string): boolean {
  return /\bfrom\s+std(?:in|out)\b/i.test(statement);
}

/** The database to which a `\connect` goes; null where the command is another one, or stays in the database. */
function connectsTo(command: string): string | null {
  const match = /^\\(?:c|connect)\s+(?:-reuse-previous=\w+\s+)?(?:"((?:[^"]|"")+)"|'((?:[^']|'')+)'|([^\s\\]+))/.exec(command);
  if (match === null) return null;
  const [, quoted, string, plain] = match;
  const target = quoted?.replaceAll('""', '"') ?? string ?? plain ?? '';
  const named = /(?:^|\s)dbname\s*=\s*([^\s']+)/.exec(target) ?? /^postgres(?:ql)?:\/\/[^/]*\/([^?]+)/.exec(target);
  if (named?.[1] !== undefined) return named[1];
  return target === '-' || (quoted === undefined && target.includes('=')) ? null : target;
}

/** A word of psql's that decides which of the lines around it run. */
export type ConditionVerb = 'if' | 'elif' | 'else' | 'endif';

/** A command that decides what is read and run, and how; arguments as written. Every other one (`\echo`, `\d`, `\timing` …) changes nothing here. */
export type Command =
  | { readonly kind: 'include'; readonly argument: string; readonly base: 'file' | 'session' }
  | { readonly kind: 'condition'; readonly verb: ConditionVerb; readonly argument: string }
  | { readonly kind: 'connect'; readonly database: string }
  /** `\cd` */
  | { readonly kind: 'directory'; readonly argument: string }
  | { readonly kind: 'variable'; readonly command: VariableCommand }
  /** `\gset`, as written: the result of the statement before it becomes variables. */
  | { readonly kind: 'gset'; readonly written: string }
  /** `\gexec`: the result of the statement before it is SQL, and runs. */
  | { readonly kind: 'gexec' }
  /** `\q`: the rest of the file is not read. */
  | { readonly kind: 'exit' };

/** Reads a command, from its backslash to the end of its arguments. Source: psql's manual page. */
export function readCommand(command: string): Command | null {
  const match = /^\\(\w+)\s*([^]*)$/.exec(command);
  const verb = match?.[1] ?? '';
  const argument = match?.[2]?.replace(/\\\\$/, '').trim() ?? '';
  switch (verb) {
    case 'i':
    case 'include':
      return { kind: 'include', argument, base: 'session' };
    case 'ir':
    case 'include_relative':
      return { kind: 'include', argument, base: 'file' };
    case 'if':
    case 'elif':
    case 'else':
    case 'endif':
      return { kind: 'condition', verb, argument };
    case 'cd':
      return { kind: 'directory', argument };
    case 'gset':
      return { kind: 'gset', written: command };
    case 'gexec':
      return { kind: 'gexec' };
    case 'q':
    case 'quit':
      return { kind: 'exit' };
    case 'c':
    case 'connect': {
      const database = connectsTo(command);
      return database === null ? null : { kind: 'connect', database };
    }
    default: {
      const variable = readVariableCommand(command);
      return variable === null ? null : { kind: 'variable', command: variable };
    }
  }
}

/** The commands whose arguments are all of the line, backslashes too; and those that write into a command of the shell. */
const WHOLE_LINE = /^\\(?:(?:copy|!|h|help|ef|ev|sf|sv)(?![A-Za-z_])|(?:g|gx|o|out|w|write)[ \t]*(?:\([^)]*\)[ \t]*)?\|)/;

/**
 * The end of a command and its arguments, in a line that begins with it: before the backslash of the next command, behind a
 * `\\`, which separates the command from SQL, or the end of the line.
 */
export function endOfCommand(line: string): number {
  if (line.startsWith('\\\\')) return 2;
  if (WHOLE_LINE.test(line)) return line.length;
  for (let at = 1; at < line.length; at++) {
    const unit = line.charAt(at);
    if (unit === '\\') return line.charAt(at + 1) === '\\' ? at + 2 : at;
    if (unit !== "'" && unit !== '"' && unit !== '`') continue;
    for (at += 1; at < line.length && line.charAt(at) !== unit; at++) if (unit === "'" && line.charAt(at) === '\\') at += 1;
  }
  return line.length;
}

/** The stretch of a `\copy` that names what psql reads or writes itself (`from 'a.csv'`, `to program 'gzip'`), with the word that the server is told; null where it is told already. */
export function fileOfCopy(command: string): { readonly start: number; readonly end: number; readonly word: 'stdin' | 'stdout' } | null {
  const tokens = tokenize(command, 1);
  let depth = 0;
  const at = tokens.findIndex((token) => {
    if (token.value === '(') depth += 1;
    else if (token.value === ')') depth -= 1;
    return depth === 0 && (isWord(token, 'from') || isWord(token, 'to'));
  });
  const first = tokens[at + 1];
  if (at === -1 || first === undefined) return null;
  const word = isWord(tokens[at], 'from') ? 'stdin' : 'stdout';
  const last = isWord(first, 'program') && tokens[at + 2]?.kind === 'string' ? tokens[at + 2] : first;
  const end = last?.kind === 'string' ? last.end : first.start + command.slice(first.start).search(/\s|;?$/);
  return /^std(?:in|out)$/i.test(command.slice(first.start, end)) ? null : { start: first.start, end, word };
}
