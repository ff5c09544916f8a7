import { describe, expect, test } from 'vitest';
import { MODES, MODE_FACTS } from '../../src/xcluster/mode.js';
import { findNearest } from '../../src/xcluster/nearest.js';
import {
  compareVersions,
  DEFAULT_VERSION,
  explainMissingMode,
  FIRST_RELEASES,
  findThreshold,
  hasReached,
  isModeAvailable,
  KNOWN_SERIES,
  parseVersion,
  type Version,
} from '../../src/xcluster/version.js';

function version(text: string): Version {
  const parsed = parseVersion(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

describe('parseVersion', () => {
  const accepted: readonly (readonly [string, string, string, readonly number[]])[] = [
    ['2025.2', '2025.2', '2025.2', [2025, 2, 8, 0]],
    ['v2025.2', '2025.2', '2025.2', [2025, 2, 8, 0]],
    [' 2024.1.6.1 ', '2024.1.6.1', '2024.1', [2024, 1, 6, 1]],
    ['2024.2.6', '2024.2.6', '2024.2', [2024, 2, 6, 0]],
    ['2025.2.1.0-b12', '2025.2.1.0', '2025.2', [2025, 2, 1, 0]],
    ['2.20', '2.20', '2.20', [2, 20, 12, 0]],
    ['2.20.11.0', '2.20.11.0', '2.20', [2, 20, 11, 0]],
    ['2025.2.99.0', '2025.2.99.0', '2025.2', [2025, 2, 99, 0]],
    ['2026.2', '2026.2', '2026.2', [2026, 2, 0, 0]],
    ['2031.1.4', '2031.1.4', '2031.1', [2031, 1, 4, 0]],
  ];
  for (const [text, shown, series, parts] of accepted) {
    test(`reads "${text}" as ${parts.join('.')}`, () => {
      expect(parseVersion(text)).toEqual({ text: shown, series, parts });
    });
  }

  const refused: readonly (readonly [string, RegExp])[] = [
    ['2.21', /2\.21 is a preview release.*after it is 2024\.1\./],
    ['2.25.1.0', /2\.25\.1\.0 is a preview release/],
    ['2.19', /preview.*after it is 2\.20\./],
    ['2.12', /2\.12 is older than 2\.14/],
    ['1.3', /older than 2\.14/],
    ['2.22', /no YugabyteDB series 2\.22; did you mean "2\.20"/],
    ['2025.3', /no YugabyteDB series 2025\.3; did you mean "2025\.2"/],
    ['2024.0', /no YugabyteDB series 2024\.0/],
    ['2026.7', /no YugabyteDB series 2026\.7/],
    ['2025', /"2025" is not a YugabyteDB version; did you mean "2025\.2"\?/],
    ['2025,2', /did you mean "2025\.2"/],
    ['20252', /did you mean "2025\.2"/],
    ['latest', /"latest" is not a YugabyteDB version\. Write a series \("2025\.2"\)/],
    ['', /"" is not a YugabyteDB version/],
    ['2025.2.1.0.5', /not a YugabyteDB version/],
    ['2025.2.', /not a YugabyteDB version/],
    ['2025.2.x', /not a YugabyteDB version/],
    ['15', /not a YugabyteDB version\. /],
  ];
  for (const [text, message] of refused) {
    test(`refuses "${text}"`, () => {
      const parsed = parseVersion(text);
      expect('problem' in parsed && parsed.problem).toMatch(message);
    });
  }

  test('knows the default and every series with its newest release', () => {
    expect(KNOWN_SERIES.map((entry) => entry.series)).toContain(DEFAULT_VERSION);
    for (const entry of KNOWN_SERIES) expect(compareVersions(version(entry.series), version(entry.newest))).toBe(0);
  });
});

test('2.x comes before 2024, and parts compare as numbers', () => {
  const texts = ['2.14.17', '2.16', '2.18', '2.20.9', '2.20.11', '2024.1.6', '2024.1.6.1', '2024.2', '2025.1', '2026.1', '2027.2'];
  const shuffled = [...texts].reverse().map(version).sort(compareVersions);
  expect(shuffled.map((entry) => entry.text)).toEqual(texts);
});

describe('modes', () => {
  const table: readonly (readonly [string, readonly boolean[]])[] = [
    ['2.18', [true, true, true, false, false]],
    ['2024.1.1.9', [true, true, true, false, false]],
    ['2024.1.2.0', [true, true, true, true, false]],
    ['2024.2', [true, true, true, true, false]],
    ['2025.1.0.0', [true, true, true, true, true]],
    ['2030.1', [true, true, true, true, true]],
  ];
  for (const [text, available] of table) {
    test(`of ${text}: ${MODES.filter((_, index) => available[index]).join(', ')}`, () => {
      expect(MODES.map((mode) => isModeAvailable(mode, version(text)))).toEqual(available);
    });
  }

  test('a missing one is explained with the release that brings it', () => {
    expect(explainMissingMode('transactional-automatic', version('2024.2'))).toBe(
      'Mode "transactional-automatic" needs YugabyteDB 2025.1 or later, and "yugabytedb" says 2024.2.',
    );
    expect(explainMissingMode('transactional-automatic', version('2025.1'))).toBeNull();
  });

  test('each has a title and a description of one line', () => {
    for (const mode of MODES) {
      expect(MODE_FACTS[mode].title).not.toBe('');
      expect(MODE_FACTS[mode].description).toMatch(/^[^\n]+\.$/);
    }
  });
});

describe('thresholds', () => {
  test('gen_random_uuid() needs pgcrypto below 2025.1', () => {
    expect(hasReached(version('2024.2'), FIRST_RELEASES.randomUuidInCore)).toBe(false);
    expect(hasReached(version('2025.1.0.0'), FIRST_RELEASES.randomUuidInCore)).toBe(true);
    expect(hasReached(version('2.20'), FIRST_RELEASES.randomUuidInCore)).toBe(false);
  });

  test('a fix that was brought to three series counts in each from its own release', () => {
    const releases = FIRST_RELEASES.plainIndexSurvivesTypeChange;
    const table = { '2024.1': false, '2024.2.8': false, '2024.2.9': true, '2025.1.3': false, '2025.1.4': true, '2025.2.2': false, '2025.2.3': true, '2026.1.0.0': true };
    for (const [text, expected] of Object.entries(table)) expect([text, hasReached(version(text), releases)]).toEqual([text, expected]);
  });

  test('the order of the list does not matter', () => {
    expect(findThreshold(version('2025.1.5'), ['2025.2', '2025.1.4', '2024.2', '2025.1.1'])).toBe(1);
    expect(findThreshold(version('2024.1'), ['2025.2', '2.20.1'])).toBe(1);
    expect(findThreshold(version('2025.1.5'), [])).toBe(-1);
  });
});

describe('findNearest', () => {
  const known = ['no-serial', 'no-trigger', 'no-unique-constraint'];
  test('finds a swap, a missing letter, another case', () => {
    expect(findNearest('no-sreial', known)).toBe('no-serial');
    expect(findNearest('no-triger', known)).toBe('no-trigger');
    expect(findNearest('NO-UNIQUE-CONSTRAINTS', known)).toBe('no-unique-constraint');
  });
  test('finds nothing where nothing is near', () => {
    expect(findNearest('xyz', known)).toBeUndefined();
    expect(findNearest('', known)).toBeUndefined();
  });
});
