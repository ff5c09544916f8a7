import type { ChangeOf } from '../schema/change.js';
import { indexMentions } from '../schema/keys.js';
import type { Column, Expression, Index, Schema, Table, TypeName, UserType } from '../schema/model.js';
import { FIRST_RELEASES, hasReached, type Version } from './version.js';

/** What `ALTER COLUMN TYPE` rewrites, apart from the catalog. */
export type TypeChangeEffect =
  | { readonly rewrites: 'none' | 'table' }
  /** The table stays as it is; these indexes are made anew. */
  | { readonly rewrites: 'index-only'; readonly indexes: readonly Index[] }
  /** `undefinedType`: the type that nobody defines; null where the column's old type is not known. */
  | { readonly rewrites: 'unknown'; readonly undefinedType: TypeName | null };

/**
 * Types whose values are stored alike, so that one becomes the other without a rewrite, as long as the new one has no
 * length. Source: `pg_cast` of PostgreSQL 15 (`castmethod = 'b'`) and of its extension citext, those that a column can
 * have; YugabyteDB decides with PostgreSQL's own code (`ATColumnChangeRequiresRewrite`). Read on 2026-11-25.
 */
const STORED_ALIKE: ReadonlySet<string> = new Set(
  [
    'varchar text, text varchar, varchar bpchar, text bpchar',
    'citext text, citext varchar, citext bpchar, text citext, varchar citext',
    'xml text, xml varchar, xml bpchar',
    'cidr inet, bit varbit',
    'int4 oid, oid int4, int4 regclass, regclass int4, oid regclass, regclass oid',
  ].flatMap((pairs) => pairs.split(', ')),
);

/**
 * By what operator class an index has such types where none is written; other types each have their own. An index whose
 * class changes with the type is made anew. Source: `pg_opclass` of PostgreSQL 15, read on 2026-11-25.
 */
const SORTED_AS: ReadonlyMap<string, string> = new Map([
  ['varchar', 'text'],
  ['cidr', 'inet'],
  ['regclass', 'oid'],
]);

/** Types of widely used extensions, which no migration creates: a change to or from one rewrites. Not citext, see above. */
const EXTENSION_TYPES: ReadonlySet<string> = new Set('cube geography geometry halfvec hll hstore isbn ltree lquery raster seg sparsevec vector'.split(' '));

/** `interval`'s smallest field by its mask, from seconds up. Source: `intervaltypmodleastfield` of PostgreSQL 15. */
const LEAST_FIELDS: readonly (readonly number[])[] = [[32767, 4096, 7176, 7168, 6144], [2048, 3080, 3072], [1024, 1032], [8], [2, 6], [4]];

/** The most digits of a second that PostgreSQL keeps. */
const MOST_DIGITS = 6;

/**
 * What the change rewrites. In PostgreSQL's terms; YugabyteDB differs in one thing: a primary key has no index of its
 * own there, the table is stored by it, so its index never counts.
 */
export function effectOfTypeChange(change: ChangeOf<'alterColumnType'>, before: Schema, version: Version): TypeChangeEffect {
  if (change.using !== null && change.usingCasts === undefined) return { rewrites: 'table' };
  const types = [change.from, ...(change.usingCasts ?? []), change.to];
  for (let i = 1; i < types.length; i++) {
    const kept = keepsRows(types[i - 1] ?? null, types[i] ?? null, before);
    if (kept === null) return { rewrites: 'unknown', undefinedType: change.from === null ? null : (types.find((type) => type !== null && !isKnown(type, before)) ?? null) };
    if (!kept) return { rewrites: 'table' };
  }
  const table = before.table(change.table);
  const column = table?.columns.find(({ name }) => name === change.column);
  if (table === undefined || column === undefined) return { rewrites: 'none' };
  const indexes = table.indexes.filter((index) => !index.primary && indexMentions(index, column.name) && isMadeAnew(index, table, column, change, before, version));
  return indexes.length === 0 ? { rewrites: 'none' } : { rewrites: 'index-only', indexes };
}

/** Whether the type is a domain whose values are checked, by itself or by a domain below it. */
export function isConstrainedDomain(type: TypeName, schema: Schema): boolean {
  return !type.array && domainsOf(type, schema).some((domain) => domain.constrained);
}

/** The default that a column of the type has where it says none: that of its domain, or of one below it. */
export function findDomainDefault(type: TypeName, schema: Schema): Expression | null {
  return type.array ? null : (domainsOf(type, schema).find((domain) => domain.default !== undefined)?.default ?? null);
}

