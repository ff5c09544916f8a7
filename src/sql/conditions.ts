import type { Span } from '../source/source-file.js';
import type { ConditionVerb } from './psql.js';

/** What is known of a condition before the script runs. */
export interface Truth {
  /** What it is, or what it is as long as nobody sets the variable in it otherwise; null where that cannot be told. */
  readonly value: boolean | null;
  /** Whether it is so in every run. */
  readonly isSure: boolean;
}

/**
 * The ways through the conditional blocks of a root's scripts. Where nobody knows which branch runs, a first reading takes one, and
 * each further reading of the root another, so that every branch is read in a schema that is whole, and none hides another.
 */
export class Readings {
  /** Number of the reading, from 0. */
  readonly number: number;
  /** By the place of an `\if`: its branches that the first reading left out, those alone in which something runs. */
  readonly #others: Map<string, readonly number[]>;
  #last = 0;

  constructor(before: Readings | null = null) {
    this.number = before === null ? 0 : before.number + 1;
    this.#others = before === null ? new Map<string, readonly number[]>() : before.#others;
    this.#last = before === null ? 0 : before.#last;
  }

  /** The reading after this one; null where every branch was read. */
  next(): Readings | null {
    return this.number < Math.min(this.#last, MOST_READINGS - 1) ? new Readings(this) : null;
  }

  othersAt(place: string): readonly number[] {
    return this.#others.get(place) ?? [];
  }

  /** A reading went through a block that stands in what the reading with the number `base` reads first. */
  learn(place: string, others: readonly number[], base: number): void {
    if (others.length === 0) return;
    this.#others.set(place, others);
    this.#last = Math.max(this.#last, base + others.length);
  }
}

/** So many readings are enough for any script by hand; one with more ways through it was written by a program. */
const MOST_READINGS = 8;

/** What becomes of the text in a branch. */
export type Fate =
  | 'runs'
  /** In another reading. */
  | 'waits'
  | 'never';

/** Where a block begins. */
export interface BlockPlace {
  readonly span: Span;
  /** The same for every reading, and for no other block of the root. */
  readonly key: string;
}

interface Block {
  readonly at: BlockPlace;
  readonly outer: Fate;
  /** The first reading that comes by. */
  readonly base: number;
  /** The branch that this reading takes in place of the first one's, and that reading's number; null: as the first one. */
  readonly wanted: { readonly branch: number; readonly reading: number } | null;
  branch: number;
  fate: Fate;
  /** Whether a branch was certain to run: then none after it does. */
  isDecided: boolean;
  /** Whether a condition was unknown so far. */
  isUncertain: boolean;
  hasElse: boolean;
  /** Whether something runs in the branch at hand. */
  hasContent: boolean;
  /** Whether this reading took a branch. One in which nothing runs hides no other, and does not count. */
  isTaken: boolean;
  readonly others: number[];
}

/** The `\if` blocks of one file while it is read. */
export class Conditions {
  readonly #readings: Readings;
  readonly #base: number;
  readonly #isUncertain: boolean;
  readonly #blocks: Block[] = [];

  /** `outside`: what the file stands in that includes this one. */
  constructor(readings: Readings, outside: Conditions | null) {
    this.#readings = readings;
    this.#base = outside?.base ?? 0;
    this.#isUncertain = outside?.isUncertain ?? false;
  }

  get fate(): Fate {
    return this.#blocks.at(-1)?.fate ?? 'runs';
  }

  /** Whether what stands here runs in some runs of the script only. */
  get isUncertain(): boolean {
    return this.#isUncertain || this.#blocks.some((block) => block.isUncertain);
  }

  /** The number of the reading that is the first to read what stands here. */
  get base(): number {
    const block = this.#blocks.at(-1);
    if (block === undefined) return this.#base;
    return block.wanted?.branch === block.branch ? block.wanted.reading : block.base;
  }

  /** The innermost `\if` that is still open. */
  get openIf(): Span | undefined {
    return this.#blocks.at(-1)?.at.span;
  }

  /** Takes note that something stands here that runs. */
  addContent(): void {
    for (const block of this.#blocks) block.hasContent = true;
  }

  /** The rest of the branch does not run. */
  endBranch(): void {
    const block = this.#blocks.at(-1);
    if (block?.fate === 'runs') block.fate = 'never';
  }

  /** Takes a command; `truth` is asked for the value of its condition. Gives what is wrong with it, null where nothing is. */
  run(verb: ConditionVerb, at: BlockPlace, truth: () => Truth): string | null {
    if (verb === 'if') {
      this.#open(at, truth);
      return null;
    }
    const block = this.#blocks.at(-1);
    if (block === undefined) return `\\${verb} stands outside of any \\if`;
    this.#close(block);
    if (verb === 'endif') {
      this.#blocks.pop();
      if (block.wanted === null) this.#readings.learn(block.at.key, block.others, block.base);
      return null;
    }
    const isMisplaced = block.hasElse;
    block.branch += 1;
    block.hasElse ||= verb === 'else';
    if (block.outer === 'runs') block.fate = isMisplaced ? 'never' : this.#choose(block, verb === 'else' || block.isDecided ? null : truth());
    return isMisplaced ? `\\${verb} stands behind the \\else of its block` : null;
  }

  #open(at: BlockPlace, truth: () => Truth): void {
    const { base, fate: outer } = this;
    const known = this.#readings.othersAt(at.key);
    const turn = Math.min(this.#readings.number - base, known.length);
    const branch = known[turn - 1];
    const block: Block = {
      at,
      outer,
      base,
      wanted: branch === undefined ? null : { branch, reading: base + turn },
      branch: 0,
      fate: outer,
      isDecided: false,
      isUncertain: false,
      hasElse: false,
      hasContent: false,
      isTaken: false,
      others: [],
    };
    this.#blocks.push(block);
    if (outer === 'runs') block.fate = this.#choose(block, truth());
  }

  /** `truth`: null for `\else`. */
  #choose(block: Block, truth: Truth | null): Fate {
    if (block.isDecided) return 'never';
    if (truth?.isSure === true && truth.value === false) return 'never';
    const isCertain = truth === null || (truth.isSure && truth.value === true);
    block.isDecided = isCertain;
    if (isCertain && !block.isUncertain) return 'runs';
    block.isUncertain = true;
    if (block.wanted !== null) return block.wanted.branch === block.branch ? 'runs' : 'waits';
    return block.isTaken || truth?.value === false ? 'waits' : 'runs';
  }

  #close(block: Block): void {
    if (block.hasContent && block.fate === 'waits') block.others.push(block.branch);
    if (block.hasContent && block.fate === 'runs') block.isTaken = true;
    // Blocks around it were told when the content was met.
    block.hasContent = false;
  }
}
