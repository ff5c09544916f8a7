import { decodeText, TextReader, type Decoded } from '../source/decode.js';
import type { PassedLines } from '../source/passed-lines.js';
import { advance, FILE_START } from '../source/position.js';
import type { SourceFile, Span } from '../source/source-file.js';
import { judgeDataLine } from './psql.js';
import type { ReadEvent } from './read.js';
import type { TextSource } from './split.js';

/**
 * The text of a file; what is odd about its bytes is added to `remarks`. A NUL, which would end the parser's text
 * silently, becomes a space.
 */
export class FileText implements TextSource {
  readonly #file: SourceFile;
  readonly #reader: TextReader;
  readonly #remarks: ReadEvent[];
  #hasNul = false;

  constructor(file: SourceFile, remarks: ReadEvent[]) {
    this.#file = file;
    this.#reader = new TextReader(file.chunks());
    this.#remarks = remarks;
  }

  read(most: number): string | null {
    const pieces = this.#reader.read(most);
    return pieces === null ? null : pieces.map((piece) => this.#take(piece)).join('');
  }

  skipData(line: number, isMidLine: boolean, least: number): PassedLines | null {
    // The first NUL is to be told of; the reader stops before it.
    const passed = this.#reader.skipLines({ isMidLine, judge: judgeDataLine, least, passesNul: this.#hasNul });
    if (passed !== null && passed.lines > 0 && passed.lineUnits === 0) this.#note(line + passed.lines);
    return passed;
  }

  /** Notes the line that is read next, unless that was done when the file was read before. */
  #note(line: number): void {
    const { landmarks } = this.#file;
    if (line > (landmarks?.at(-1)?.line ?? 0)) landmarks?.push({ line, ...this.#reader.place });
  }

  close(): void {
    this.#reader.close();
  }

  #take(decoded: Decoded): string {
    switch (decoded.kind) {
      case 'binary':
        this.#remarks.push({ kind: 'unanalyzable', message: decoded.isArchive ? 'The file is a custom-format dump, not text; `pg_restore -f - FILE` makes SQL of it' : 'The file is binary, not text', span: { start: FILE_START, end: FILE_START } });
        return '';
      case 'latin1':
        this.#remarks.push({ kind: 'note', message: 'is not UTF-8; read as Latin-1' });
        return '';
      case 'text':
        if (!decoded.text.includes('\0')) return decoded.text;
        if (!this.#hasNul) this.#remarks.push({ kind: 'unanalyzable', message: 'The text has NUL bytes, which PostgreSQL refuses', span: spanOfNul(this.#file) });
        this.#hasNul = true;
        return decoded.text.replaceAll('\0', ' ');
    }
  }
}

/** The place of the first NUL: the file is read once more, so that files without one do not pay for it. */
function spanOfNul(file: SourceFile): Span {
  let place = FILE_START;
  for (const decoded of decodeText(file.chunks())) {
    if (decoded.kind !== 'text') continue;
    const { text } = decoded;
    const nul = text.indexOf('\0');
    place = advance(place, text, 0, nul === -1 ? text.length : nul);
    if (nul !== -1) return { start: place, end: advance(place, text, nul, nul + 1) };
  }
  return { start: place, end: place };
}
