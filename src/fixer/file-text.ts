import { decodeText } from '../source/decode.js';
import type { SourceFile } from '../source/source-file.js';

/** A text of more UTF-16 code units is not read again for a fix. */
const LONGEST = 1 << 24;
/** What Drizzle cuts a file at: every statement is sent by itself. */
export const BREAKPOINT = '--> statement-breakpoint';

/** A file as it was read again. */
export interface FileText {
  /** Without a byte order mark, so that offsets hold. */
  readonly text: string;
  readonly hasBreakpoints: boolean;
}

/** Findings come file by file, and so do their fixes. */
let last: { readonly file: SourceFile; readonly read: FileText | null } | undefined;

/** The text of a file; null where it is not UTF-8 or UTF-16 all through, or is very long. */
export function textOfFile(file: SourceFile): FileText | null {
  if (last?.file !== file) {
    const text = readText(file);
    last = { file, read: text === null ? null : { text, hasBreakpoints: text.includes(BREAKPOINT) } };
  }
  return last.read;
}

function readText(file: SourceFile): string | null {
  let text = '';
  for (const piece of decodeText(file.chunks())) {
    if (piece.kind !== 'text') return null;
    text += piece.text;
    if (text.length > LONGEST) return null;
  }
  return text;
}
