// The parts of PostgreSQL's lexical structure that the splitter and the tokens share. Each function is given the place
// where a construct begins and answers with the place behind it, or -1 where the text ends before it does.

const WORD_START = 1;
const WORD_PART = 2;
/** What an ASCII unit can be in an identifier. */
const CLASSES = new Uint8Array(128);
for (const unit of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_') CLASSES[unit.charCodeAt(0)] = WORD_START | WORD_PART;
for (const unit of '0123456789$') CLASSES[unit.charCodeAt(0)] = WORD_PART;

/** A letter of an identifier's beginning; to PostgreSQL everything outside ASCII is one. */
export function isWordStart(unit: number): boolean {
  return unit < 128 ? ((CLASSES[unit] ?? 0) & WORD_START) !== 0 : unit >= 128;
}

/** A letter, digit or `$` inside an identifier. */
export function isWordPart(unit: number): boolean {
  return unit < 128 ? ((CLASSES[unit] ?? 0) & WORD_PART) !== 0 : unit >= 128;
}

/** `0` to `9`. */
export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** White space between tokens: blank, tab, line feed, vertical tab, form feed, carriage return. */
export function isSpace(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13);
}

/** An identifier or keyword without quotes. */
export function endOfWord(text: string, at: number): number {
  let end = at + 1;
  while (isWordPart(text.charCodeAt(end))) end += 1;
  return end;
}

/** `'…'` or `"…"` with doubled marks inside; `quote` is the mark. */
export function endOfQuoted(text: string, at: number, quote: "'" | '"'): number {
  for (let end = text.indexOf(quote, at + 1); end !== -1; end = text.indexOf(quote, end + 2)) {
    if (text[end + 1] !== quote) return end + 1;
  }
  return -1;
}

/** The quoted part of an `E'…'`, from its mark: a backslash takes the next character along. */
export function endOfEscapeString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 92) i += 1;
    else if (unit === 39) {
      if (text.charCodeAt(i + 1) !== 39) return i + 1;
      i += 1;
    }
  }
  return -1;
}

/** The opening `$$` or `$tag$` at `at`, or null where `$` begins something else. */
export function dollarTag(text: string, at: number): string | null {
  let end = at + 1;
  if (isWordStart(text.charCodeAt(end))) {
    do end += 1;
    while (isWordPart(text.charCodeAt(end)) && text.charCodeAt(end) !== 36);
  }
  return text.charCodeAt(end) === 36 ? text.slice(at, end + 1) : null;
}

/** `$tag$…$tag$`; `tag` with its dollars, as `dollarTag` gives it. */
export function endOfDollarString(text: string, at: number, tag: string): number {
  const close = text.indexOf(tag, at + tag.length);
  return close === -1 ? -1 : close + tag.length;
}

const COMMENT_MARK = /\/\*|\*\//g;

/** A block comment, with those that stand in it. */
export function endOfBlockComment(text: string, at: number): number {
  COMMENT_MARK.lastIndex = at;
  let depth = 0;
  for (let mark = COMMENT_MARK.exec(text); mark !== null; mark = COMMENT_MARK.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return COMMENT_MARK.lastIndex;
  }
  return -1;
}

const LINE_END = /[\n\r]/g;

/** The end of the line, before its `\n` or `\r`; the text's end where no line end comes. */
export function endOfLine(text: string, at: number): number {
  LINE_END.lastIndex = at;
  return LINE_END.exec(text)?.index ?? text.length;
}
