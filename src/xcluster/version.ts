import { MODE_FACTS, type Mode } from './mode.js';
import { findNearest } from './nearest.js';

/** A release of YugabyteDB. */
export interface Version {
  /** As it was asked for, without a leading `v` and a build number: `2025.2`, `2024.1.6.1`. */
  readonly text: string;
  /** The release series: `2025.2`, `2.20`. */
  readonly series: string;
  /** Four numbers; for a series those of its newest known point release. */
  readonly parts: readonly [number, number, number, number];
}

/** A stable release series. */
export interface ReleaseSeries {
  readonly series: string;
  /** The newest point release that these facts know. */
  readonly newest: string;
  /** The major version of PostgreSQL that YSQL is built on. */
  readonly postgres: 11 | 15;
  /** `LTS`: long-term support, `STS`: standard-term. */
  readonly support: 'LTS' | 'STS';
  readonly source: string;
}

const RELEASES = 'https://docs.yugabyte.com/stable/releases/ybdb-releases';

/** The stable series in order, as the release notes had them on 2026-11-23. */
export const KNOWN_SERIES: readonly ReleaseSeries[] = [
  { series: '2.14', newest: '2.14.17.0', postgres: 11, support: 'LTS', source: `${RELEASES}/end-of-life/v2.14/` },
  { series: '2.16', newest: '2.16.9.0', postgres: 11, support: 'STS', source: `${RELEASES}/end-of-life/v2.16/` },
  { series: '2.18', newest: '2.18.9.0', postgres: 11, support: 'STS', source: `${RELEASES}/end-of-life/v2.18/` },
  { series: '2.20', newest: '2.20.12.0', postgres: 11, support: 'LTS', source: `${RELEASES}/end-of-life/v2.20/` },
  { series: '2024.1', newest: '2024.1.6.1', postgres: 11, support: 'STS', source: `${RELEASES}/end-of-life/v2024.1/` },
  { series: '2024.2', newest: '2024.2.11.0', postgres: 11, support: 'LTS', source: `${RELEASES}/v2024.2/` },
  { series: '2025.1', newest: '2025.1.4.0', postgres: 15, support: 'STS', source: `${RELEASES}/v2025.1/` },
  { series: '2025.2', newest: '2025.2.8.0', postgres: 15, support: 'LTS', source: `${RELEASES}/v2025.2/` },
  { series: '2026.1', newest: '2026.1.2.0', postgres: 15, support: 'STS', source: `${RELEASES}/v2026.1/` },
];

/** The newest series with long-term support: what is assumed where nobody says. */
export const DEFAULT_VERSION = '2025.2';

/**
 * The first release of each series in which something holds, for questions that rules have in common. Later series
 * inherit, as with the levels of rules.
 */
