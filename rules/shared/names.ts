import type { ProposedName, QualifiedName } from '../../src/rule.js';

/** A name as people say it: in double quotes, without the schema where that is `public`. */
export function quote(name: QualifiedName | string): string {
  return `"${typeof name === 'string' ? name : spell(name)}"`;
}

/** `orders`, `billing.orders`. */
export function spell(name: QualifiedName): string {
  return name.schema === 'public' ? name.name : `${name.schema}.${name.name}`;
}

/** `"a"`, `"a" and "b"`, `"a", "b" and "c"`. */
export function quoteAll(names: readonly (QualifiedName | string)[]): string {
  return join(names.map(quote));
}

/** At most `limit` of the names, then how many more there are. */
export function quoteSome(names: readonly (QualifiedName | string)[], limit: number): string {
  if (names.length <= limit) return quoteAll(names);
  return `${names.slice(0, limit).map(quote).join(', ')} and ${String(names.length - limit)} more`;
}

/** `a`, `a and b`, `a, b and c`. */
export function join(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** `1 trigger`, `2 triggers`; `index` becomes `indexes`. */
export function count(number: number, noun: string): string {
  const plural = noun.endsWith('x') ? `${noun}es` : noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${String(number)} ${number === 1 ? noun : plural}`;
}

/** The `object` of a problem: `schema.table`, `schema.table.column`. */
export function objectOf(name: QualifiedName, part?: string): string {
  return part === undefined ? `${name.schema}.${name.name}` : `${name.schema}.${name.name}.${part}`;
}

/** A name for proposed SQL, without the schema where that is `public`. */
export function proposedName(name: QualifiedName): ProposedName {
  return { schema: name.schema === 'public' ? null : name.schema, name: name.name };
}

export function isSameName(a: QualifiedName, b: QualifiedName): boolean {
  return a.schema === b.schema && a.name === b.name;
}

/** Whether the name is that of a temporary relation: the model keeps those in a schema of their own. */
export function isTemporary(name: QualifiedName): boolean {
  return name.schema === 'pg_temp';
}
