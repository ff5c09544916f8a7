import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { makeFix } from '../src/fixer/fix.js';
import { printHelp } from '../src/fixer/print.js';
import { loadPrinter } from '../src/fixer/to-sql.js';
import { BUILT_IN_IDS } from '../src/linter/levels.js';
import { lint } from '../src/linter/lint.js';
import type { Diagnostic, Fix, LintResult } from '../src/linter/result.js';
import type { FolderView } from '../src/project/tool.js';
import { TOOLS } from '../src/project/tools/index.js';
import { plain } from '../src/project/tools/plain.js';
import type { Effect, ProposedFix } from '../src/rule.js';
import { REPORTERS, type ReportContext } from '../src/reporters/index.js';
import type { SourceFile } from '../src/source/source-file.js';
import type { Migration } from '../src/sql/migration.js';
import { Parser } from '../src/sql/parser.js';
import { MODES, type Mode } from '../src/xcluster/mode.js';
import { DEFAULT_VERSION, parseVersion, type Version } from '../src/xcluster/version.js';
import { RULE_FILES } from './rule-files.js';

/** One migration of a case. */
export interface CaseFile {
  readonly name: string;
  /** The SQL without the markers. */
  readonly sql: string;
  /** The rules expected at each line (1-based). */
  readonly expected: ReadonlyMap<number, readonly string[]>;
}

/** One section of a fixture. */
export interface Case {
  readonly kind: 'invalid' | 'valid';
  readonly title: string;
  readonly mode: Mode;
  readonly version: Version;
  /** Config `colocated`. */
  readonly colocated: boolean;
  /** Whether a tool sends each file as one text. */
  readonly sendsAtOnce: boolean;
  /** The migration tool's name; its comments and transactions hold, as far as they do without settings. */
  readonly tool: string;
  /** The rules expected at the root itself. */
  readonly expectedAtRoot: readonly string[];
  /** Config `roles` and `tablespaces`. */
  readonly roles: readonly string[];
  readonly tablespaces: readonly string[];
  /** Tables that are left out of replication, `schema.table`. */
  readonly notReplicated: readonly string[];
  readonly files: readonly CaseFile[];
}

const SECTION = /^--- (invalid|valid): (.+)$/;
const FILE = /^-- ([\w.-]+\.sql)$/;
const DIRECTIVE = /^-- ([a-z-]+): *(.*)$/;
const MARKER = /\s*-- expect: ?(.*)$/;

