import { RULE_IDS, run, type RunRequest } from './commands/run.js';
import type { LintResult } from './linter/result.js';
import type { Level } from './rule.js';
import type { Mode } from './xcluster/mode.js';

/** How to lint; what is left out is the config's, or what `xclint` does without a flag. */
export interface LintOptions {
  /** What relative paths, also those in the result, are relative to; default: the working directory. */
  readonly cwd?: string;
  /** The config file to read; false: none. Default: the one that is found from `cwd` upwards. */
  readonly config?: string | false;
  readonly mode?: Mode;
  /** Such as `2025.2` or `2024.2.6.1`. */
  readonly yugabytedb?: string;
  /** When given, every other rule is off. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** Levels of rules by id; they come before the config's. */
  readonly levels?: Readonly<Record<string, Level>>;
  readonly placeholders?: Readonly<Record<string, string>>;
  readonly onUnanalyzable?: 'error' | 'warn' | 'ignore';
}

/**
 * Lints files, folders and patterns as `xclint PATH…` does. Rejects with a `ConfigError` or `UsageError` where the request
 * cannot be carried out; a file that cannot be read is in `problems` of the result.
 */
export async function lintPaths(paths: readonly string[], options: LintOptions = {}): Promise<LintResult> {
  const { result } = await run({ ...requestOf(options), paths });
  return result;
}

/** Lints one text. `filename` says what it is called; where it names a migration, those before it are read too. */
export async function lintText(sql: string, options: LintOptions & { readonly filename?: string } = {}): Promise<LintResult> {
  const { result } = await run({
    ...requestOf(options),
    paths: ['-'],
    readStdin: () => new TextEncoder().encode(sql),
    stdinFilename: options.filename,
  });
  return result;
}

function requestOf(options: LintOptions): Omit<RunRequest, 'paths'> {
  const { cwd = process.cwd(), config, mode, yugabytedb, only, skip, levels, placeholders, onUnanalyzable } = options;
  return {
    config: { cwd, configPath: typeof config === 'string' ? config : null, search: config !== false, ruleIds: RULE_IDS, flags: { mode, yugabytedb } },
    only: only ?? [],
    skip: skip ?? [],
    levels: new Map(Object.entries(levels ?? {})),
    placeholders: new Map(Object.entries(placeholders ?? {})),
    onUnanalyzable,
  };
}

export { RULES } from '../rules/index.js';
export { ConfigError, UsageError } from './config/errors.js';
export type { Diagnostic, Fix, LintResult, Summary, TextEdit, ToolProblem } from './linter/result.js';
export type * from './rule.js';
export { MODES } from './xcluster/mode.js';
