import type { Fix, TextEdit } from '../linter/result.js';
import { compareEdits } from './fix.js';

/** Which of some fixes go together: in their order, each as a whole, none that touches what an earlier one changes. */
export function chooseFixes(fixes: readonly Fix[]): readonly Fix[] {
  const taken = new Map<string, TextEdit[]>();
  return fixes.filter(({ edits }) => {
    if (edits.some((edit) => taken.get(edit.file)?.some((other) => touches(other, edit)) === true)) return false;
    for (const edit of edits) taken.set(edit.file, [...(taken.get(edit.file) ?? []), edit]);
    return true;
  });
}

function touches(a: TextEdit, b: TextEdit): boolean {
  return a.range.start.offset <= b.range.end.offset && b.range.start.offset <= a.range.end.offset;
}

/** The bytes of a UTF-8 file after edits that do not overlap; null where the file is in another encoding. A byte order mark stays. */
export function editBytes(bytes: Uint8Array, edits: readonly TextEdit[]): Uint8Array | null {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
  const isUtf16 = bytes[0] === 0xff || bytes[0] === 0xfe || text.includes('\0');
  if (isUtf16) return null;
  // Offsets do not count the mark.
  const mark = text.startsWith('\ufeff') ? 1 : 0;
  let edited = '';
  let copied = 0;
  for (const { range, text: put } of [...edits].sort(compareEdits)) {
    edited += text.slice(copied, range.start.offset + mark) + put;
    copied = range.end.offset + mark;
  }
  return new TextEncoder().encode(edited + text.slice(copied));
}
