import type { Node, TypeName as TypeNode } from '@pgsql/types';
import type { QualifiedName, TypeName } from '../model.js';
import { findType, namesOf, NONE, resolveRelation, stringsOf, type Context } from './context.js';
import { constantOf } from './expression.js';

/** What `format_type` says of PostgreSQL's own types where that is not the name itself. */
const FORMATTED: ReadonlyMap<string, string> = new Map([
  ['int2', 'smallint'],
  ['int4', 'integer'],
  ['int8', 'bigint'],
  ['float4', 'real'],
  ['float8', 'double precision'],
  ['bool', 'boolean'],
  ['varchar', 'character varying'],
  ['bpchar', 'character'],
  ['varbit', 'bit varying'],
  ['char', '"char"'],
]);

/** PostgreSQL's own types: what an unqualified name means before any other schema is asked. */
const BUILT_IN: ReadonlySet<string> = new Set(
  (
    'bit bool box bpchar bytea char cid cidr circle date float4 float8 inet int2 int4 int8 interval json jsonb jsonpath line lseg ' +
    'macaddr macaddr8 money name numeric oid path pg_lsn pg_snapshot point polygon text tid time timestamp timestamptz timetz ' +
    'tsquery tsvector txid_snapshot uuid varbit varchar xid xid8 xml ' +
    'int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange tsmultirange ' +
    'tstzmultirange datemultirange regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc ' +
    'regprocedure regrole regtype refcursor int2vector oidvector aclitem gtsvector pg_node_tree ' +
    'any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray anycompatiblerange anyelement ' +
    'anyenum anymultirange anynonarray anyrange cstring event_trigger fdw_handler index_am_handler internal language_handler ' +
    'record table_am_handler trigger tsm_handler unknown void'
  ).split(' '),
);

/** `interval`'s field masks, as the grammar writes them into the first modifier. */
const INTERVAL_FIELDS: ReadonlyMap<number, string> = new Map([
  [4, ' year'],
  [2, ' month'],
  [8, ' day'],
  [1024, ' hour'],
  [2048, ' minute'],
  [4096, ' second'],
  [6, ' year to month'],
  [1032, ' day to hour'],
  [3080, ' day to minute'],
  [7176, ' day to second'],
  [3072, ' hour to minute'],
  [7168, ' hour to second'],
  [6144, ' minute to second'],
]);

/** Words that may not be a type's name without quotes. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char character check ' +
    'coalesce collate collation column concurrently constraint create cross current_catalog current_date current_role current_schema ' +
    'current_time current_timestamp current_user dec decimal default deferrable desc distinct do else end except exists extract false ' +
    'fetch float for foreign freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect ' +
    'interval into is isnull join lateral leading least left like limit localtime localtimestamp national natural nchar none normalize ' +
    'not notnull null nullif numeric offset on only or order out outer overlaps overlay placing position precision primary real ' +
    'references returning right row select session_user setof similar smallint some substring symmetric table tablesample then time ' +
    'timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes ' +
    'xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable'
  ).split(' '),
);

/** An identifier as PostgreSQL prints it: in quotes where it would not come back the same without them. */
export function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** The type that a written one means. */
export function readType(cx: Context, node: TypeNode | undefined): TypeName {
  const plain = node === undefined ? undefined : findPlainType(node);
  if (plain !== undefined) return plain;
  const array = (node?.arrayBounds?.length ?? 0) > 0;
  const modifiers = (node?.typmods ?? []).map((modifier) => modifierOf(modifier)).filter((modifier) => modifier !== null);
  return typeOf(baseOfType(cx, node), modifiers, array, (node?.typmods?.length ?? 0) > 0);
}

/** PostgreSQL's own types without modifiers, of which a schema has very many: each is one object for all its columns. */
const PLAIN_TYPES = new Map<string, TypeName>();

function findPlainType({ names = [], typmods, pct_type: copies, arrayBounds }: TypeNode): TypeName | undefined {
  if (typmods !== undefined || copies === true || names.length > 2) return undefined;
  const last = names[names.length - 1];
  const name = last !== undefined && 'String' in last ? (last.String.sval ?? '') : '';
  if (!isBuiltInType(name)) return undefined;
  const [schema] = names;
  if (names.length === 2 && !(schema !== undefined && 'String' in schema && schema.String.sval === 'pg_catalog')) return undefined;
  const array = (arrayBounds?.length ?? 0) > 0;
  const key = array ? `${name}[]` : name;
  let type = PLAIN_TYPES.get(key);
  if (type === undefined) {
    type = typeOf({ schema: 'pg_catalog', name }, NONE, array);
    PLAIN_TYPES.set(key, type);
  }
  return type;
}

/** A type by its base, written as `format_type` does. */
export function typeOf(base: QualifiedName, written: readonly (number | string)[], array: boolean, hasModifiers = written.length > 0): TypeName {
  const modifiers = base.name === 'geometry' || base.name === 'geography' ? shapeModifiers(base.name, written) : written;
  return { text: formatType(base, modifiers, hasModifiers) + (array ? '[]' : ''), base, modifiers, array };
}

