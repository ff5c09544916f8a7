/** A place in a file. `line` and `column` are 1-based; `column` and `offset` (0-based) count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A half-open stretch of a file: `end` is the place just after the last character. */
export interface Span {
  readonly start: Position;
  readonly end: Position;
}

/** A line of a file whose first byte is known. */
export interface Landmark {
  readonly line: number;
  readonly byte: number;
  /** Whether the bytes from there on are read as Latin-1, for some before them are not UTF-8; else they are UTF-8. */
  readonly isLatin1: boolean;
}

/**
 * A file whose text can be read, however it came to us (disk, stdin, an editor, a test).
 * Nothing here knows about `node:fs`: who makes a `SourceFile` says how its bytes are had.
 */
export interface SourceFile {
  /** As people read it: relative to the working directory, with `/`. */
  readonly path: string;
  /**
   * The raw bytes in order, cut anywhere; the memory of a chunk may be used again for the next one. May be asked for again (the text reporter re-reads the lines that it shows).
   * Throws whatever the operating system says when the file cannot be read.
   * `from`: the first byte that is asked for; only a file that has `landmarks` is asked for another than its first one.
   */
  chunks(from?: number): Iterable<Uint8Array>;
  /** Lines in rising order, noted by who reads the file where much of it was passed over, so that those behind are found again at once. */
  readonly landmarks?: Landmark[];
}
