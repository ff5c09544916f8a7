import type { LintResult } from '../linter/result.js';
import type { RuleMeta, Severity } from '../rule.js';

/** What a reporter is told besides the result. */
export interface ReportContext {
  readonly color: boolean;
  /** The mildest severity that `text` and `compact` list; milder ones are counted only. The other formats carry everything. */
  readonly level: Severity;
  /** How many findings `text` shows at most; `Infinity` for all. The other formats carry everything. */
  readonly maxDiagnostics: number;
  /** Errors only, in every format. The summary counts the others all the same. */
  readonly quiet: boolean;
  readonly tool: { readonly name: string; readonly version: string };
  /** Columns of the terminal that `text` is for; 100 where it is not given. Prose takes 100 at most, lines of source take all. */
  readonly width?: number;
  /** The text of a line (1-based) of a reported file, without its line end; undefined where it can no longer be had. */
  excerpt(file: string, line: number): string | undefined;
  /** The working directory as a URL, `file:///…/`, with the `/` at the end. */
  readonly rootUri: string;
  rule(id: string): RuleMeta | undefined;
}

/** Writes a result in one format: the document in chunks, which joined are the whole of it. */
export type Reporter = (result: LintResult, context: ReportContext) => Iterable<string>;
