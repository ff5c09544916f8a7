import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { lint, type LintOptions, type RootSettings, type RootToLint } from '../../src/linter/lint.js';
import type { Diagnostic, LintResult } from '../../src/linter/result.js';
import type { ChangeRule, Clause, Problem, Rule, RuleMeta, StateRule } from '../../src/rule.js';
import type { Migration } from '../../src/sql/migration.js';
import { Parser } from '../../src/sql/parser.js';
import { MODES } from '../../src/xcluster/mode.js';
import { parseVersion, type Version } from '../../src/xcluster/version.js';

export const PARSER = new Parser(new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm'))));

export function version(text: string): Version {
  const parsed = parseVersion(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

/** Migrations by name, in the order in which they run. What follows a line `-- +down` is a down part. */
export type Texts = Readonly<Record<string, string>>;

export interface Setup {
  readonly settings?: Partial<RootSettings>;
  readonly options?: Partial<LintOptions>;
  /** Which files are chosen; all without it. */
  readonly chosen?: readonly string[];
  readonly wrapsTransaction?: boolean;
  readonly path?: string;
}

export function rootOf(texts: Texts, setup: Setup = {}): RootToLint {
  const { settings, chosen, wrapsTransaction = false, path = 'db' } = setup;
  const migrations = Object.entries(texts).map(
    ([name, text]): Migration => ({
      file: { path: `${path}/${name}`, chunks: () => [Buffer.from(text)] },
      version: /^\d+/.exec(name)?.[0] ?? null,
      direction: 'up',
      wrapsTransaction,
      readDirective: (comment) => (comment === '-- +down' ? { direction: 'down', boundary: true } : null),
      chosen: chosen?.includes(name) ?? true,
    }),
  );
  return {
    root: { path, tool: 'plain', reason: '', migrations },
    settings: {
      mode: 'bidirectional',
      version: version('2025.2'),
      clusters: ['cluster A', 'cluster B'],
      siteColumns: [],
      declaredRoles: new Set(),
      declaredTablespaces: new Set(),
      colocated: false,
      replicatingSince: null,
      isReplicatedName: () => true,
      levelFor: () => undefined,
      ...settings,
    },
  };
}

export function lintRoots(roots: readonly RootToLint[], rules: readonly Rule[], options: Partial<LintOptions> = {}): LintResult {
  return lint(roots, {
    rules,
    parser: PARSER,
    placeholders: new Map(),
    requireReason: false,
    unsuppressable: [],
    onUnanalyzable: 'warn',
    docsUrl: (id) => `https://example.org/${id}.md`,
    printHelp: (help) => help.text,
    today: '2026-11-23',
    now: () => 0,
    debug: false,
    ...options,
  });
}

export function lintTexts(texts: Texts | string, rules: readonly Rule[], setup: Setup = {}): LintResult {
  return lintRoots([rootOf(typeof texts === 'string' ? { '1.sql': texts } : texts, setup)], rules, setup.options);
}

/** `file:line:column rule message`, one for each finding. */
export function lines(result: LintResult): readonly string[] {
  return result.diagnostics.map(show);
}

export function show({ file, range, ruleId, message }: Diagnostic): string {
  return `${file.replace(/^db\//, '')}:${String(range.start.line)}:${String(range.start.column)} ${ruleId} ${message}`;
}

export function meta(id: string, levels: Partial<RuleMeta['severity']> = {}): RuleMeta {
  const severity: RuleMeta['severity'] = {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'error',
    ...levels,
  };
  return {
    id,
    topic: 'keys',
    summary: `Disallow ${id}.`,
    rationale: 'Because.',
    remedy: 'Do not.',
    confidence: 'documented',
    severity,
    citations: [{ title: 'T', url: 'https://example.org', fact: 'F', checked: '2026-11-23' }],
  };
}

export function everywhere(level: 'error' | 'warning' | 'info' | 'off'): RuleMeta['severity'] {
  const [b, n, m, s, a] = MODES;
  return { [b]: level, [n]: level, [m]: level, [s]: level, [a]: level };
}

export function problem(clause: Clause, object: string, rest: Partial<Problem> = {}): Problem {
  return { clause, object, message: () => object, help: () => ({ text: '' }), ...rest };
}

/** A state rule about serial columns. */
export const NO_SERIAL: StateRule = {
  ...meta('no-serial'),
  kind: 'state',
  on: {
    *table(table, context) {
      if (!context.isReplicated(table)) return;
      for (const column of table.columns) {
        if (column.serial !== null) yield problem(column.typeClause, `${table.schema}.${table.name}.${column.name}`);
      }
    },
  },
};

/** A state rule about unique indexes. */
export const NO_UNIQUE: StateRule = {
  ...meta('no-unique'),
  kind: 'state',
  on: {
    *index(index, table) {
      if (index.unique && !index.primary) yield problem(index.origin, `${table.schema}.${table.name}.${index.name}`);
    },
  },
};

/** A change rule about TRUNCATE of tables that are older than the file. */
export const NO_TRUNCATE: ChangeRule = {
  ...meta('no-truncate'),
  kind: 'change',
  on: {
    *truncate(change, context) {
      for (const table of change.tables) {
        if (context.isReplicated(table) && !context.isNewInFile(table)) yield problem(change.clause, `${table.schema}.${table.name}`);
      }
    },
  },
};
