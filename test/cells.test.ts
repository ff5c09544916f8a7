import { describe, expect, it } from 'vitest';
import { RULES } from '../rules/index.js';
import { levelIn } from '../src/linter/severity.js';
import { isModeAvailable, parseVersion } from '../src/xcluster/version.js';
import { MODES } from '../src/xcluster/mode.js';
import { xclint } from './cli/command-line.js';

// Written by hand from the specification of the rules, not from their code: bidirectional, non-transactional, manual,
// semi-automatic, automatic. E error, W warning, I info, - off.
const CELLS: Readonly<Record<string, string>> = {
  'no-unique-constraint': 'E I - - -',
  'no-trigger': 'E I I I I',
  'no-serial': 'E W W W -',
  'no-identity': 'E W W W -',
  'no-sequence-default': 'E W W W -',
  'unreplicated-schema-change': 'W W W W -',
  'no-multi-table-transaction': 'W W - - -',
  'require-primary-key': 'E W W W I',
  'no-natural-primary-key': 'W - - - -',
  'no-foreign-key': 'W I - - -',
  'no-cascading-foreign-key': 'W I - - -',
  'no-multi-column-check': 'I - - - -',
  'no-exclusion-constraint': 'E E E E E',
  'no-secondary-index': 'I - - - -',
  'no-covering-index': 'W - - - -',
  'no-range-sharding': '- - - - -',
  'require-explicit-sharding': 'I I I I -',
  'require-constraint-name': '- - I I -',
  'require-simultaneous-index': 'W - - - -',
  'no-create-index-in-transaction': 'E E E E I',
  'no-nonconcurrent-index': 'E E E E -',
  'no-index-on-partitioned-table': 'E E E E I',
  'no-blocking-unique-constraint': '- W W W I',
  'no-reindex': 'E E E E E',
  'no-truncate': 'E E E E -',
  'no-create-table-as': 'E E E E -',
  'no-create-table-as-from-temporary': '- - - - E',
  'no-materialized-view': 'W W W W -',
  'no-concurrent-refresh': '- - - - E',
  'no-user-defined-type': 'E E E E -',
  'no-array-of-domain': 'E E E E E',
  'no-row-type-column': 'E E E E E',
  'no-mixed-temporary-objects': '- - - - E',
  'no-column-reuse': 'W W W W -',
  'no-split-alter': 'W W W W -',
  'no-mixed-create-and-drop': 'W W W - -',
  'no-rename': 'W W W W W',
  'no-guarded-ddl': 'I I I I -',
  'no-dynamic-ddl': 'W W W W I',
  'no-event-trigger': 'W I I I W',
  'no-rewrite-rule': 'W I I I -',
  'no-table-rewrite': 'E E E E I',
  'no-index-rewrite': 'E E E E W',
  'no-clock-default-on-add-column': 'E E E E W',
  'no-alter-partitioned-type': 'E E E E E',
  // The newest known release of 2025.2 is past 2025.2.7.
  'no-vector-index': 'E E E E -',
  'no-data-change': 'W W E E -',
  'no-insert-before-replication': 'E E E - -',
  'no-lost-update': 'W - - - -',
  'no-upsert': 'W - - - -',
  'no-cross-cluster-lock': 'W - - - -',
  'no-notify': 'I I - - -',
  'no-scheduled-job': 'W W W W I',
  'no-sequence-rewind': 'W I I I W',
  'no-unsupported-extension': 'W W E W E',
  'require-colocation-id': 'E E E E -',
  'no-colocation-id': '- - - - E',
  'no-duplicate-colocation-id': 'E E E E E',
  'no-unsupported-statement': '- - - - E',
  'no-uncaptured-statement': '- - - - W',
  'no-replication-internals': 'W W W W E',
  'no-global-object': 'W W W W W',
  'no-publication': 'W I I I W',
  'no-search-path-dependence': 'I I I I E',
  'no-replicated-migration-history': 'W W W W -',
  'no-undeclared-role': '- - - - W',
};