/** The same type under its new name. */
export function withBase(type: TypeName, base: QualifiedName): TypeName {
  return typeOf(base, type.modifiers, type.array);
}

/** As an argument's type is told apart: without modifiers. */
export function argumentTypeText(cx: Context, node: TypeNode | undefined): string {
  return typeOf(baseOfType(cx, node), [], (node?.arrayBounds?.length ?? 0) > 0, true).text;
}

/** Whether PostgreSQL itself has a type of this name. */
export function isBuiltInType(name: string): boolean {
  return BUILT_IN.has(name);
}

function baseOfType(cx: Context, node: TypeNode | undefined): QualifiedName {
  const { schema, name } = namesOf(node?.names);
  if (node?.pct_type === true) return columnType(cx, stringsOf(node.names));
  if (schema !== undefined) return { schema, name };
  // An array type's own name: `_int4`, `_text`.
  if (isBuiltInType(name)) return { schema: 'pg_catalog', name };
  const type = findType(cx, undefined, name);
  if (type !== undefined) return { schema: type.schema, name };
  const rowType = resolveRelation(cx, undefined, name);
  if (cx.catalog.table(rowType) !== undefined || cx.catalog.view(rowType) !== undefined) return rowType;
  // Nobody made it here: most likely an extension's, which by default stand in public.
  return { schema: 'public', name };
}

/** `table.column%TYPE`. */
function columnType(cx: Context, names: readonly string[]): QualifiedName {
  const table = cx.catalog.table(resolveRelation(cx, names.at(-3), names.at(-2) ?? ''));
  const column = table?.columns.find((candidate) => candidate.name === names.at(-1));
  return column?.type.base ?? { schema: 'pg_catalog', name: 'unknown' };
}

function formatType(base: QualifiedName, modifiers: readonly (number | string)[], hasModifiers: boolean): string {
  if (base.schema !== 'pg_catalog') {
    const name = quoteIdentifier(base.name);
    const qualified = base.schema === 'public' && !isBuiltInType(base.name) ? name : `${quoteIdentifier(base.schema)}.${name}`;
    return modifiers.length > 0 ? `${qualified}(${modifiers.join(',')})` : qualified;
  }
  const plain = FORMATTED.get(base.name) ?? base.name;
  const [first, second] = modifiers;
  switch (base.name) {
    case 'time':
    case 'timestamp':
      return `${withPrecision(plain, first)} without time zone`;
    case 'timetz':
    case 'timestamptz':
      return `${withPrecision(base.name === 'timetz' ? 'time' : 'timestamp', first)} with time zone`;
    case 'interval': {
      const fields = typeof first === 'number' ? (INTERVAL_FIELDS.get(first) ?? '') : '';
      return second === undefined ? plain + fields : `${plain}${fields}(${second})`;
    }
    case 'numeric':
      return first === undefined ? plain : `${plain}(${first},${second ?? 0})`;
    case 'bpchar':
      // `bpchar` without a length is a type of its own; `character` always has one.
      return first === undefined ? (hasModifiers ? plain : 'bpchar') : `${plain}(${first})`;
    case 'bit':
      return first === undefined ? (hasModifiers ? plain : '"bit"') : `${plain}(${first})`;
    default:
      return first === undefined ? plain : `${plain}(${first})`;
  }
}

function withPrecision(name: string, precision: number | string | undefined): string {
  // PostgreSQL keeps at most six digits of a second.
  return typeof precision === 'number' ? `${name}(${Math.min(precision, 6)})` : name;
}

/** A number, or the name or string that an extension's type may take in its place. */
function modifierOf(node: Node): number | string | null {
  if ('ColumnRef' in node) return stringsOf(node.ColumnRef.fields)[0] ?? null;
  if (!('A_Const' in node)) return null;
  const text = constantOf(node.A_Const);
  const value = Number(text ?? NaN);
  return Number.isFinite(value) ? value : text;
}

/** What PostGIS calls the shapes; behind each name `Z`, `M` or `ZM` may stand. */
const SHAPES: ReadonlyMap<string, string> = new Map(
  (
    'Geometry Point LineString Polygon MultiPoint MultiLineString MultiPolygon GeometryCollection CircularString CompoundCurve ' +
    'CurvePolygon MultiCurve MultiSurface PolyhedralSurface Triangle Tin'
  )
    .split(' ')
    .map((shape) => [shape.toLowerCase(), shape]),
);

/** The modifiers of PostGIS's types as it prints them: `Point,4326`; no system of coordinates is no modifier. */
function shapeModifiers(type: string, [shape, system]: readonly (number | string)[]): readonly (number | string)[] {
  if (typeof shape !== 'string') return shape === undefined ? NONE : [shape];
  const [, plain, dimensions] = /^(.*?)(zm?|m)?$/.exec(shape.toLowerCase()) ?? [];
  const name = SHAPES.get(plain ?? '');
  const printed = name === undefined ? shape : name + (dimensions ?? '').toUpperCase();
  const number = system ?? (type === 'geography' ? 4326 : 0);
  return number === 0 ? [printed] : [printed, number];
}
