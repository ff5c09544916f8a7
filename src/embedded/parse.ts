import type { parse as Parse, ParseResult, ParserOptions, ParserPlugin } from '@babel/parser';
import type { File } from '@babel/types';

let parser: typeof Parse | null = null;

/** Loads the parser of JavaScript and TypeScript. To be awaited before any code is read; later calls cost nothing. */
export async function loadCodeParser(): Promise<void> {
  parser ??= (await import('@babel/parser')).parse;
}

/** Takes a parser that somebody has loaded already. */
export function useCodeParser(loaded: typeof Parse): void {
  parser ??= loaded;
}

/** A syntax error: what is wrong, and where (UTF-16 units). */
export interface CodeError {
  readonly message: string;
  readonly offset: number;
}

export interface ParsedCode {
  /** Null where nothing could be read. */
  readonly file: File | null;
  /** In the order in which they were met. */
  readonly errors: readonly CodeError[];
}

const OPTIONS: ParserOptions = {
  sourceType: 'unambiguous',
  errorRecovery: true,
  attachComment: false,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowImportExportEverywhere: true,
  allowUndeclaredExports: true,
  allowSuperOutsideMethod: true,
  allowNewTargetOutsideFunction: true,
};

/** How many broken lines are passed over before a file is given up. */
const MOST_BROKEN_LINES = 5;

/** Parses code as its file's ending says; a line that the parser cannot get over is passed over, and the rest is read. */
export function parseCode(code: string, path: string): ParsedCode {
  const errors: CodeError[] = [];
  let text = code;
  for (let left = MOST_BROKEN_LINES; left >= 0; left--) {
    try {
      const file = parseAs(text, pluginsFor(path));
      errors.push(...(file.errors ?? []).map(describe));
      return { file, errors };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const found = describe(error);
      errors.push(found);
      const without = withoutLine(text, found.offset);
      if (without === text) break;
      text = without;
    }
  }
  return { file: null, errors };
}

function parseAs(text: string, plugins: ParserPlugin[]): ParseResult {
  if (parser === null) throw new Error('loadCodeParser() was not awaited before code was read');
  return parser(text, { ...OPTIONS, plugins });
}

function pluginsFor(path: string): ParserPlugin[] {
  if (/\.[cm]?ts$/i.test(path)) return ['typescript', 'decorators-legacy', 'decoratorAutoAccessors', 'explicitResourceManagement'];
  if (/\.tsx$/i.test(path)) return ['typescript', 'jsx', 'decorators-legacy'];
  return ['jsx', 'flow', 'decorators-legacy', 'explicitResourceManagement'];
}

/** The parser adds the place to its message, and puts the offset beside it. */
function describe(error: object): CodeError {
  const message = 'message' in error && typeof error.message === 'string' ? error.message.replace(/ \(\d+:\d+\)$/, '') : 'it cannot be read';
  return { message, offset: 'pos' in error && typeof error.pos === 'number' ? error.pos : 0 };
}

/** The text with blanks in place of the line at `offset`, so that every other offset stays. */
function withoutLine(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const next = text.indexOf('\n', offset);
  const end = next === -1 ? text.length : next;
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r]/g, ' ') + text.slice(end);
}
