import { FIRST_RELEASES, hasReached, type Column, type ForeignKeyAction, type Proposal, type RelatedPlace, type Schema, type StateContext, type Table, type Version } from '../../src/rule.js';
import { call, treeName } from './ast.js';
import { belongsToParent } from './keys.js';
import { objectOf, quote, spell } from './names.js';

/** How many of the columns that must follow are written out. */
const SHOWN_FOLLOWERS = 8;

/** A column of some table that references another column by a foreign key. */
interface Follower {
  readonly table: Table;
  readonly column: string;
  readonly target: { readonly table: Table; readonly column: string };
  /** The foreign key's actions, those that are not the default. */
  readonly actions: { onDelete?: ForeignKeyAction; onUpdate?: ForeignKeyAction };
  /** The foreign key's name, where the user gave it one. */
  readonly name: string | null;
  readonly place: RelatedPlace;
}

/**
 * `column uuid DEFAULT gen_random_uuid()` in place of a column that counts, with what this version needs before it, and
 * the columns that reference it, through any number of foreign keys.
 */
export function proposeUuidColumn(table: Table, column: Column, context: StateContext): Proposal[] {
  const followers = findFollowers(table, column.name, context.schema);
  return [
    ...proposeUuidExtension(context.version),
    {
      form: 'column',
      ast: {
        kind: 'column',
        name: { name: column.name },
        dataType: { name: 'uuid' },
        constraints: [
          ...keyOrNotNull(table, column.name),
          { type: 'default', default: call('gen_random_uuid') },
        ],
      },
    },
    ...followers.slice(0, SHOWN_FOLLOWERS).map(proposeFollower),
  ];
}

/** A column of random UUIDs as the key of a table that has no such column; empty for a partitioned table whose key is no column. */
export function proposeUuidKey(table: Table, version: Version): Proposal[] {
  const name = freeKeyName(table);
  const isPartitioned = table.partitionKey !== null;
  const key = isPartitioned ? proposeKeyOver(table, [name]) : [];
  if (isPartitioned && key.length === 0) return [];
  return [
    ...proposeUuidExtension(version),
    {
      form: 'column',
      ast: {
        kind: 'column',
        name: { name },
        dataType: { name: 'uuid' },
        constraints: [...(isPartitioned ? [] : [{ type: 'primary key' } as const]), { type: 'default', default: call('gen_random_uuid') }],
      },
    },
    ...key,
  ];
}

/** A primary key over these columns and those that the table is partitioned by, which must be in it; empty where one is an expression. */
export function proposeKeyOver(table: Table, columns: readonly string[]): Proposal[] {
  const names = [...columns];
  for (const column of table.partitionKey ?? []) {
    if (column === null) return [];
    if (!names.includes(column)) names.push(column);
  }
  return [{ form: 'constraint', ast: { type: 'primary key', columns: names.map((name) => ({ name })) } }];
}

/** A name for a new key column that the table does not have. */
function freeKeyName(table: Table): string {
  const taken = new Set(table.columns.map((column) => column.name));
  const free = ['id', 'uid', `${table.name}_id`, 'row_id'].find((name) => !taken.has(name));
  return free ?? `${table.name}_uid`;
}

/** The places of the foreign keys whose columns must change with the column. */
export function relateFollowers(table: Table, column: string, schema: Schema): RelatedPlace[] {
  return findFollowers(table, column, schema).map((follower) => follower.place);
}

/** The sentence about columns that reference the column; empty where none does. */
export function describeFollowers(table: Table, column: string, schema: Schema): string {
  const followers = findFollowers(table, column, schema);
  const [only] = followers;
  if (only === undefined) return '';
  if (followers.length === 1) return ` ${quote(`${spell(only.table)}.${only.column}`)} references it and changes with it.`;
  const more = followers.length > SHOWN_FOLLOWERS ? ` (the first ${String(SHOWN_FOLLOWERS)} of them are below)` : '';
  return ` The ${String(followers.length)} columns that reference it change with it${more}.`;
}

/** What `gen_random_uuid()` needs in this version. */
export function proposeUuidExtension(version: Version): Proposal[] {
  if (hasReached(version, FIRST_RELEASES.randomUuidInCore)) return [];
  return [{ form: 'statement', ast: { type: 'create extension', extension: { name: 'pgcrypto' }, ifNotExists: true } }];
}

/** What the column's definition says of keys and nulls: `PRIMARY KEY` where it stands inline, `NOT NULL` where no key implies it. */
function keyOrNotNull(table: Table, name: string): ({ type: 'primary key' } | { type: 'not null' })[] {
  const key = table.constraints.find((constraint) => constraint.type === 'primary key' && constraint.columns.includes(name));
  if (key?.via === 'column') return [{ type: 'primary key' }];
  const isNotNull = table.columns.some((column) => column.name === name && column.notNull);
  return key === undefined && isNotNull ? [{ type: 'not null' }] : [];
}

function proposeFollower(follower: Follower): Proposal {
  const { target, actions } = follower;
  return {
    form: 'column',
    note: `in ${spell(follower.table)}`,
    ast: {
      kind: 'column',
      name: { name: follower.column },
      dataType: { name: 'uuid' },
      constraints: [
        ...keyOrNotNull(follower.table, follower.column),
        { type: 'reference', ...(follower.name === null ? {} : { constraintName: { name: follower.name } }), foreignTable: treeName(target.table), foreignColumns: [{ name: target.column }], ...actions },
      ],
    },
  };
}

function findFollowers(table: Table, column: string, schema: Schema): Follower[] {
  const followers: Follower[] = [];
  const seen = new Set([objectOf(table, column)]);
  const queue = [{ table, column }];
  for (let target = queue.shift(); target !== undefined; target = queue.shift()) {
    for (const { table: referencing, constraint } of schema.foreignKeysTo(target.table)) {
      const { references } = constraint;
      const name = constraint.columns[references?.columns.indexOf(target.column) ?? -1];
      if (references === null || name === undefined || belongsToParent(constraint)) continue;
      const key = objectOf(referencing, name);
      if (seen.has(key)) continue;
      seen.add(key);
      const message = `${quote(`${spell(referencing)}.${name}`)} references ${quote(`${spell(target.table)}.${target.column}`)} and must become a uuid with it`;
      const actions = {
        ...(references.onDelete === 'no action' ? {} : { onDelete: references.onDelete }),
        ...(references.onUpdate === 'no action' ? {} : { onUpdate: references.onUpdate }),
      };
      followers.push({ table: referencing, column: name, target, actions, name: constraint.named ? constraint.name : null, place: { message, clause: constraint.origin } });
      queue.push({ table: referencing, column: name });
    }
  }
  return followers;
}