/** Whether rows keep their bytes when a column of the one type gets the other; null where nobody can tell. */
function keepsRows(from: TypeName | null, to: TypeName | null, schema: Schema): boolean | null {
  if (from === null || to === null || isUnknown(from) || isUnknown(to)) return null;
  if (from.text === to.text) return true;
  if (isConstrainedDomain(to, schema)) return false;
  const source = withoutDomains(from, schema);
  const target = withoutDomains(to, schema);
  // PostgreSQL forgets the length below a domain when it reads a value as its base type.
  const modifiers = source === from ? source.modifiers : [];
  if (isSameBase(source, target)) return target.modifiers.length === 0 || (!target.array && holds(target.base.name, modifiers, target.modifiers));
  if (source.array || target.array) return isKnown(source, schema) && isKnown(target, schema) ? false : null;
  if (STORED_ALIKE.has(`${source.base.name} ${target.base.name}`)) return target.modifiers.length === 0;
  return isKnown(source, schema) && isKnown(target, schema) ? false : null;
}

/** Whether every value with the old modifiers of the type fits the new ones as it stands. */
function holds(type: string, old: TypeName['modifiers'], next: TypeName['modifiers']): boolean {
  if (old.join() === next.join()) return true;
  const [from = Infinity, fromScale = 0] = old.map(Number);
  const [to = Infinity, toScale = 0] = next.map(Number);
  switch (type) {
    case 'varchar':
    case 'varbit':
      return to >= from;
    case 'numeric':
      return toScale === fromScale && to >= from;
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
      return to >= Math.min(from, MOST_DIGITS);
    case 'interval':
      return holdsInterval(old.map(Number), next.map(Number));
    default:
      return false;
  }
}

/** `interval_support` of PostgreSQL 15. */
function holdsInterval([oldMask, oldDigits = Infinity]: readonly number[], [mask, digits = MOST_DIGITS]: readonly number[]): boolean {
  const leastField = (fields = 32767): number => LEAST_FIELDS.findIndex((masks) => masks.includes(fields));
  const isCoarser = leastField(mask) > leastField(oldMask);
  return !isCoarser && (leastField(oldMask) > 0 || digits >= Math.min(oldDigits, MOST_DIGITS));
}

/** `CheckIndexCompatible` of PostgreSQL 15, and what came before TA-24007. */
function isMadeAnew(index: Index, table: Table, column: Column, change: ChangeOf<'alterColumnType'>, schema: Schema, version: Version): boolean {
  if (!hasReached(version, FIRST_RELEASES.plainIndexSurvivesTypeChange)) return true;
  if (index.predicate !== null || index.keys.some((key) => key.expression !== null)) return true;
  const changesOrder = sortedAs(column.type, schema) !== sortedAs(change.to, schema);
  const changesCollation = table.known && column.collation !== change.collation;
  return index.keys.some((key) => key.column === column.name && ((changesOrder && key.operatorClass === null) || (changesCollation && key.collation === null)));
}

function sortedAs(type: TypeName, schema: Schema): string {
  const { base, array } = withoutDomains(type, schema);
  return `${SORTED_AS.get(base.name) ?? base.name}${array ? '[]' : ''}`;
}

/** The type below all domains. */
export function withoutDomains(type: TypeName, schema: Schema): TypeName {
  return (type.array ? undefined : domainsOf(type, schema).at(-1)?.baseType) ?? type;
}

/** The domains that the type is made of, itself first. */
function domainsOf(type: TypeName, schema: Schema): UserType[] {
  const domains: UserType[] = [];
  let current: TypeName | null = type;
  while (current !== null && !current.array && current.base.schema !== 'pg_catalog') {
    const domain = schema.type(current.base);
    if (domain?.kind !== 'domain' || domains.includes(domain)) break;
    domains.push(domain);
    current = domain.baseType;
  }
  return domains;
}

function isSameBase(a: TypeName, b: TypeName): boolean {
  return a.base.name === b.base.name && a.base.schema === b.base.schema && a.array === b.array;
}

/** What `%TYPE` of a column that no migration creates comes out as. */
function isUnknown(type: TypeName): boolean {
  return type.base.schema === 'pg_catalog' && type.base.name === 'unknown';
}

/** Whether it is known what the type is made of: it could be a domain. */
function isKnown({ base }: TypeName, schema: Schema): boolean {
  return base.schema === 'pg_catalog' || base.name === 'citext' || EXTENSION_TYPES.has(base.name) || schema.type(base) !== undefined || schema.table(base)?.known === true;
}
