import type { Level, RuleMeta, Severity } from '../rule.js';
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

const RANKS: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** Whether `a` is worse than `b`. */
export function isWorse(a: Severity, b: Severity): boolean {
  return RANKS[a] > RANKS[b];
}
