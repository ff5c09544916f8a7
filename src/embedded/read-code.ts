import type { Comment, File } from '@babel/types';
import type { EmbeddedItem, EmbeddedReader } from '../sql/embedded.js';
import { declareNames } from './declarations.js';
import { findEntries } from './entries.js';
import { Evaluator } from './evaluate.js';
import { parseCode } from './parse.js';
import { Scope } from './values.js';
import { Walker, type Unread } from './walk.js';

/** How many names of calls people are told. */
const MOST_NAMES = 3;
const MARK = 'xclint-';

/**
 * Reads the SQL in the migration with this path, as far as its text says which SQL that is, in the order in which it is
 * sent. `loadCodeParser` has to be awaited before.
 */
export function codeReader(path: string): EmbeddedReader {
  return (code) => readCode(code, path);
}

function readCode(code: string, path: string): readonly EmbeddedItem[] {
  const { file, errors } = parseCode(code, path);
  const items: EmbeddedItem[] = [];
  const [error] = errors;
  if (error !== undefined) {
    const rest = file === null ? 'nothing in it could be read' : 'what could not be read is not judged';
    items.push({ kind: 'unanalyzable', message: `The code of this file has a syntax error here (${error.message.replace(/\.$/, '')}): ${rest}`, start: error.offset, end: error.offset });
  }
  if (file === null) return items;
  const found = readFile(file, code, path);
  items.push(...found);
  return code.includes(MARK) ? withComments(items, file.comments ?? [], code) : items;
}

function readFile(file: File, code: string, path: string): readonly EmbeddedItem[] {
  const evaluator = new Evaluator(code, path.slice(path.lastIndexOf('/') + 1));
  const scope = new Scope(null);
  declareNames(file, evaluator, scope);
  const { entries, transaction } = findEntries(file, evaluator, scope);
  const walker = new Walker(evaluator);
  if (entries.length === 0) walker.runAll(file.program, scope);
  else for (const { direction, run } of entries) walker.run(run, direction, transaction);
  const { unread, items } = walker;
  return unread === undefined ? items : [...items, sayUnread(unread)];
}

function sayUnread({ count, names, place }: Unread): EmbeddedItem {
  const shown = [...names].slice(0, MOST_NAMES).join(', ') + (names.size > MOST_NAMES ? ' …' : '');
  const calls = count === 1 ? `a call (${shown}) that changes` : `${String(count)} calls (${shown}) that change`;
  return { kind: 'unanalyzable', message: `Not judged: ${calls} the database without SQL; only SQL is read`, start: place.from, end: place.to };
}

/** Puts the comments to us before the text that follows them in the file. */
function withComments(items: readonly EmbeddedItem[], comments: readonly Comment[], code: string): readonly EmbeddedItem[] {
  const result: EmbeddedItem[] = [];
  const starts = items.map(({ start }) => start);
  const waiting = comments.filter(({ value }) => value.includes(MARK)).map((comment): EmbeddedItem => {
    const start = comment.start ?? 0;
    const lineStart = Math.max(code.lastIndexOf('\n', start - 1), code.lastIndexOf('\r', start - 1)) + 1;
    const text = comment.type === 'CommentLine' ? `--${comment.value}` : `/*${comment.value}*/`;
    return { kind: 'comment', text, start, end: comment.end ?? start, ownLine: code.slice(lineStart, start).trim() === '' };
  });
  for (const item of items) {
    // In the order of the file: a comment belongs to the text that follows next there, not to one that runs next.
    for (let i = 0; i < waiting.length; ) {
      const comment = waiting[i];
      const next = comment === undefined ? undefined : nextAfter(starts, comment.start);
      if (comment !== undefined && next === item.start) {
        result.push(comment);
        waiting.splice(i, 1);
      } else i += 1;
    }
    result.push(item);
  }
  return [...result, ...waiting];
}

/** The least of some offsets that is not before another; undefined where there is none. */
function nextAfter(starts: readonly number[], offset: number): number | undefined {
  let next: number | undefined;
  for (const start of starts) if (start >= offset && (next === undefined || start < next)) next = start;
  return next;
}
