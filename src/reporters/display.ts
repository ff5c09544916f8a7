/**
 * How text comes out on a terminal: made harmless, and measured.
 * Widths follow Unicode's East Asian Width (ambiguous counts as narrow) and grapheme clusters.
 */

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** What could steer a terminal or hide from a reader: controls, bidirectional overrides, line separators, invisible spaces, lone surrogates. */
const HARMFUL = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb]/gu;

/** Wide and fullwidth characters; regional indicators are wide in pairs, which `clusterWidth` sees to. */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;

/** Marks, joiners and the vowels and finals of decomposed Hangul: they take no room of their own. */
const ZERO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7fb]/u;

/** A cluster that is drawn as one emoji: flags, keycaps, sequences with a joiner, and text symbols with the emoji selector. */
const EMOJI_SEQUENCE = /^\p{RI}{2}|\p{Emoji}\ufe0f|\p{Extended_Pictographic}(?:\p{EMod}|\u200d)/u;

let segmenter: Intl.Segmenter | undefined;

/** The characters as a reader counts them; cheap for ASCII. */
export function graphemesOf(text: string): Iterable<string> {
  if (PRINTABLE_ASCII.test(text)) return text;
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** How many columns one grapheme takes. */
export function clusterWidth(cluster: string): number {
  if (PRINTABLE_ASCII.test(cluster)) return cluster.length;
  if (EMOJI_SEQUENCE.test(cluster)) return 2;
  let width = 0;
  for (const character of cluster) {
    if (!ZERO_WIDTH.test(character)) width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** How many columns a text takes that `visible` has been through. */
export function widthOf(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let width = 0;
  for (const cluster of graphemesOf(text)) width += clusterWidth(cluster);
  return width;
}

function drawn(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** The text on one line with nothing in it that a terminal obeys: controls are drawn (`␛`, `<U+202E>`), line breaks too. */
export function visible(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : text.replace(HARMFUL, drawn);
}

/** The lines of a text, each as `visible` has it, tabs as four spaces. */
export function visibleLines(text: string): string[] {
  if (PRINTABLE_ASCII.test(text)) return [text];
  return text.split(/\r\n|[\r\n]/).map((line) => visible(line.replaceAll('\t', '    ')));
}

/** Breaks a line at spaces so that none is wider than `width`; a longer word stands on a line of its own. */
export function wrap(line: string, width: number, firstIndent = 0): string[] {
  if (firstIndent + line.length <= width && PRINTABLE_ASCII.test(line)) return [line];
  const lines: string[] = [];
  let current = '';
  let used = firstIndent;
  for (const word of line.split(' ')) {
    const wordWidth = widthOf(word);
    if (current !== '' && used + 1 + wordWidth > width) {
      lines.push(current);
      current = word;
      used = wordWidth;
    } else {
      used += current === '' ? wordWidth : wordWidth + 1;
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  lines.push(current);
  return lines;
}

/** The beginning of a line in at most `width` columns, `…` where something was cut; empty where hardly a word would be left. */
export function clip(line: string, width: number): string {
  if (widthOf(line) <= width) return line;
  if (width < 16) return '';
  let clipped = '';
  let used = 1;
  for (const cluster of graphemesOf(line)) {
    used += clusterWidth(cluster);
    if (used > width) break;
    clipped += cluster;
  }
  return `${clipped.trimEnd()}…`;
}
