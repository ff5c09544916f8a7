import type { QualifiedName } from '../schema/model.js';
import { hasPlaceholder } from '../sql/placeholder-text.js';
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
    const dot = hasPlaceholder(pattern) ? pattern.lastIndexOf('.') : pattern.indexOf('.');
    const name = pattern.slice(dot + 1);
    return { excludes, schema: parseNamePattern(pattern.slice(0, dot)), name: parseNamePattern(name), isOneTable: !/[*?]/.test(name) };
  });
  const all = parsed.every(({ excludes }) => excludes);
  const last = [...parsed].reverse();
  return (table) => {
    // A schema that only the migration tool knows may be any: it is taken in with others, and out where the very table is named.
    const isOpen = hasPlaceholder(table.schema);
    const decisive = last.find(({ excludes, schema, name, isOneTable }) => (schema(table.schema) || (isOpen && (!excludes || isOneTable))) && name(table.name));
    return decisive === undefined ? all : !decisive.excludes;
  };
}
