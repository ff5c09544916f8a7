import type { Constraint as ConstraintNode, IndexElem, Node, RangeVar } from '@pgsql/types';
import { chooseCheckName, chooseForeignKeyName, chooseIndexName, type Key } from '../keys.js';
import type { Constraint, ForeignKeyAction, ForeignKeyTarget, Index, IndexKey, KeyColumn, QualifiedName, Table } from '../model.js';
import type { TakenNames } from '../names.js';
import { isSameName } from '../schema.js';
import { clauseAt, namesOf, NONE, resolveRange, shardingBetween, stringsOf, type Context } from './context.js';
import { figureColumnName, readExpression } from './expression.js';
import { readIndexColocation } from './options.js';

/** A constraint as written: on a column, as an element of the table, or in an `ALTER TABLE`. */
export interface WrittenConstraint {
  readonly node: ConstraintNode;
  readonly via: 'column' | 'table' | 'alter';
  /** The column that it stands on; null where it names its columns itself. */
  readonly column: string | null;
  /** Where the next element begins, which bounds what the dialect read of this one. */
  readonly until: number;
}

/** Reads `PRIMARY KEY`, `UNIQUE` and `EXCLUDE`, with the index behind it. */
export function readKey(cx: Context, written: WrittenConstraint, table: QualifiedName, taken: TakenNames): Key {
  const { node, via } = written;
  const type = node.contype === 'CONSTR_PRIMARY' ? 'primary key' : node.contype === 'CONSTR_UNIQUE' ? 'unique' : 'exclusion';
  const names = written.column === null ? stringsOf(node.keys) : [written.column];
  const sharding = shardingBetween(cx, node.location ?? 0, written.until, names.length);
  const keys =
    type === 'exclusion'
      ? (node.exclusions ?? []).flatMap((item) => exclusionKey(cx, item))
      : names.map((column, i) => plainKey(column, sharding[i]));
  const include = node.including === undefined ? NONE : stringsOf(node.including);
  const name = node.conname ?? chooseIndexName(taken, table, keys, include, type);
  const origin = clauseAt(cx, 'constraint', node.location);
  const constraint: Constraint = {
    type,
    name,
    named: node.conname !== undefined,
    columns: type === 'exclusion' ? keys.flatMap((key) => key.column ?? []) : names,
    expression: null,
    references: null,
    deferrable: node.deferrable === true,
    notValid: node.skip_validation === true,
    nullsNotDistinct: node.nulls_not_distinct === true,
    include,
    sharding: type === 'exclusion' ? keys.map(({ order, grouped }) => ({ order, grouped })) : sharding,
    index: name,
    usingIndex: false,
    via,
    origin,
  };
  const index: Index = {
    schema: table.schema,
    name,
    named: constraint.named,
    unique: type !== 'exclusion',
    primary: type === 'primary key',
    constraint: name,
    method: type === 'exclusion' ? (node.access_method ?? 'btree') : 'btree',
    keys,
    include,
    predicate: node.where_clause === undefined ? null : readExpression(cx, node.where_clause),
    nullsNotDistinct: constraint.nullsNotDistinct,
    split: null,
    via: 'constraint',
    hashByDefault: cx.session.hashByDefault,
    origin,
    ...readIndexColocation(node.options),
  };
  return { constraint, index };
}

/** Reads a `CHECK`. */
export function readCheck(cx: Context, written: WrittenConstraint, table: QualifiedName, taken: TakenNames): Constraint {
  const expression = written.node.raw_expr === undefined ? null : readExpression(cx, written.node.raw_expr);
  const columns = expression?.columns ?? [];
  return {
    type: 'check',
    name: written.node.conname ?? chooseCheckName(taken, table, columns),
    columns,
    expression,
    references: null,
    ...baseConstraint(cx, written),
    ...(written.node.is_no_inherit === true ? { noInherit: true } : {}),
  };
}

/** Reads a foreign key. `self` is the table as far as it stands, for a key that references its own table. */
export function readForeignKey(cx: Context, written: WrittenConstraint, self: Table | QualifiedName, taken: TakenNames): Constraint {
  const { node } = written;
  const columns = written.column === null ? stringsOf(node.fk_attrs) : [written.column];
  return {
    type: 'foreign key',
    name: node.conname ?? chooseForeignKeyName(taken, self, columns),
    columns,
    expression: null,
    references: readTarget(cx, node, self),
    ...baseConstraint(cx, written),
  };
}

