import type { ColumnDef, Constraint as ConstraintNode, ConstrType, Node } from '@pgsql/types';
import type { ReservedNames } from '../keys.js';
import type { Clause } from '../../sql/statement.js';
import type { Column, NamedType, QualifiedName, Sequence, SerialType, TypeName } from '../model.js';
import { chooseRelationName } from '../names.js';
import { clauseAt, namesOf, NONE, type Context } from './context.js';
import { nextvalOf, readExpression, startOf } from './expression.js';
import type { WrittenConstraint } from './constraints.js';
import { readSequenceOptions, type SequenceOptions } from './sequence-options.js';
import { readType, typeOf } from './type-name.js';

const SERIALS: ReadonlyMap<string, { readonly serial: SerialType; readonly type: string }> = new Map([
  ['smallserial', { serial: 'smallserial', type: 'int2' }],
  ['serial2', { serial: 'serial2', type: 'int2' }],
  ['serial', { serial: 'serial', type: 'int4' }],
  ['serial4', { serial: 'serial4', type: 'int4' }],
  ['bigserial', { serial: 'bigserial', type: 'int8' }],
  ['serial8', { serial: 'serial8', type: 'int8' }],
]);

/** A column with what its definition brings along. */
export interface ReadColumn {
  readonly column: Column;
  /** The sequence of a serial or identity column. */
  readonly sequence: Sequence | null;
  /** Keys, checks and foreign keys written on the column. */
  readonly constraints: readonly WrittenConstraint[];
}

/** Reads a column's definition. `until` is where the next element of the statement begins; `inherited` the type where it writes none. */
export function readColumn(cx: Context, def: ColumnDef, table: QualifiedName, reserved: ReservedNames, until: number, inherited?: TypeName): ReadColumn {
  const name = def.colname ?? '';
  const pseudo = serialOf(def);
  const nodes = constraintsOf(def.constraints);
  const defaultNode = findOf(nodes, 'CONSTR_DEFAULT')?.raw_expr;
  const generated = findOf(nodes, 'CONSTR_GENERATED');
  const generatedNode = generated?.raw_expr;
  const identityNode = findOf(nodes, 'CONSTR_IDENTITY');
  const typeClause = clauseAt(cx, 'type', def.typeName?.location);
  const identityClause = identityNode === undefined ? null : clauseAt(cx, 'generated', identityNode.location);
  const sequence =
    pseudo !== undefined
      ? implicitSequence(reserved, table, name, {}, typeClause)
      : identityNode !== undefined
        ? identitySequence(reserved, table, name, readSequenceOptions(cx, identityNode.options), identityClause ?? typeClause)
        : null;
  const serialDefault = pseudo !== undefined && sequence !== null ? nextvalOf(sequence) : null;
  const type = pseudo === undefined ? (inherited ?? readType(cx, def.typeName)) : typeOf({ schema: 'pg_catalog', name: pseudo.type }, [], false);
  const column: Column = {
    name,
    type,
    notNull: pseudo !== undefined || identityNode !== undefined || findOf(nodes, 'CONSTR_NOTNULL') !== undefined,
    default: serialDefault ?? readDefault(cx, defaultNode, type),
    identity: identityNode === undefined ? null : identityKind(identityNode.generated_when),
    generated: generatedNode === undefined ? null : readExpression(cx, generatedNode),
    sequence: sequence === null ? null : { schema: sequence.schema, name: sequence.name },
    serial: pseudo?.serial ?? null,
    origin: clauseAt(cx, 'column', def.location),
    typeClause,
    defaultClause: defaultNode === undefined ? null : clauseAt(cx, 'default', startOf(defaultNode)),
    identityClause,
    via: 'definition',
    ...readCollation(def),
    ...(generated === undefined ? {} : { generatedClause: clauseAt(cx, 'generated', generated.location) }),
  };
  return { column, sequence, constraints: writtenOn(nodes, name, until) };
}

/** The collation that a column's definition names; `default` says no more than leaving it out. */
export function readCollation({ collClause }: ColumnDef): Pick<Column, 'collation'> {
  if (collClause === undefined) return {};
  const { name } = namesOf(collClause.collname);
  return name === 'default' ? {} : { collation: name };
}

/**
 * `DEFAULT NULL` is no default: PostgreSQL keeps none, unless a length or a domain makes more than a constant of it. (An
 * `interval` reads its precision together with the constant.)
 */