const ENCODER = new TextEncoder();
const PARSER = new Parser(new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm'))));
await loadPrinter();

/** The cases of a rule's fixture. Throws where the fixture is missing or says something that means nothing. */
export function readFixture(ruleId: string): readonly Case[] {
  const path = fileURLToPath(new URL(`rules/${ruleId}.sql`, import.meta.url));
  if (!existsSync(path)) throw new Error(`test/rules/${ruleId}.sql is missing`);
  const sections: { kind: Case['kind']; title: string; lines: string[] }[] = [];
  readFileSync(path, 'utf8').split('\n').forEach((line, index) => {
    const section = SECTION.exec(line);
    if (section?.[2] !== undefined) {
      sections.push({ kind: section[1] === 'valid' ? 'valid' : 'invalid', title: section[2], lines: [] });
    } else if (line.startsWith('---') || (sections.length === 0 && line !== '')) {
      throw new Error(`${ruleId}.sql:${String(index + 1)}: not a section: ${line}`);
    } else {
      sections.at(-1)?.lines.push(line);
    }
  });
  if (sections.length === 0) throw new Error(`${ruleId}.sql has no case`);
  return sections.map((section) => readCase(ruleId, section));
}

function readCase(ruleId: string, section: { kind: Case['kind']; title: string; lines: readonly string[] }): Case {
  const where = `${ruleId}.sql, "${section.title}"`;
  const directives = new Map<string, string>();
  const files: { name: string; lines: string[]; expected: Map<number, readonly string[]> }[] = [];
  for (const line of trimBlank(section.lines)) {
    const directive = DIRECTIVE.exec(line);
    const name = FILE.exec(line)?.[1];
    if (name !== undefined) {
      files.push({ name, lines: [], expected: new Map() });
    } else if (directive?.[1] !== undefined && files.length === 0) {
      directives.set(directive[1], directive[2] ?? '');
    } else {
      if (files.length === 0) files.push({ name: '001_example.sql', lines: [], expected: new Map() });
      const file = files.at(-1);
      const marker = MARKER.exec(line);
      file?.lines.push(line.replace(MARKER, ''));
      if (marker !== null && file !== undefined) file.expected.set(file.lines.length, (marker[1] ?? '').split(/[ ,]+/).filter((id) => id !== ''));
    }
  }
  const unknown = [...directives.keys()].filter((key) => !['mode', 'version', 'colocated', 'not-replicated', 'sends-at-once', 'roles', 'tablespaces', 'tool', 'expect-at-root'].includes(key));
  if (unknown.length > 0) throw new Error(`${where}: unknown directive ${unknown.join(', ')}`);
  const mode = MODES.find((candidate) => candidate === (directives.get('mode') ?? MODES[0]));
  if (mode === undefined) throw new Error(`${where}: unknown mode`);
  const version = parseVersion(directives.get('version') ?? DEFAULT_VERSION);
  if ('problem' in version) throw new Error(`${where}: ${version.problem}`);
  const expectedAtRoot = namesIn(directives.get('expect-at-root'));
  const expectations = [...expectedAtRoot, ...files.flatMap((file) => [...file.expected.values()].flat())];
  if (section.kind === 'invalid' && !expectations.includes(ruleId)) throw new Error(`${where}: an invalid case without a marker of the rule`);
  // Nobody would notice whether it is right.
  const unchecked = expectations.filter((id) => id !== ruleId && !BUILT_IN_IDS.some((builtIn) => builtIn === id));
  if (unchecked.length > 0) throw new Error(`${where}: a marker of another rule, ${unchecked.join(', ')}`);
  const colocated = directives.get('colocated') ?? 'false';
  if (colocated !== 'true' && colocated !== 'false') throw new Error(`${where}: colocated is true or false`);
  if (section.kind === 'valid' && expectations.length > 0) throw new Error(`${where}: a valid case with a marker`);
  return {
    kind: section.kind,
    title: section.title,
    mode,
    version,
    colocated: colocated === 'true',
    sendsAtOnce: directives.get('sends-at-once') === 'true',
    tool: directives.get('tool') ?? 'plain',
    expectedAtRoot,
    roles: namesIn(directives.get('roles')),
    tablespaces: namesIn(directives.get('tablespaces')),
    notReplicated: namesIn(directives.get('not-replicated')),
    files: files.map((file) => ({ name: file.name, sql: `${trimBlank(file.lines).join('\n')}\n`, expected: file.expected })),
  };
}

/** Lints the case with every rule at its own level. */
export function lintCase(example: Case): LintResult {
  const tool = TOOLS.find(({ name }) => name === example.tool) ?? plain;
  const migrations = example.files.map(({ name, sql }): Migration => ({
    file: sourceFile(name, sql),
    version: /^\d+/.exec(name)?.[0] ?? null,
    direction: 'up',
    wrapsTransaction: tool.runsInTransaction?.(NO_FOLDER, name, () => sql) ?? tool.wrapsTransaction,
    sendsAtOnce: example.sendsAtOnce || tool.sendsAtOnce === true,
    ...(tool.transactions === undefined ? {} : { transactions: tool.transactions }),
    ...(tool.leavesTransaction === undefined ? {} : { leavesTransaction: tool.leavesTransaction }),
    // Of plain files it would know every tool's comments.
    readDirective: tool === plain ? () => null : tool.readDirective,
    chosen: true,
  }));
  const settings = {
    mode: example.mode,
    version: example.version,
    clusters: ['cluster A', 'cluster B'] as const,
    siteColumns: ['site', 'region', 'cluster', 'home_region'],
    declaredRoles: new Set(example.roles),
    declaredTablespaces: new Set(example.tablespaces),
    colocated: example.colocated,
    replicatingSince: null,
    isReplicatedName: (name: { readonly schema: string; readonly name: string }) => !example.notReplicated.includes(`${name.schema}.${name.name}`),
    levelFor: () => undefined,
  };
  return lint([{ root: { path: 'migrations', tool: example.tool, reason: '', migrations }, settings }], {
    rules: RULE_FILES.map(({ rule }) => rule),
    parser: PARSER,
    placeholders: new Map(),
    requireReason: false,
    unsuppressable: [],
    onUnanalyzable: 'warn',
    docsUrl: () => '',
    printHelp: (help) => printHelp(help, PARSER),
    printFix,
    today: '2026-11-23',
    now: () => 0,
    debug: true,
  });
}

/** What the rule said of the case, as the text report shows it, without the summary. */
export function renderFindings(example: Case, diagnostics: readonly Diagnostic[], result: LintResult): string {
  const lines = new Map(example.files.map(({ name, sql }) => [name, sql.split('\n')]));
  const context: ReportContext = {
    color: false,
    level: 'info',
    maxDiagnostics: Infinity,
    quiet: false,
    tool: { name: 'xclint', version: '0.0.0' },
    rootUri: 'file:///',
    excerpt: (file, line) => lines.get(file)?.[line - 1],
    rule: () => undefined,
  };
  const report = [...REPORTERS.text({ ...result, diagnostics }, context)].join('');
  const summary = report.lastIndexOf('\n\n');
  return summary === -1 ? '' : report.slice(0, summary);
}

/** What the fixes of linted cases say they change in the schema. */
export const EFFECTS = new WeakMap<Fix, readonly Effect[]>();

function printFix(proposed: ProposedFix): Fix | null {
  const fix = makeFix(proposed);
  if (fix !== null) EFFECTS.set(fix, proposed.effects);
  return fix;
}

/** The files of a case stand in none. */
const NO_FOLDER: FolderView = { path: '', name: '', names: new Set(), parent: undefined, child: () => undefined, head: () => '', read: () => undefined };

function sourceFile(path: string, text: string): SourceFile {
  return { path, chunks: () => [ENCODER.encode(text)] };
}

function namesIn(list: string | undefined): readonly string[] {
  return (list ?? '').split(/ *, */).filter((name) => name !== '');
}

function trimBlank(lines: readonly string[]): readonly string[] {
  const isBlank = (line: string | undefined): boolean => line?.trim() === '';
  let start = 0;
  let end = lines.length;
  while (start < end && isBlank(lines[start])) start += 1;
  while (end > start && isBlank(lines[end - 1])) end -= 1;
  return lines.slice(start, end);
}
