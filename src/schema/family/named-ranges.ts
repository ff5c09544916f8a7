import type { RangeVar } from '@pgsql/types';

/** Every relation that a tree names, whether or not it says what kind of node that is. */
export function rangesIn(root: unknown): readonly RangeVar[] {
  const found: RangeVar[] = [];
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (isRange(value)) found.push(value);
    for (const child of Object.values(value)) if (typeof child === 'object') stack.push(child);
  }
  return found;
}

function isRange(value: object): value is RangeVar {
  return 'relname' in value && typeof value.relname === 'string';
}
