import type { ToolRemark } from '../tool.js';

/** How many of the missing numbers are told. */
const SHOWN = 3;

/** Says which numbers are missing for a tool that wants all from 1 to the highest. */
export function remarkOnGaps(versions: ReadonlySet<number>, tool: string): readonly ToolRemark[] {
  const highest = Math.max(0, ...versions);
  const missing: number[] = [];
  // A number that is no place in a series (a date) would make a gap of millions.
  for (let version = 1; version < highest && missing.length <= SHOWN; version++) if (!versions.has(version)) missing.push(version);
  if (missing.length === 0) return [];
  const numbers = missing.length > SHOWN ? `${missing.slice(0, SHOWN).join(', ')} and more` : missing.join(', ');
  return [{ kind: 'missing-file', path: '', message: `there is no migration ${numbers}: ${tool} wants every number from 1 on, and refuses the folder.` }];
}
