import { RULES } from '../../rules/index.js';
import { levelsOf, loadConfig, type ConfigRequest, type ResolvedConfig } from '../config/config.js';
import { loadCodeParser } from '../embedded/parse.js';
import { isCode } from '../project/code.js';
import { makeFix } from '../fixer/fix.js';
import { printHelp } from '../fixer/print.js';
import { loadPrinter } from '../fixer/to-sql.js';
import { BUILT_IN_IDS } from '../linter/levels.js';
import { lint } from '../linter/lint.js';
import type { LintResult, ToolProblem } from '../linter/result.js';
import { findMigrations, NothingFoundError, type FoundMigrations, type FoundRoot } from '../project/find.js';
import type { Level, RuleMeta } from '../rule.js';
import type { Parser } from '../sql/parser.js';
import { createParser } from './grammar.js';
import { milliseconds } from './terminal.js';
import { docsUrl } from './tool.js';

/** Everything that a config may name as a rule. */
export const RULE_IDS: readonly string[] = [...RULES.map((rule) => rule.id), ...BUILT_IN_IDS];

/** The facts about a rule; undefined for the findings that are no rule's. */
export function findRule(id: string): RuleMeta | undefined {
  return RULES.find((rule) => rule.id === id);
}

/** What to lint and how; whatever is left out is the config's. */
export interface RunRequest {
  readonly config: ConfigRequest;
  /** Files, folders, patterns, `-` for standard input; empty: what the config says, else the detected tool's folder. */
  readonly paths: readonly string[];
  readonly readStdin?: (() => Uint8Array) | undefined;
  readonly stdinFilename?: string | undefined;
  /** Whether a path that matches no file is no mistake. */
  readonly allowUnmatched?: boolean;
  /** When not empty, every other rule is off. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** Come before what the config says. */
  readonly levels?: ReadonlyMap<string, Level>;
  /** Are added to the config's. */
  readonly placeholders?: ReadonlyMap<string, string>;
  readonly requireReason?: boolean | undefined;
  readonly onUnanalyzable?: 'error' | 'warn' | 'ignore' | undefined;
  /** Whether only people read the result, who are told of fixes, and nobody makes them. */
  readonly forPeople?: boolean;
  readonly debug?: boolean;
  readonly onFile?: ((done: number, total: number) => void) | undefined;
}

/** So much text (UTF-16 units) is read again merely to tell of a fix: a tenth of a second. */
const READ_AGAIN_TO_TELL = 1 << 17;

/** The migrations of a run, found and not yet read. */
export interface Project {
  readonly config: ResolvedConfig;
  readonly roots: readonly FoundRoot[];
  readonly files: FoundMigrations['files'];
  readonly problems: readonly ToolProblem[];
  readonly notes: LintResult['notes'];
  readonly parser: Parser;
  readonly placeholders: ReadonlyMap<string, string>;
}

function find(request: RunRequest, config: ResolvedConfig): FoundMigrations {
  return findMigrations({
    paths: request.paths,
    config,
    cwd: request.config.cwd,
    stdin: request.readStdin ?? null,
    stdinFilename: request.stdinFilename ?? null,
    readHistory: true,
  });
}

/** The config, and the migrations that a run would judge; null where it would find none. Throws `ConfigError` and `UsageError`. */
export async function findOnly(request: RunRequest): Promise<{ readonly resolved: ResolvedConfig; readonly found: FoundMigrations | null }> {
  const resolved = await loadConfig(request.config);
  try {
    return { resolved, found: find(request, resolved) };
  } catch (error) {
    if (error instanceof NothingFoundError) return { resolved, found: null };
    throw error;
  }
}

/** A root and its migrations in the order of the run, as `--print-config` tells them; `transaction`: whether the tool opens one, before any directive in the file. */
export function describeRoot({ path, tool, reason, migrations }: FoundRoot): object {
  return {
    path,
    tool,
    reason,
    migrations: migrations.map(({ file, version, direction, wrapsTransaction, chosen }) => ({ file: file.path, version, direction, transaction: wrapsTransaction, judged: chosen })),
  };
}

/** Loads the config, finds the migrations and makes the parser. Throws `ConfigError` and `UsageError`. */
export async function openProject(request: RunRequest): Promise<Project> {
  const config = await loadConfig(request.config);
  const { cwd } = request.config;
  const { roots, files, notes, ...found } = find(request, config);
  if (roots.some(({ migrations }) => migrations.some(({ file }) => isCode(file.path)))) await loadCodeParser();
  const problems = request.allowUnmatched === true ? found.problems.filter(({ kind }) => kind !== 'unmatched-path') : found.problems;
  const placeholders = new Map([...config.placeholders, ...(request.placeholders ?? [])]);
  return { config, roots, files, problems, notes, parser: createParser([...files], cwd), placeholders };
}

/** Lints: the one way from files to findings, for the command line and the library. */
export async function run(request: RunRequest): Promise<{ readonly result: LintResult; readonly project: Project }> {
  const project = await openProject(request);
  return { result: await judge(project, request), project };
}

/** Lints the migrations that were found. */
export async function judge(project: Project, request: RunRequest): Promise<LintResult> {
  const { config, roots, parser, placeholders } = project;
  const levelFor = levelsIn(request, config);
  const declared = { declaredRoles: new Set(config.roles), declaredTablespaces: new Set(config.tablespaces) };
  const result = lint(
    roots.map((root) => ({ root, settings: { ...root.config, ...declared, levelFor } })),
    {
      rules: RULES,
      parser,
      placeholders,
      requireReason: request.requireReason ?? config.requireReason,
      unsuppressable: config.unsuppressable,
      onUnanalyzable: request.onUnanalyzable ?? config.onUnanalyzable,
      docsUrl,
      printHelp: (help) => printHelp(help, parser),
      printFix: makeFix,
      mostReadAgain: request.forPeople === true ? READ_AGAIN_TO_TELL : undefined,
      today: new Date().toISOString().slice(0, 10),
      now: milliseconds,
      debug: request.debug ?? false,
      ...(request.onFile === undefined ? {} : { onFile: request.onFile }),
    },
  );
  // Findings print their SQL when they are asked for it.
  if (result.diagnostics.length > 0) await loadPrinter();
  return {
    ...result,
    // A text that is computed late may still bring a bug of ours to light.
    get problems() {
      return [...project.problems, ...result.problems];
    },
    notes: [...project.notes, ...result.notes],
  };
}

/** What flags and config say of a rule's level: a level for the rule, then the choice of rules, then the config. */
function levelsIn({ config: { cwd }, only = [], skip = [], levels }: RunRequest, config: ResolvedConfig): (ruleId: string, file: string) => Level | undefined {
  const configured = levelsOf(config, cwd);
  const left = new Set(RULES.map((rule) => rule.id).filter((id) => only.length > 0 && !only.includes(id)));
  for (const id of skip) left.add(id);
  return (ruleId, file) => levels?.get(ruleId) ?? (left.has(ruleId) ? 'off' : configured(ruleId, file));
}