export const FIRST_RELEASES = {
  /** `gen_random_uuid()` without the extension pgcrypto: in PostgreSQL's core since 13. */
  randomUuidInCore: ['2025.1'],
  /** An index created on both clusters of a bidirectional pair joins replication by itself (yugabyte-db issue 25744). */
  bidirectionalIndexJoins: ['2024.2.2'],
  /** In automatic mode pg_cron runs jobs on the primary only (commit D45330, tag 2025.1.1.0-b56). */
  cronFollowsPrimary: ['2025.1.1'],
  /** A type change that leaves the table alone no longer rewrites a plain index (technical advisory TA-24007). */
  plainIndexSurvivesTypeChange: ['2024.2.9', '2025.1.4', '2025.2.3'],
  /** A nonconcurrent index on a table that is replicated in a mode other than automatic is refused (yugabyte-db issue 27006). */
  nonconcurrentIndexRefused: ['2025.1'],
  /** Automatic mode replicates schema changes in blocks and functions (the README of its extension in 2025.2; the source of 2025.1 refuses them). */
  nestedSchemaChanges: ['2025.2'],
  /** Automatic mode replicates type changes and added serial columns (async-transactional-setup-automatic: its first release). */
  automaticTypeChange: ['2025.2.1'],
  /** The first release that the documentation admits to automatic mode; before it colocated tables and several schema changes in one text are refused. */
  automaticModeComplete: ['2025.2.1'],
  /** The standby takes a second schema change of a table outside the current schema (yugabyte-db issue 30529). */
  schemaChangesOutsideCurrentSchema: ['2025.2.3'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const VERSION = /^v?(\d{1,4})\.(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?(?:-b\d+)?$/i;

/**
 * Reads a version as people write it: `2025.2`, `v2024.1.6.1`, `2025.2.1.0-b12`. A series means its newest known point
 * release, missing parts are 0. A version newer than every known one is taken. Where it cannot be used `problem` is a
 * whole sentence: previews, series that never were, series older than the facts, and what is no version at all.
 */
export function parseVersion(text: string): Version | { readonly problem: string } {
  const trimmed = text.trim();
  const match = VERSION.exec(trimmed);
  if (match === null) return { problem: `"${text}" is not a YugabyteDB version${suggest(trimmed)} Write a series ("${DEFAULT_VERSION}") or a release ("2024.2.6.1").` };
  const [, first, second, third, fourth] = match;
  const parts = [Number(first), Number(second), Number(third ?? 0), Number(fourth ?? 0)] as const;
  const series = `${String(parts[0])}.${String(parts[1])}`;
  const shown = trimmed.replace(/^v/i, '').replace(/-b\d+$/i, '');

  const known = KNOWN_SERIES.find((entry) => entry.series === series);
  if (known !== undefined) {
    return { text: shown, series, parts: third === undefined ? partsOf(known.newest) : parts };
  }
  if (parts[0] === 2 && parts[1] % 2 === 1) {
    return { problem: `YugabyteDB ${shown} is a preview release, and xclint knows only stable ones${nextStable(parts)}` };
  }
  if (isLaterThanKnown(parts)) return { text: shown, series, parts };
  const [oldest] = KNOWN_SERIES;
  if (oldest !== undefined && compareParts(parts, partsOf(oldest.series)) < 0) {
    return { problem: `YugabyteDB ${shown} is older than ${oldest.series}, the oldest series that xclint knows.` };
  }
  return { problem: `There is no YugabyteDB series ${series}${suggest(series)} Known series: ${KNOWN_SERIES.map((entry) => entry.series).join(', ')}.` };
}

/** Negative where `a` is the older one; `2.x` comes before `2024`. */
export function compareVersions(a: Version, b: Version): number {
  return compareParts(a.parts, b.parts);
}

/**
 * The position in `releases` of the threshold that holds for the version: the newest one of the version's own series that
 * is not newer than the version; where its series has none at all, the newest one of all earlier series. -1 where the
 * version comes before all of them, or before those of its own series.
 */
export function findThreshold(version: Version, releases: readonly string[]): number {
  let best = -1;
  let bestParts: Version['parts'] | undefined;
  let hasOwn = false;
  releases.forEach((release, position) => {
    const parts = partsOf(release);
    const own = isSameSeries(parts, version.parts);
    if (own && !hasOwn) {
      // What earlier series say no longer counts: this series has thresholds of its own.
      hasOwn = true;
      best = -1;
      bestParts = undefined;
    }
    if (own !== hasOwn || compareParts(parts, version.parts) > 0) return;
    if (bestParts !== undefined && compareParts(parts, bestParts) < 0) return;
    best = position;
    bestParts = parts;
  });
  return best;
}

/** Whether the version has what came with these releases (one for each series it was brought to; later series inherit). */
export function hasReached(version: Version, releases: readonly string[]): boolean {
  return findThreshold(version, releases) >= 0;
}

/** Whether this release of YugabyteDB has the replication mode. */
export function isModeAvailable(mode: Mode, version: Version): boolean {
  const { since } = MODE_FACTS[mode];
  return since === null || compareParts(version.parts, partsOf(since)) >= 0;
}

/** The sentence for a mode that the version does not have; null where it has it. */
export function explainMissingMode(mode: Mode, version: Version): string | null {
  if (isModeAvailable(mode, version)) return null;
  return `Mode "${mode}" needs YugabyteDB ${MODE_FACTS[mode].since ?? ''} or later, and "yugabytedb" says ${version.text}.`;
}

/** A series is its first release here: thresholds begin somewhere, they do not follow the newest point release. */
function partsOf(release: string): Version['parts'] {
  const [first = 0, second = 0, third = 0, fourth = 0] = release.split('.').map(Number);
  return [first, second, third, fourth];
}

function compareParts(a: Version['parts'], b: Version['parts']): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}

function isSameSeries(a: Version['parts'], b: Version['parts']): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** Later series are named by year and half: nobody will ever release 2026.7. */
function isLaterThanKnown(parts: Version['parts']): boolean {
  const newest = KNOWN_SERIES.at(-1);
  const hasForm = parts[0] >= 2024 && parts[0] < 2100 && (parts[1] === 1 || parts[1] === 2);
  return hasForm && newest !== undefined && compareParts(parts, partsOf(newest.series)) > 0;
}

function suggest(text: string): string {
  const bare = text.replace(/^v/i, '');
  const newestFirst = KNOWN_SERIES.map((entry) => entry.series).reverse();
  const nearest = newestFirst.find((series) => series.startsWith(`${bare}.`)) ?? findNearest(bare, newestFirst);
  return nearest === undefined ? '.' : `; did you mean "${nearest}"?`;
}

function nextStable(parts: Version['parts']): string {
  const next = KNOWN_SERIES.find((entry) => compareParts(partsOf(entry.series), parts) > 0);
  return next === undefined ? '.' : `; the stable series after it is ${next.series}.`;
}