export function readDefault(cx: Context, node: Node | undefined, type: TypeName | undefined): Column['default'] {
  if (node === undefined) return null;
  const isNull = ('A_Const' in node && node.A_Const.isnull === true) || isCastNull(cx, node, type);
  const isConstant = type !== undefined && (type.modifiers.length === 0 || (type.base.name === 'interval' && !type.array));
  if (isNull && isConstant && (type.array || cx.catalog.type(type.base)?.kind !== 'domain')) return null;
  return readExpression(cx, node);
}

/** `NULL` cast to the column's own type, which makes nothing but a constant of it. */
function isCastNull(cx: Context, node: Node, type: TypeName | undefined): boolean {
  if (!('TypeCast' in node) || node.TypeCast.arg === undefined) return false;
  const { arg, typeName } = node.TypeCast;
  return 'A_Const' in arg && arg.A_Const.isnull === true && readType(cx, typeName).text === type?.text;
}

/** The constraint nodes of a column; `DEFERRABLE` and its like, which stand on their own, are put on the one before. */
function constraintsOf(nodes: readonly Node[] | undefined): readonly ConstraintNode[] {
  if (nodes === undefined) return NONE;
  const constraints: ConstraintNode[] = [];
  for (const node of nodes) {
    if (!('Constraint' in node)) continue;
    const last = constraints.at(-1);
    const attribute = node.Constraint.contype;
    if (attribute === 'CONSTR_ATTR_DEFERRABLE' || attribute === 'CONSTR_ATTR_DEFERRED') {
      if (last !== undefined) constraints[constraints.length - 1] = { ...last, deferrable: true };
    } else if (attribute?.startsWith('CONSTR_ATTR_') !== true) {
      constraints.push(node.Constraint);
    }
  }
  return constraints;
}

function findOf(nodes: readonly ConstraintNode[], type: ConstrType): ConstraintNode | undefined {
  for (const node of nodes) if (node.contype === type) return node;
  return undefined;
}

function writtenOn(nodes: readonly ConstraintNode[], column: string, until: number): readonly WrittenConstraint[] {
  if (nodes.length === 0) return NONE;
  const written: WrittenConstraint[] = [];
  for (const node of nodes) if (KEPT.has(node.contype)) written.push({ node, via: 'column', column, until });
  return written;
}

/** Constraints that the model keeps as such; the others are traits of the column. */
const KEPT: ReadonlySet<string | undefined> = new Set(['CONSTR_PRIMARY', 'CONSTR_UNIQUE', 'CONSTR_CHECK', 'CONSTR_FOREIGN', 'CONSTR_EXCLUSION']);

function serialOf(def: ColumnDef): { readonly serial: SerialType; readonly type: string } | undefined {
  const [only, ...more] = def.typeName?.names ?? [];
  if (only === undefined || more.length > 0 || !('String' in only) || def.typeName?.pct_type === true) return undefined;
  return SERIALS.get(only.String.sval ?? '');
}

/** `a` is `ALWAYS`, `d` is `BY DEFAULT`. */
export function identityKind(letter: string | undefined): 'always' | 'by default' {
  return letter === 'd' ? 'by default' : 'always';
}

/** The sequence of a serial or identity column, in the table's schema, as `table_column_seq`. */
export function implicitSequence(
  reserved: ReservedNames,
  table: QualifiedName,
  column: string,
  options: SequenceOptions,
  origin: Sequence['origin'],
): Sequence {
  const name = options.name ?? chooseRelationName(reserved, table.schema, table.name, column, 'seq', false);
  return {
    schema: options.schema ?? table.schema,
    name: reserved.reserveRelation(name),
    ownedBy: { table: { schema: table.schema, name: table.name }, column },
    increment: options.increment ?? 1,
    start: options.start ?? defaultStart(options),
    cycle: options.cycle ?? false,
    implicit: true,
    origin,
  };
}

/** The sequence of an identity column: it goes where the identity goes. */
export function identitySequence(...about: Parameters<typeof implicitSequence>): Sequence {
  return { ...implicitSequence(...about), identity: true };
}

/** A sequence starts at its smallest value, or at its largest where it counts down. */
export function defaultStart(options: SequenceOptions): number {
  return (options.increment ?? 1) < 0 ? (options.max ?? -1) : (options.min ?? 1);
}

/** A column of which only the name and the type are told: of a query, a view, a composite type. */
export function plainColumn({ name, type }: NamedType, origin: Clause, via: Column['via'] = 'definition'): Column {
  return {
    name,
    type,
    notNull: false,
    default: null,
    identity: null,
    generated: null,
    sequence: null,
    serial: null,
    origin,
    typeClause: origin,
    defaultClause: null,
    identityClause: null,
    via,
  };
}