function readTarget(cx: Context, node: ConstraintNode, self: Table | QualifiedName): ForeignKeyTarget {
  const table = targetTable(cx, node.pktable, self);
  const written = stringsOf(node.pk_attrs);
  const target = isSameName(table, self) && 'columns' in self ? self : cx.catalog.table(table);
  return {
    table,
    columns: written.length > 0 ? written : (target?.constraints.find((constraint) => constraint.type === 'primary key')?.columns ?? []),
    onDelete: actionOf(node.fk_del_action),
    onUpdate: actionOf(node.fk_upd_action),
  };
}

/** The table being made counts as found, though the catalog does not have it yet. */
function targetTable(cx: Context, range: RangeVar | undefined, self: QualifiedName): QualifiedName {
  const found = resolveRange(cx, range);
  const isSelf = range?.relname === self.name && (range.schemaname === undefined || range.schemaname === self.schema);
  return isSelf && cx.catalog.table(found) === undefined ? { schema: self.schema, name: self.name } : found;
}

const ACTIONS: ReadonlyMap<string, ForeignKeyAction> = new Map([
  ['a', 'no action'],
  ['r', 'restrict'],
  ['c', 'cascade'],
  ['n', 'set null'],
  ['d', 'set default'],
]);

function actionOf(letter: string | undefined): ForeignKeyAction {
  return ACTIONS.get(letter ?? 'a') ?? 'no action';
}

/** What checks and foreign keys have alike. */
function baseConstraint(cx: Context, { node, via }: WrittenConstraint): Omit<Constraint, 'type' | 'name' | 'columns' | 'expression' | 'references'> {
  return {
    named: node.conname !== undefined,
    deferrable: node.deferrable === true,
    notValid: node.skip_validation === true,
    nullsNotDistinct: false,
    include: NONE,
    sharding: NONE,
    index: null,
    usingIndex: false,
    via,
    origin: clauseAt(cx, 'constraint', node.location),
  };
}

function plainKey(column: string, layout: KeyColumn | undefined): IndexKey {
  return { column, expression: null, operatorClass: null, collation: null, order: layout?.order ?? null, grouped: layout?.grouped ?? false };
}

function exclusionKey(cx: Context, item: Node): IndexKey[] {
  const [element] = 'List' in item ? (item.List.items ?? []) : [];
  return element !== undefined && 'IndexElem' in element ? [readIndexKey(cx, element.IndexElem, undefined)] : [];
}

/** Reads one key of an index; the order is the dialect's where it recorded one, else the grammar's. */
export function readIndexKey(cx: Context, element: IndexElem, layout: KeyColumn | undefined): IndexKey {
  const written = element.ordering === 'SORTBY_DESC' ? 'desc' : element.ordering === 'SORTBY_ASC' ? 'asc' : null;
  // A column in parentheses is the column.
  const column = element.name ?? (element.expr === undefined ? undefined : figurePlainColumn(element.expr));
  const expression = element.expr === undefined || column !== undefined ? null : readExpression(cx, element.expr, true);
  return {
    column: column ?? null,
    expression,
    operatorClass: element.opclass === undefined ? null : namesOf(element.opclass).name,
    collation: element.collation === undefined ? null : namesOf(element.collation).name,
    order: layout?.order ?? written,
    grouped: layout?.grouped ?? false,
    ...(element.nulls_ordering === 'SORTBY_NULLS_FIRST' ? { nulls: 'first' } : element.nulls_ordering === 'SORTBY_NULLS_LAST' ? { nulls: 'last' } : {}),
    ...(element.expr === undefined || column !== undefined ? {} : { name: figureColumnName(element.expr) ?? 'expr' }),
  };
}

function figurePlainColumn(expression: Node): string | undefined {
  if (!('ColumnRef' in expression)) return undefined;
  const [field] = expression.ColumnRef.fields ?? [];
  return field !== undefined && 'String' in field && expression.ColumnRef.fields?.length === 1 ? field.String.sval : undefined;
}
