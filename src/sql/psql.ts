// What psql makes of a script besides SQL: commands that begin with a backslash, and data between statements.

/** The commands that end a statement in place of its `;`. */
export const SENDS = /^(?:g|gx|gset|gexec|gdesc|crosstabview|watch|parse|sendpipeline)$/;
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
export function connectsTo(command: string): string | null {
  const match = /^\\(?:c|connect)\s+(?:-reuse-previous=\w+\s+)?(?:"((?:[^"]|"")+)"|'((?:[^']|'')+)'|([^\s\\]+))/.exec(command);
  if (match === null) return null;
  const [, quoted, string, plain] = match;
  const target = quoted?.replaceAll('""', '"') ?? string ?? plain ?? '';
  const named = /(?:^|\s)dbname\s*=\s*([^\s']+)/.exec(target) ?? /^postgres(?:ql)?:\/\/[^/]*\/([^?]+)/.exec(target);
  if (named?.[1] !== undefined) return named[1];
  return target === '-' || (quoted === undefined && target.includes('=')) ? null : target;
}

/** The end of a command's arguments: behind the `\\` that separates it from the next, or the end of the line. */
export function separatorEnd(command: string): number {
  let isQuoted = false;
  for (let i = 1; i < command.length; i++) {
    const unit = command.charAt(i);
    if (unit === "'") isQuoted = !isQuoted;
    else if (unit === '\\' && command.charAt(i + 1) === '\\' && !isQuoted) return i + 2;
  }
  return command.length;
}
