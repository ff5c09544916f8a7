import type { Position } from '../source/source-file.js';
import type { ToolProblem } from './result.js';

/** Collects exceptions as problems of the tool, one for each rule (or part of xclint) and file. */
export class Bugs {
  readonly #problems: ToolProblem[];
  readonly #debug: boolean;
  readonly #seen = new Set<string>();

  /** `problems` is the list that the result shows; `debug` adds the stack. */
  constructor(problems: ToolProblem[], debug: boolean) {
    this.#problems = problems;
    this.#debug = debug;
  }

  /** `culprit` begins the sentence: `rule no-serial`, `reading`. */
  add(culprit: string, file: string, at: Position | null, error: unknown): void {
    const key = `${culprit}\0${file}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const where = at === null ? '' : ` at line ${String(at.line)}`;
    const reason = error instanceof Error ? error.message : String(error);
    const stack = this.#debug && error instanceof Error ? `\n${error.stack ?? ''}` : '';
    this.#problems.push({ kind: 'internal-error', file, message: `bug in xclint: ${culprit} failed${where}: ${reason}${stack}` });
  }
}
