import type { Level, ModeLevel, RuleMeta, Severity } from '../rule.js';
import type { Mode } from '../xcluster/mode.js';
import { findThreshold, type Version } from '../xcluster/version.js';

/** The level that a rule has by itself in a mode and version, see `ModeLevel`. */
export function levelIn(meta: Pick<RuleMeta, 'severity'>, mode: Mode, version: Version): Level {
  const cell = meta.severity[mode];
  if (typeof cell === 'string') return cell;
  const [before, ...later] = cell;
  const position = findThreshold(version, later.map((entry) => entry.from));
  return (later[position] ?? before).level;
}

/** A cell in words: `error`, `error; off from 2.20.11.0, 2024.1.6.1 and 2024.2.3.1`. */
export function describeLevel(level: ModeLevel): string {
  if (typeof level === 'string') return level;
  const [before, ...later] = level;
  const thresholds = new Map<Level, string[]>();
  for (const entry of later) thresholds.set(entry.level, [...(thresholds.get(entry.level) ?? []), entry.from]);
  const parts = [...thresholds].map(([then, releases]) => `${then} from ${releases.join(', ').replace(/, ([^,]*)$/, ' and $1')}`);
  return [before.level, ...parts].join('; ');
}

const RANKS: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** Whether `a` is worse than `b`. */
export function isWorse(a: Severity, b: Severity): boolean {
  return RANKS[a] > RANKS[b];
}
