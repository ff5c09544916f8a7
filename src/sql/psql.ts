import { readVariableCommand, type VariableCommand } from './psql-variables.js';
import { isWord, tokenize } from './tokens.js';

// What psql makes of a script besides SQL: commands that begin with a backslash, and data between statements.

/** The commands that end a statement in place of its `;`. */
export const SENDS = /^(?:g|gx|gset|gexec|crosstabview|watch|parse|sendpipeline)$/;
/** The commands that end a statement which does not run: it is forgotten, or only described. */
export const DISCARDS = /^(?:r|reset|gdesc)$/;
/** The line that ends the data of a `COPY`. */
export const TERMINATOR = /(?<=^|[\n\r])\\\.(?=[\n\r]|$)/g;
/** A line that begins a `COPY` of its own. Blanks only before it: lines of data may be empty by the hundred thousand. */
export const ANOTHER_COPY = /^[ \t]*\\?copy\b.*\bfrom\s+std(?:in|out)\b/im;
/** A line that is SQL or a command rather than data. */
export const STATEMENT_LINE = /^\s*(?:--|\/\*|\\(?!n\b)[a-z]+(?: [^\t\n]*)?(?:\n|$)|(?:create|alter|drop|insert|update|delete|select|copy|grant|revoke|comment|set|begin|commit|truncate|do|reset)\b[^\t\n]*(?:;|\n|$))/i;

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
