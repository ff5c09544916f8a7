import { advance, FILE_START } from './position.js';
import type { Position } from './source-file.js';

/** From how many units on a place is remembered, so that the next one is found from it. */
const STRIDE = 1 << 10;

/** Finds lines and columns of a text, asked for in any order. */
export class Lines {
  readonly #text: string;
  /** The places of the offsets 0, STRIDE, 2 × STRIDE …, as far as they were needed. */
  readonly #marks: Position[] = [FILE_START];

  constructor(text: string) {
    this.#text = text;
  }

  /** The place of an offset. */
  at(offset: number): Position {
    const mark = Math.floor(offset / STRIDE);
    for (let last = this.#marks.length - 1; last < mark; last++) this.#marks.push(this.#advance(last, (last + 1) * STRIDE));
    return this.#advance(mark, offset);
  }

  #advance(mark: number, to: number): Position {
    return advance(this.#marks[mark] ?? FILE_START, this.#text, mark * STRIDE, to);
  }
}
