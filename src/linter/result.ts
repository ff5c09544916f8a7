import type { Repair } from '../fixer/repair.js';
import type { Span } from '../source/source-file.js';
import type { Severity } from '../rule.js';
import type { MigrationRoot } from '../sql/migration.js';
import type { Mode } from '../xcluster/mode.js';

/** Findings that are no rule's, see the end of the rules' table. */
export type BuiltInId = 'syntax-error' | 'unanalyzable' | 'unused-suppression';

/** A new text for a stretch of a file. */
export interface TextEdit {
  readonly file: string;
  readonly range: Span;
  readonly text: string;
}

/** A change of files that mends a finding. */
export interface Fix {
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  readonly edits: readonly TextEdit[];
}

/** A finding, ready to be shown. Its texts, places and fixes are computed each time they are asked for, not before. */
export interface Diagnostic {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly file: string;
  readonly range: Span;
  readonly message: string;
  /** Advice and SQL to paste, lines parted by `\n`; empty where there is nothing to say. */
  readonly help: string;
  readonly docsUrl: string;
  /** `schema.table[.column|.constraint]`, or empty. */
  readonly object: string;
  readonly related: readonly { readonly message: string; readonly file: string; readonly range: Span }[];
  readonly fixes: readonly Fix[];
  /** Why there is none where people would expect one, a sentence without its full stop; null where nothing is to be said. */
  readonly fixRefusal: string | null;
  /** Fixes that are not offered, for a migration that they change had run before replication was set up; migrations that ran are not edited. */
  readonly withheldFixes: readonly Fix[];
  /** What `xclint remedy` makes migrations of; null where the rule has no repairs. */
  readonly repair: Repair | null;
}

/** What made the exit code 2. */
export interface ToolProblem {
  /** `unreadable-file`, `internal-error`, `config` … */
  readonly kind: string;
  readonly file?: string;
  readonly message: string;
}

/** What the run amounts to, in numbers. */
export interface Summary {
  /** Migrations judged (chosen). */
  readonly files: number;
  /** Top-level statements of the chosen files, up and down; text that cannot be cut into statements counts as one. */
  readonly statements: number;
  /** Those parsed, and of a kind that is interpreted or known to change nothing. */
  readonly analyzed: number;
  /** Statements that are not `analyzed`, and besides them what could not be read in bodies and bytes that are not text. */
  readonly unanalyzable: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly suppressed: number;
  readonly baselined: number;
  readonly durationMs: number;
}

/** Everything a reporter shows. */
export interface LintResult {
  readonly mode: Mode;
  readonly yugabytedb: string;
  readonly summary: Summary;
  /** Grows where a message turns out to be a bug when it is computed: decide on the exit code after reporting. */
  readonly problems: readonly ToolProblem[];
  /** What was judged, and in which order it runs. */
  readonly roots: readonly MigrationRoot[];
  /** By file in the order of the run, then by position. */
  readonly diagnostics: readonly Diagnostic[];
  /** Remarks for people: an encoding that was guessed, a folder that was left alone. Never in the exit code. */
  readonly notes: readonly { readonly file?: string; readonly message: string }[];
}
