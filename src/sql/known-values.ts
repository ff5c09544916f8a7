import { isMark, isWord, type Token } from './tokens.js';

/** What a variable is known to hold: one text, or each of several in turn where it runs over a loop; or an array of texts. */
export interface KnownValue {
  readonly texts: readonly string[];
  readonly isArray: boolean;
  /** Whether the texts were made of those of a loop's variable, and so go with them. */
  readonly isDerived?: true;
}

/** Texts that are longer are taken as unknown: adding to one again and again would cost its length each time. */
const LONGEST_TEXT = 100_000;

interface Frame {
  readonly isLoop: boolean;
  /** Variables that were set in it: what they hold behind it depends on whether it ran. */
  readonly names: string[];
}

/** Follows which variables of a PL/pgSQL body hold texts that are known where they are used. */
export class KnownValues {
  readonly #values = new Map<string, { readonly value: KnownValue; readonly frame: number }>();
  readonly #frames: Frame[] = [{ isLoop: false, names: [] }];
  /** The loops among the frames: how deep each is, and its token `LOOP`. */
  readonly #loops: { readonly depth: number; readonly at: number }[] = [];
  /** Variables of a `DECLARE`, which belong to the block that follows. */
  #declared: string[] = [];
  /** The tokens at which each variable is set. */
  readonly #settings: ReadonlyMap<string, readonly number[]>;
  /** By the token `LOOP` of each loop, the `END` that closes it. */
  readonly #ends: ReadonlyMap<number, number>;

  constructor(tokens: readonly Token[]) {
    this.#settings = findSettings(tokens);
    this.#ends = findEnds(tokens);
  }

  /** The value of a variable here; undefined where it is not known. */
  get(name: string): KnownValue | undefined {
    const known = this.#values.get(name);
    if (known === undefined) return undefined;
    // What was set before a loop may be set otherwise within it, further down.
    const loop = firstAbove(this.#loops, known.frame, ({ depth }) => depth);
    return loop !== undefined && this.#isSetIn(loop.at, name) ? undefined : known.value;
  }

  /** A variable is set; null where to is not known. */
  set(name: string, value: KnownValue | null): void {
    this.#put(name, value, this.#frames.length - 1);
    this.#frames.at(-1)?.names.push(name);
  }

  declare(name: string, value: KnownValue | null): void {
    this.#put(name, value, this.#frames.length);
    this.#declared.push(name);
  }

  /** A block, a branch or (at its token `LOOP`) a loop begins. */
  enter(loop: number | null): void {
    if (loop !== null) this.#loops.push({ depth: this.#frames.length, at: loop });
    this.#frames.push({ isLoop: loop !== null, names: this.#declared });
    this.#declared = [];
  }

  /** Another branch of the same construct begins. */
  branch(): void {
    const frame = this.#frames.at(-1);
    for (const name of frame?.names.splice(0) ?? []) this.#values.delete(name);
  }

  leave(): void {
    this.branch();
    if (this.#frames.length > 1 && this.#frames.pop()?.isLoop === true) this.#loops.pop();
  }

  #isSetIn(loop: number, name: string): boolean {
    const end = this.#ends.get(loop) ?? Infinity;
    const next = firstAbove(this.#settings.get(name) ?? [], loop, (at) => at);
    return next !== undefined && next < end;
  }

  #put(name: string, value: KnownValue | null, frame: number): void {
    if (value === null || value.texts.some(({ length }) => length > LONGEST_TEXT)) this.#values.delete(name);
    else this.#values.set(name, { value, frame });
  }
}

/** The first of some items in rising order that lies above a number. */
function firstAbove<Item>(items: readonly Item[], number: number, numberOf: (item: Item) => number): Item | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && numberOf(item) > number) high = middle;
    else low = middle + 1;
  }
  return items[low];
}

/** Finds `v :=`, `v =` (a comparison too: better too many), `INTO v, w` and the variables of loops. */
function findSettings(tokens: readonly Token[]): ReadonlyMap<string, readonly number[]> {
  const settings = new Map<string, number[]>();
  const note = (at: number): void => {
    const name = tokens[at]?.value ?? '';
    const known = settings.get(name);
    if (known === undefined) settings.set(name, [at]);
    else known.push(at);
  };
  for (let i = 0; i < tokens.length; i++) {
    if (isMark(tokens[i], ':=') || isMark(tokens[i], '=')) note(i - 1);
    else if (isWord(tokens[i], 'for') || isWord(tokens[i], 'foreach')) note(i + 1);
    else if (isWord(tokens[i], 'into')) {
      let target = isWord(tokens[i + 1], 'strict') ? i + 2 : i + 1;
      note(target);
      for (; isMark(tokens[target + 1], ','); target += 2) note(target + 2);
    }
  }
  return settings;
}

function findEnds(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach((token, at) => {
    if (!isWord(token, 'loop')) return;
    if (!isWord(tokens[at - 1], 'end')) {
      open.push(at);
      return;
    }
    const loop = open.pop();
    if (loop !== undefined) ends.set(loop, at);
  });
  return ends;
}
