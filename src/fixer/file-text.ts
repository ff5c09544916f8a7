import { decodeText } from '../source/decode.js';
import type { SourceFile } from '../source/source-file.js';

/** A text of more UTF-16 code units is not read again for a fix. */
const LONGEST = 1 << 24;

/** Findings come file by file, and so do their fixes. */
let last: { readonly file: SourceFile; readonly text: string | null } | undefined;

/** The text of a file without its byte order mark, so that offsets hold; null where it is not UTF-8 or UTF-16 all through, or very long. */
export function textOfFile(file: SourceFile): string | null {
  if (last?.file !== file) last = { file, text: readText(file) };
  return last.text;
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
