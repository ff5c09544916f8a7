import type { QualifiedName, Schema } from '../../src/rule.js';

/** PostgreSQL cuts longer names, in bytes. */
const LONGEST = 63;

/**
 * `base` with the ending, cut to what a name may have, and with a number where something else in the schema is called so. `taken`:
 * the names (`schema.name`) that were given before, to which this one is added.
 */
export function freeRelationName(schemaName: string, base: string, ending: string, schema: Schema, taken = new Set<string>()): string {
  for (let number = 0; ; number += 1) {
    const tail = number === 0 ? ending : `${ending}${String(number)}`;
    const name = `${cut(base, LONGEST - tail.length)}${tail}`;
    if (isTaken({ schema: schemaName, name }, schema) || taken.has(`${schemaName}.${name}`)) continue;
    taken.add(`${schemaName}.${name}`);
    return name;
  }
}

/** As many whole characters as fit into so many bytes. */
function cut(text: string, bytes: number): string {
  let length = 0;
  let kept = '';
  for (const character of text) {
    length += new TextEncoder().encode(character).length;
    if (length > bytes) break;
    kept += character;
  }
  return kept;
}

/** Whether a table, a view, an index, a sequence or a type has the name: they share one space of names. */
function isTaken(name: QualifiedName, schema: Schema): boolean {
  return [schema.table(name), schema.view(name), schema.index(name), schema.sequence(name), schema.type(name)].some((found) => found !== undefined);
}
