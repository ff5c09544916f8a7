import { isMark, isWord, type Token } from './tokens.js';

/** What a variable is known to hold: one text, or each of several in turn where it runs over a loop; or an array of texts. */
export interface KnownValue {
  readonly texts: readonly string[];
  readonly isArray: boolean;
}

interface Frame {
  readonly isLoop: boolean;
  /** Variables that were set in it: what they hold behind it depends on whether it ran. */
  readonly names: string[];
}

/** Follows which variables of a PL/pgSQL body hold texts that are known where they are used. */
export class KnownValues {
  readonly #values = new Map<string, { readonly value: KnownValue; readonly frame: number }>();
  readonly #frames: Frame[] = [{ isLoop: false, names: [] }];
  /** Variables of a `DECLARE`, which belong to the block that follows. */
  #declared: string[] = [];
  /** How often each variable is set in the body. */
  readonly #settings: ReadonlyMap<string, number>;

  constructor(tokens: readonly Token[]) {
    this.#settings = countSettings(tokens);
  }

  /** The value of a variable here; undefined where it is not known. */
  get(name: string): KnownValue | undefined {
    const known = this.#values.get(name);
    if (known === undefined) return undefined;
    const loop = this.#frames.findLastIndex(({ isLoop }) => isLoop);
    // What was set before the loop may be set otherwise within it, further down.
    return loop > known.frame && (this.#settings.get(name) ?? 0) > 1 ? undefined : known.value;
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

  /** A block, a branch or a loop begins. */
  enter(isLoop: boolean): void {
    this.#frames.push({ isLoop, names: this.#declared });
    this.#declared = [];
  }

  /** Another branch of the same construct begins. */
  branch(): void {
    const frame = this.#frames.at(-1);
    for (const name of frame?.names.splice(0) ?? []) this.#values.delete(name);
  }

  leave(): void {
    this.branch();
    if (this.#frames.length > 1) this.#frames.pop();
  }

  #put(name: string, value: KnownValue | null, frame: number): void {
    if (value === null) this.#values.delete(name);
    else this.#values.set(name, { value, frame });
  }
}

/** Counts `v :=`, `v =` (a comparison too: better too many), `INTO v, w` and the variables of loops. */
function countSettings(tokens: readonly Token[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (at: number): void => {
    const name = tokens[at]?.value ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  for (let i = 0; i < tokens.length; i++) {
    if (isMark(tokens[i], ':=') || isMark(tokens[i], '=')) count(i - 1);
    else if (isWord(tokens[i], 'for') || isWord(tokens[i], 'foreach')) count(i + 1);
    else if (isWord(tokens[i], 'into')) {
      let target = isWord(tokens[i + 1], 'strict') ? i + 2 : i + 1;
      count(target);
      for (; isMark(tokens[target + 1], ','); target += 2) count(target + 2);
    }
  }
  return counts;
}
