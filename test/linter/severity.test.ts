import { describe, expect, test } from 'vitest';
import { isWorse, levelIn } from '../../src/linter/severity.js';
import type { Level, ModeLevel, RuleMeta } from '../../src/rule.js';
import { parseVersion } from '../../src/xcluster/version.js';

function levels(cell: ModeLevel): Pick<RuleMeta, 'severity'> {
  return {
    severity: {
      bidirectional: cell,
      'non-transactional': 'off',
      'transactional-manual': 'off',
      'transactional-semi-automatic': 'off',
      'transactional-automatic': 'off',
    },
  };
}

/** The cells of the rules' table that depend on the version, each with the releases around its thresholds. */
const CELLS: Readonly<Record<string, { readonly cell: ModeLevel; readonly expected: Readonly<Record<string, Level>> }>> = {
  'a plain level': { cell: 'warning', expected: { '2.14': 'warning', '2026.1': 'warning', '2031.2': 'warning' } },
  'no-vector-index, automatic': {
    cell: [{ level: 'error' }, { from: '2025.2.7', level: 'off' }, { from: '2026.1', level: 'warning' }],
    expected: {
      '2024.2': 'error', '2025.1': 'error', '2025.2.0.0': 'error', '2025.2.6.9': 'error', '2025.2.7': 'off', '2025.2.7.0': 'off',
      '2025.2': 'off', '2025.2.9.1': 'off', '2026.1.0.0': 'warning', '2026.1': 'warning', '2026.2': 'warning', '2030.1': 'warning',
    },
  },
  'no-range-sharding': {
    cell: [{ level: 'error' }, { from: '2.20.11', level: 'off' }, { from: '2024.1.6.1', level: 'off' }, { from: '2024.2.3.1', level: 'off' }],
    expected: {
      '2.14': 'error', '2.18': 'error', '2.20.10.0': 'error', '2.20.11.0': 'off', '2.20.12.0': 'off', '2.20': 'off',
      '2024.1.0.0': 'error', '2024.1.6.0': 'error', '2024.1.6': 'error', '2024.1.6.1': 'off', '2024.1': 'off',
      '2024.2.0.0': 'error', '2024.2.3.0': 'error', '2024.2.3.1': 'off', '2024.2.4': 'off', '2024.2': 'off',
      '2025.1.0.0': 'off', '2025.2.0.0': 'off', '2026.1': 'off', '2040.2': 'off',
    },
  },
  'no-truncate, automatic': {
    cell: [{ level: 'error' }, { from: '2025.1.1', level: 'off' }],
    expected: { '2024.2': 'error', '2025.1.0.0': 'error', '2025.1.0.9': 'error', '2025.1.1.0': 'off', '2025.1': 'off', '2025.2.0.0': 'off', '2026.1': 'off' },
  },
  'require-simultaneous-index': {
    cell: [{ level: 'error' }, { from: '2024.2.2', level: 'warning' }],
    expected: { '2.20': 'error', '2024.1': 'error', '2024.2.1.9': 'error', '2024.2.2': 'warning', '2024.2': 'warning', '2025.1.0': 'warning' },
  },
  'no-create-table-as, automatic': {
    cell: [{ level: 'error' }, { from: '2025.2.1', level: 'off' }],
    expected: { '2025.1': 'error', '2025.2.0.0': 'error', '2025.2.0.9': 'error', '2025.2.1.0': 'off', '2025.2': 'off', '2026.1': 'off' },
  },
  'no-concurrent-refresh, automatic': {
    cell: [{ level: 'off' }, { from: '2025.2.1', level: 'error' }],
    expected: { '2025.1': 'off', '2025.2.0': 'off', '2025.2': 'error', '2026.2': 'error' },
  },
  'two thresholds in one series': {
    cell: [{ level: 'error' }, { from: '2025.1.1', level: 'warning' }, { from: '2025.1.3', level: 'info' }],
    expected: { '2025.1.0': 'error', '2025.1.1': 'warning', '2025.1.2.9': 'warning', '2025.1.3': 'info', '2025.2.0': 'info' },
  },
  'a threshold that ends in the next series': {
    cell: [{ level: 'info' }, { from: '2025.1', level: 'error' }, { from: '2025.2', level: 'info' }],
    expected: { '2024.2': 'info', '2025.1.0.0': 'error', '2025.1': 'error', '2025.2.0.0': 'info', '2026.1': 'info' },
  },
};

for (const [name, { cell, expected }] of Object.entries(CELLS)) {
  describe(name, () => {
    for (const [text, level] of Object.entries(expected)) {
      test(`is ${level} in ${text}`, () => {
        const version = parseVersion(text);
        if ('problem' in version) throw new Error(version.problem);
        expect(levelIn(levels(cell), 'bidirectional', version)).toBe(level);
        expect(levelIn(levels(cell), 'transactional-manual', version)).toBe('off');
      });
    }
  });
}

test('an error is worse than a warning, a warning than an info', () => {
  expect([isWorse('error', 'warning'), isWorse('warning', 'info'), isWorse('error', 'info')]).toEqual([true, true, true]);
  expect([isWorse('warning', 'error'), isWorse('info', 'info'), isWorse('error', 'error')]).toEqual([false, false, false]);
});
