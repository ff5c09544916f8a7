import { Lines } from '../source/lines.js';
import type { Span } from '../source/source-file.js';
import type { Direction } from './migration.js';
import { sliceRewrites, toOriginal } from './rewrite.js';
import { Splitter, wholeText, type Piece } from './split.js';
import type { Rewrite } from './statement.js';

/** What a file in another language has for a database, in the order in which it runs. Offsets are UTF-16 units into the file. */
export type EmbeddedItem =
  | {
      readonly kind: 'text';
      /** One text that is sent to the database: any number of statements. */
      readonly sql: string;
      /** Where in the file `sql` begins. */
      readonly start: number;
      /** From `sql` to the file's text, counted there from `start`. */
      readonly rewrites: readonly Rewrite[];
      readonly direction: Direction;
      /** Whether it runs in a transaction; null: as the tool has it. */
      readonly transaction: boolean | null;
      /** Texts with the same number run in one transaction of the tool's; absent: all of the file do. */
      readonly unit?: number;
    }
  /** A file whose text is sent: its name as written, from the folder of this file (`./a.sql`), or from wherever the tool was started. */
  | { readonly kind: 'include'; readonly path: string; readonly start: number; readonly end: number; readonly direction: Direction; readonly transaction: boolean | null }
  /** A comment to us in the file's own language, its marks those of SQL; `ownLine`: only white space stands before it in its line. */
  | { readonly kind: 'comment'; readonly text: string; readonly start: number; readonly end: number; readonly ownLine: boolean }
  /** What nobody can read there. */
  | { readonly kind: 'unanalyzable'; readonly message: string; readonly start: number; readonly end: number };

/** Finds the SQL in the text of a file that is in another language. */
export type EmbeddedReader = (text: string) => readonly EmbeddedItem[];

/** The pieces of all texts, each where it stands in the file. */
export function* embeddedPieces(text: string, items: readonly EmbeddedItem[], wrapsTransaction: boolean): Generator<Piece> {
  const lines = new Lines(text);
  const spanOf = (start: number, end: number): Span => ({ start: lines.at(start), end: lines.at(end) });
  let direction: Direction | null = null;
  let transaction: boolean | null = null;
  let unit: number | undefined;
  // Said only where it changes: a COMMIT in a text holds for the next one too.
  function* turnTo(item: Extract<EmbeddedItem, { kind: 'text' | 'include' }>): Generator<Piece> {
    const itsUnit = item.kind === 'text' ? item.unit : undefined;
    if (item.direction === direction && item.transaction === transaction && itsUnit === unit) return;
    ({ direction, transaction } = item);
    unit = itsUnit;
    yield { kind: 'directive', directive: { direction, transaction: transaction ?? wrapsTransaction }, span: spanOf(item.start, item.start) };
  }
  for (const item of items) {
    switch (item.kind) {
      case 'comment':
        yield { kind: 'comment', text: item.text, span: spanOf(item.start, item.end), ownLine: item.ownLine };
        break;
      case 'unanalyzable':
        yield { kind: 'unanalyzable', message: item.message, span: spanOf(item.start, item.end) };
        break;
      case 'include':
        yield* turnTo(item);
        yield { kind: 'directive', directive: { include: item.path, includesFrom: /^\.\.?\//.test(item.path) ? 'tool' : 'session' }, span: spanOf(item.start, item.end) };
        break;
      case 'text': {
        yield* turnTo(item);
        const { start, rewrites } = item;
        const placed = (from: number, to: number): readonly [number, number] => [start + toOriginal(rewrites, from, 'start'), start + toOriginal(rewrites, to, 'end')];
        for (const piece of new Splitter(wholeText(item.sql), () => null).pieces()) {
          if (piece.kind === 'statement') {
            const offset = piece.start.offset;
            const [from, to] = placed(offset, offset + piece.text.length);
            const origin = { text: text.slice(from, to), rewrites: sliceRewrites(rewrites, offset, offset + piece.text.length) };
            yield { ...piece, start: lines.at(from), origin };
          } else {
            yield 'span' in piece ? { ...piece, span: spanOf(...placed(piece.span.start.offset, piece.span.end.offset)) } : piece;
          }
        }
        break;
      }
    }
  }
}
