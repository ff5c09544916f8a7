import type { QualifiedName } from '../schema/model.js';
import { parseNamePattern } from './glob.js';

/**
 * Whether a table's rows are replicated, by patterns over `schema.table` with `*` and `?`. The last pattern that matches
 * decides, `!` before one says no. A list that only takes tables out begins with all of them.
 */
export function matchTables(patterns: readonly string[]): (table: QualifiedName) => boolean {
  // What nearly every config says, asked a few times for each statement.
  if (patterns.length === 1 && patterns[0] === '*.*') return () => true;
  const parsed = patterns.map((written) => {
    const excludes = written.startsWith('!');
    const pattern = excludes ? written.slice(1) : written;
    const dot = pattern.indexOf('.');
    return { excludes, schema: parseNamePattern(pattern.slice(0, dot)), name: parseNamePattern(pattern.slice(dot + 1)) };
  });
  const all = parsed.every(({ excludes }) => excludes);
  const last = [...parsed].reverse();
  return (table) => {
    const decisive = last.find(({ schema, name }) => schema(table.schema) && name(table.name));
    return decisive === undefined ? all : !decisive.excludes;
  };
}