/** Where a release decides: the rule, the version, its five cells (a mode that the version does not have: ?). */
const BY_VERSION: readonly (readonly [rule: string, version: string, cells: string])[] = [
  ['no-range-sharding', '2.18', 'E E E ? ?'],
  ['no-range-sharding', '2.20.10.9', 'E E E ? ?'],
  ['no-range-sharding', '2.20.11', '- - - ? ?'],
  ['no-range-sharding', '2024.1.1', 'E E E ? ?'],
  ['no-range-sharding', '2024.1.2', 'E E E E ?'],
  ['no-range-sharding', '2024.1.6.0', 'E E E E ?'],
  ['no-range-sharding', '2024.1.6.1', '- - - - ?'],
  ['no-range-sharding', '2024.2', '- - - - ?'],
  ['no-range-sharding', '2024.2.3.0', 'E E E E ?'],
  ['no-range-sharding', '2024.2.3.1', '- - - - ?'],
  ['no-range-sharding', '2025.1', '- - - - -'],
  ['no-range-sharding', '2026.1', '- - - - -'],
  ['no-vector-index', '2024.2', 'E E E E ?'],
  ['no-vector-index', '2025.1', 'E E E E E'],
  ['no-vector-index', '2025.2.6.9', 'E E E E E'],
  ['no-vector-index', '2025.2.7', 'E E E E -'],
  ['no-vector-index', '2026.1', 'E E E E W'],
  ['no-vector-index', '2030.1', 'E E E E W'],
  ['require-simultaneous-index', '2.20', 'E - - ? ?'],
  ['require-simultaneous-index', '2024.1', 'E - - - ?'],
  ['require-simultaneous-index', '2024.2.1.9', 'E - - - ?'],
  ['require-simultaneous-index', '2024.2.2', 'W - - - ?'],
  ['require-simultaneous-index', '2025.1.0', 'W - - - -'],
  ['no-truncate', '2024.2', 'E E E E ?'],
  ['no-truncate', '2025.1.0.9', 'E E E E E'],
  ['no-truncate', '2025.1.1', 'E E E E -'],
  ['no-truncate', '2025.2.0', 'E E E E -'],
  ['no-truncate', '2026.1', 'E E E E -'],
  ['no-create-index-in-transaction', '2024.2', 'E E E E ?'],
  ['no-nonconcurrent-index', '2025.1', 'E E E E -'],
  ['no-create-table-as', '2025.1', 'E E E E E'],
  ['no-create-table-as', '2025.2.0.9', 'E E E E E'],
  ['no-create-table-as', '2025.2.1', 'E E E E -'],
  ['no-create-table-as', '2026.1', 'E E E E -'],
  ['no-materialized-view', '2025.2.0', 'W W W W E'],
  ['no-materialized-view', '2025.2.1', 'W W W W -'],
  ['no-concurrent-refresh', '2025.2.0', '- - - - -'],
  ['no-concurrent-refresh', '2025.2.1', '- - - - E'],
  ['no-concurrent-refresh', '2026.1', '- - - - E'],
  ['no-scheduled-job', '2024.2', 'W W W W ?'],
  ['no-scheduled-job', '2025.1.0.9', 'W W W W W'],
  ['no-scheduled-job', '2025.1.1', 'W W W W I'],
  ['no-scheduled-job', '2025.2.0', 'W W W W I'],
  ['no-scheduled-job', '2026.1', 'W W W W I'],
  ['no-dynamic-ddl', '2024.2', 'W W W W ?'],
  ['no-dynamic-ddl', '2025.1.0', 'W W W W E'],
  ['no-dynamic-ddl', '2025.1.4', 'W W W W E'],
  ['no-dynamic-ddl', '2025.2.0', 'W W W W I'],
  ['no-dynamic-ddl', '2026.1', 'W W W W I'],
  ['no-table-rewrite', '2.20', 'E E E ? ?'],
  ['no-table-rewrite', '2024.2', 'E E E E ?'],
  ['no-table-rewrite', '2025.1', 'E E E E E'],
  ['no-table-rewrite', '2025.2.0.9', 'E E E E E'],
  ['no-table-rewrite', '2025.2.1', 'E E E E I'],
  ['no-table-rewrite', '2026.1', 'E E E E I'],
  ['no-index-rewrite', '2025.1', 'E E E E E'],
  ['no-index-rewrite', '2025.2.0.9', 'E E E E E'],
  ['no-index-rewrite', '2025.2.1', 'E E E E W'],
  ['no-index-rewrite', '2026.1', 'E E E E W'],
  ['no-clock-default-on-add-column', '2025.1', 'E E E E W'],
  ['no-alter-partitioned-type', '2.20', 'E E E ? ?'],
  ['no-serial', '2.20', 'E W W ? ?'],
  ['no-serial', '2026.1', 'E W W W -'],
];

const LETTERS = { error: 'E', warning: 'W', info: 'I', off: '-' } as const;

function cellsOf(ruleId: string, text: string): string {
  const rule = RULES.find(({ id }) => id === ruleId);
  const version = parseVersion(text);
  if (rule === undefined || 'problem' in version) throw new Error(`no rule ${ruleId}, or no version ${text}`);
  return MODES.map((mode) => (isModeAvailable(mode, version) ? LETTERS[levelIn(rule, mode, version)] : '?')).join(' ');
}

describe('the severities', () => {
  it('are specified for every rule', () => {
    expect(RULES.map(({ id }) => id).sort()).toEqual(Object.keys(CELLS).sort());
  });

  it.each(MODES)('in mode %s are told by `xclint rules`', async (mode) => {
    const { stdout } = await xclint(['rules', '--format', 'json', '--mode', mode, '--no-config'], { cwd: import.meta.dirname });
    const { rules } = JSON.parse(stdout) as { readonly rules: readonly { readonly id: string; readonly own: keyof typeof LETTERS; readonly level: string }[] };
    const column = MODES.indexOf(mode);
    expect(Object.fromEntries(rules.map(({ id, own }) => [id, LETTERS[own]]))).toEqual(Object.fromEntries(Object.entries(CELLS).map(([id, cells]) => [id, cells.split(' ')[column]])));
    expect(rules.every(({ own, level }) => own === level)).toBe(true);
  });

  it.each(Object.entries(CELLS))('of %s are %s', (ruleId, cells) => {
    expect(cellsOf(ruleId, '2025.2')).toBe(cells);
  });

  it.each(BY_VERSION)('of %s in %s are %s', (ruleId, version, cells) => {
    expect(cellsOf(ruleId, version)).toBe(cells);
  });
});
