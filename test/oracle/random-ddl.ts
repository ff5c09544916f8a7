import type { Index, Table } from '../../src/schema/model.js';
import { ACTIONS } from './random-actions.js';
import { NothingToPick, type Random } from './random.js';
import { createTable, createPartition, foreignKeyTo } from './random-tables.js';
import type { Scene } from './scene.js';

/** The statements that every sequence begins with. */
export const PRELUDE = [
  'CREATE SCHEMA s',
  "CREATE TYPE mood AS ENUM ('sad', 'ok')",
  'CREATE TYPE s.point2 AS (x integer, y integer)',
  'CREATE DOMAIN positive AS integer CHECK (VALUE > 0)',
  "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
  'CREATE TABLE a (id serial PRIMARY KEY, x integer UNIQUE, y text DEFAULT 0)',
  'CREATE TABLE p (id bigint NOT NULL, x integer, y text) PARTITION BY LIST (id)',
] as const;

/** A statement, and what it is meant to do. */
export interface RandomStatement {
  readonly kind: string;
  readonly sql: string;
}

interface Form {
  readonly kind: string;
  /** How often it is chosen, against 1 for the rarest. */
  readonly weight: number;
  readonly make: (scene: Scene) => string;
}

/** A statement that makes, changes or drops something there is; PostgreSQL may refuse it all the same. */
export function randomStatement(scene: Scene): RandomStatement {
  for (;;) {
    const form = formAt(scene.random);
    try {
      return { kind: form.kind, sql: form.make(scene) };
    } catch (error) {
      // There is nothing that such a statement could be about.
      if (!(error instanceof NothingToPick)) throw error;
    }
  }
}

/** All kinds of statement, those of `ALTER TABLE`'s actions included. */
export function kindsOfStatements(): string[] {
  return FORMS.map((form) => form.kind);
}

const isSameColumns = (a: Table, b: Table): boolean =>
  a.columns.length === b.columns.length && a.columns.every((column) => b.columns.some((other) => other.name === column.name && other.type.text === column.type.text));

/** The indexes of partitions that may be made parts of an index of the parent. */
function attachable(scene: Scene, parent: Table, index: Index): { readonly index: Index; readonly own: Index }[] {
  const columns = (of: Index): string => of.keys.map((key) => key.column).join();
  const partitions = scene.tables().filter((table) => table.partitionOf?.name === parent.name && table.partitionOf.schema === parent.schema && table.indexes.every((own) => own.parent !== index.name));
  return partitions.flatMap((partition) => partition.indexes.flatMap((own) => (own.parent === undefined && columns(own) === columns(index) ? { index, own } : [])));
}

const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const PLAIN_FORMS: readonly Form[] = [
  { kind: 'create table', weight: 9, make: (scene) => createTable(scene) },
  { kind: 'create like', weight: 3, make: (scene) => `CREATE TABLE ${scene.newTable()} (LIKE ${scene.ref(scene.table())} INCLUDING ALL${scene.once(3) ? ' EXCLUDING INDEXES' : ''})` },
  { kind: 'create partition', weight: 9, make: (scene) => createPartition(scene) },
  { kind: 'create child', weight: 5, make: (scene) => {
    const parent = (): string => scene.ref(scene.table((table) => table.partitionKey === null && table.partitionOf === null));
    return `CREATE TABLE ${scene.newTable()} (${scene.once(2) ? '' : `${scene.newColumn()} ${scene.typeText()}`}) INHERITS (${parent()}${scene.once(4) ? `, ${parent()}` : ''})`;
  } },
  {
    kind: 'create table as',
    weight: 2,
    make: (scene) => {
      const table = scene.table();
      const column = scene.quoted(scene.column(table).name);
      return `CREATE TABLE ${scene.newTable()}${scene.word('', '', ' (first)')} AS SELECT ${scene.word('*', column, `${column} AS renamed`, `${column}, 1 AS one`)} FROM ${scene.ref(table)}`;
    },
  },
  { kind: 'rename table', weight: 3, make: (scene) => `ALTER TABLE ${scene.word('', 'IF EXISTS ')}${scene.ref(scene.table())} RENAME TO ${scene.newTable().replace(/^.*\./, '')}` },
  { kind: 'move table', weight: 2, make: (scene) => `ALTER TABLE ${scene.ref(scene.table())} SET SCHEMA ${scene.quoted(scene.schemaName())}` },
  { kind: 'drop table', weight: 4, make: (scene) => `DROP TABLE ${scene.once(3) ? 'IF EXISTS ' : ''}${scene.ref(scene.table())}${scene.cascade()}` },
  { kind: 'rename column', weight: 4, make: (scene) => {
    const table = scene.table();
    return `ALTER TABLE ${scene.ref(table)} RENAME ${scene.quoted(scene.column(table).name)} TO ${scene.newColumn(table)}`;
  } },
  { kind: 'rename constraint', weight: 2, make: (scene) => {
    const table = scene.table();
    return `ALTER TABLE ${scene.ref(table)} RENAME CONSTRAINT ${scene.quoted(scene.random.pick(table.constraints).name)} TO ${scene.newName()}`;
  } },
  { kind: 'create index', weight: 7, make: (scene) => {
    const table = scene.table();
    const isPartitioned = table.partitionKey !== null;
    return `CREATE ${scene.once(3) ? 'UNIQUE ' : ''}INDEX ${scene.once(2) ? scene.newName() : ''} ON ${isPartitioned && scene.once(2) ? 'ONLY ' : scene.only()}${scene.ref(table)} (${scene.columns(table)})${scene.once(5) ? ` INCLUDE (${scene.quoted(scene.column(table).name)})` : ''}`;
  } },
  { kind: 'create expression index', weight: 2, make: (scene) => {
    const table = scene.table();
    const column = (): string => scene.quoted(scene.column(table).name);
    return `CREATE INDEX ON ${scene.ref(table)} (${scene.word(`md5(${column()}::text)`, `(${column()} IS NULL)`, `coalesce(${column()}, ${column()})`)}, ${column()}) WHERE ${column()} IS NOT NULL`;
  } },
  { kind: 'drop index', weight: 2, make: (scene) => {
    const table = scene.table((candidate) => candidate.indexes.some((index) => index.constraint === null));
    return `DROP INDEX ${scene.ref(scene.random.pick(table.indexes.filter((index) => index.constraint === null || scene.once(9))))}${scene.cascade()}`;
  } },
  { kind: 'rename index', weight: 2, make: (scene) => {
    const table = scene.table((candidate) => candidate.indexes.length > 0);
    return `ALTER INDEX ${scene.ref(scene.random.pick(table.indexes))} RENAME TO ${scene.newName()}`;
  } },
  { kind: 'attach index', weight: 12, make: (scene) => {
    const { index, own } = scene.random.pick(scene.tables().flatMap((parent) => parent.indexes.filter((index) => index.valid === false).flatMap((index) => attachable(scene, parent, index))));
    return `ALTER INDEX ${scene.ref(index)} ATTACH PARTITION ${scene.ref(own)}`;
  } },
  { kind: 'create index on one partition', weight: 16, make: (scene) => {
    const parent = scene.table((candidate) => candidate.indexes.some((index) => index.valid === false));
    const index = scene.random.pick(parent.indexes.filter((candidate) => candidate.valid === false));
    const partition = scene.random.pick(scene.tables().filter((candidate) => candidate.partitionOf?.name === parent.name));
    return `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ON ${scene.ref(partition)} (${index.keys.map((key) => scene.quoted(key.column ?? 'id')).join(', ')})`;
  } },
  { kind: 'attach partition', weight: 5, make: (scene) => {
    const parent = scene.table((candidate) => candidate.partitionKey !== null);
    return `ALTER TABLE ${scene.ref(parent)} ATTACH PARTITION ${scene.ref(scene.table((candidate) => candidate !== parent && candidate.inherits.length === 0 && candidate.partitionOf === null && isSameColumns(candidate, parent)))} FOR VALUES IN ('${scene.random.below(90)}')`;
  } },
  { kind: 'create table to attach', weight: 4, make: (scene) => {
    const parent = scene.table((candidate) => candidate.partitionKey !== null);
    return `CREATE TABLE ${scene.newTable()} (LIKE ${scene.ref(parent)} ${scene.word('INCLUDING ALL', 'INCLUDING CONSTRAINTS', 'INCLUDING CONSTRAINTS INCLUDING INDEXES', 'INCLUDING DEFAULTS INCLUDING CONSTRAINTS')})`;
  } },
  { kind: 'detach partition', weight: 2, make: (scene) => {
    const partition = scene.table((candidate) => candidate.partitionOf !== null);
    return `ALTER TABLE ${scene.ref(partition.partitionOf ?? partition)} DETACH PARTITION ${scene.ref(partition)}`;
  } },
  { kind: 'foreign key to a partitioned table', weight: 6, make: (scene) => {
    const target = scene.table((candidate) => candidate.partitionKey !== null && candidate.indexes.some((index) => index.unique));
    return `ALTER TABLE ${foreignKeyTo(scene, scene.table(), target)}`;
  } },
  { kind: 'create sequence', weight: 3, make: (scene) => {
    const table = scene.table();
    const owner = `${scene.ref(table)}.${scene.quoted(scene.column(table).name)}`;
    return `CREATE SEQUENCE ${scene.newRef(['q1', 'q2', 'a_id_seq'])}${scene.word('', ' INCREMENT 2', ' INCREMENT -1', ' CYCLE START 5', ` OWNED BY ${owner}`)}`;
  } },
  { kind: 'alter sequence', weight: 4, make: (scene) => {
    const table = scene.table();
    const owner = `${scene.ref(table)}.${scene.quoted(scene.column(table).name)}`;
    return `ALTER SEQUENCE ${scene.ref(scene.of(scene.schema.allSequences()))} ${scene.word('OWNED BY NONE', `OWNED BY ${owner}`, 'INCREMENT 9 CYCLE', `RENAME TO ${scene.newName()}`, 'RESTART', `SET SCHEMA ${scene.quoted(scene.schemaName())}`)}`;
  } },
  { kind: 'drop sequence', weight: 2, make: (scene) => `DROP SEQUENCE ${scene.ref(scene.of(scene.schema.allSequences()))}${scene.cascade()}` },
  { kind: 'create trigger', weight: 4, make: (scene) => {
    const table = scene.table();
    const routine = scene.of(scene.schema.allRoutines(), (candidate) => candidate.returnsTrigger);
    const event = scene.word('BEFORE INSERT', `AFTER UPDATE OF ${scene.quoted(scene.column(table).name)}`, 'AFTER DELETE OR INSERT');
    return `CREATE ${scene.once(3) ? 'OR REPLACE ' : ''}TRIGGER ${scene.word('t1', 't2', 't3')} ${event} ON ${scene.ref(table)} FOR EACH ${scene.word('ROW', 'ROW', 'STATEMENT')} EXECUTE FUNCTION ${scene.ref(routine)}()`;
  } },
  { kind: 'drop trigger', weight: 2, make: (scene) => {
    const table = scene.table((candidate) => candidate.triggers.length > 0);
    return `DROP TRIGGER ${scene.random.pick(table.triggers).name} ON ${scene.ref(table)}`;
  } },
  { kind: 'rename trigger', weight: 2, make: (scene) => {
    const table = scene.table((candidate) => candidate.triggers.length > 0);
    return `ALTER TRIGGER ${scene.random.pick(table.triggers).name} ON ${scene.ref(table)} RENAME TO ${scene.word('t4', 't5')}`;
  } },
  { kind: 'create view', weight: 5, make: (scene) => {
    const table = scene.table();
    const column = scene.quoted(scene.column(table).name);
    const from = scene.once(5) ? scene.ref(scene.of(scene.schema.allViews())) : scene.ref(table);
    return `CREATE ${scene.word('', '', 'OR REPLACE ', 'MATERIALIZED ')}VIEW ${scene.newRef(['v1', 'v2', 'v3'])} AS SELECT ${from === scene.ref(table) ? scene.word('*', column, `count(*)`) : scene.word('*', 'count(*)')} FROM ${from}`;
  } },
  { kind: 'drop view', weight: 2, make: (scene) => {
    const view = scene.of(scene.schema.allViews());
    return `DROP ${view.materialized ? 'MATERIALIZED ' : ''}VIEW ${scene.ref(view)}${scene.cascade()}`;
  } },
  { kind: 'alter view', weight: 2, make: (scene) => {
    const view = scene.of(scene.schema.allViews());
    return `ALTER ${view.materialized ? 'MATERIALIZED ' : ''}VIEW ${scene.ref(view)} ${scene.word(`RENAME TO ${scene.word('v4', 'v5')}`, `SET SCHEMA ${scene.quoted(scene.schemaName())}`)}`;
  } },
  { kind: 'create type', weight: 2, make: (scene) => {
    const name = scene.newRef(['mood', 'temper', 'Kind', 'positive']);
    return scene.word(`CREATE TYPE ${name} AS ENUM ('one', 'two')`, `CREATE TYPE ${name} AS (one integer, two ${scene.typeText()})`, `CREATE TYPE ${name} AS RANGE (subtype = float8)`, `CREATE DOMAIN ${name} AS ${scene.typeText()}${scene.word('', ' NOT NULL', ' CHECK (VALUE IS NOT NULL)', ' DEFAULT NULL')}`);
  } },
  { kind: 'alter enum', weight: 2, make: (scene) => `ALTER TYPE ${scene.ref(scene.type((type) => type.kind === 'enum'))} ${scene.word("ADD VALUE IF NOT EXISTS 'great' AFTER 'sad'", "ADD VALUE 'new' BEFORE 'ok'", "RENAME VALUE 'ok' TO 'fine'", "ADD VALUE 'last'")}` },
  { kind: 'rename type', weight: 2, make: (scene) => `ALTER TYPE ${scene.ref(scene.type())} ${scene.word('RENAME TO temper', 'RENAME TO "Kind"', `SET SCHEMA ${scene.quoted(scene.schemaName())}`)}` },
  { kind: 'drop type', weight: 1, make: (scene) => {
    const type = scene.type();
    return `DROP ${type.kind === 'domain' ? 'DOMAIN' : 'TYPE'} ${scene.ref(type)}${scene.cascade()}`;
  } },
  { kind: 'create function', weight: 3, make: (scene) => {
    const name = scene.newRef(['f', 'g', 'h']);
    return scene.word(
      `CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
      `CREATE FUNCTION ${name}() RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1'`,
      `CREATE FUNCTION ${name}(${scene.word('integer', 'text', 'varchar(3)', 'anyelement')}) RETURNS void LANGUAGE plpgsql AS 'BEGIN END'`,
      `CREATE PROCEDURE ${name}(x bigint) LANGUAGE sql AS ''`,
    );
  } },
  { kind: 'drop function', weight: 2, make: (scene) => {
    const routine = scene.of(scene.schema.allRoutines());
    return `DROP ${routine.kind.toUpperCase()} ${scene.ref(routine)}${scene.once(4) ? '' : `(${routine.argumentTypes.join(', ')})`}${scene.cascade()}`;
  } },
  { kind: 'rename function', weight: 1, make: (scene) => {
    const routine = scene.of(scene.schema.allRoutines());
    return `ALTER ${routine.kind.toUpperCase()} ${scene.ref(routine)}(${routine.argumentTypes.join(', ')}) ${scene.word('RENAME TO k', `SET SCHEMA ${scene.quoted(scene.schemaName())}`)}`;
  } },
  { kind: 'create schema', weight: 1, make: (scene) => `CREATE SCHEMA ${scene.word('IF NOT EXISTS s', '"S 2"', 's3 CREATE TABLE a (id integer) CREATE INDEX ON a (id)')}` },
  { kind: 'rename schema', weight: 1, make: (scene) => `ALTER SCHEMA ${scene.quoted(scene.random.pick([...scene.schema.allSchemas()].filter((name) => name !== 'public').sort()))} RENAME TO ${scene.word('s', '"S 2"', 's4')}` },
  { kind: 'drop schema', weight: 1, make: (scene) => `DROP SCHEMA ${scene.quoted(scene.random.pick([...scene.schema.allSchemas()].filter((name) => name !== 'public').sort()))} CASCADE` },
  { kind: 'set search path', weight: 1, make: (scene) => scene.word('SET search_path TO s, public', 'SET search_path TO "$user", public', "SELECT set_config('search_path', 'public, s', false)", 'SET search_path = public') },
  ...ACTIONS.map(({ kind, weight, isFor, make }) => ({
    kind,
    weight,
    make: (scene: Scene) => {
      const table = scene.table(isFor);
      return `ALTER TABLE ${scene.only()}${scene.ref(table)} ${make(scene, table)}`;
    },
  })),
  {
    kind: 'several actions',
    weight: 6,
    make: (scene) => {
      const table = scene.table();
      const actions = [scene.random.pick(ACTIONS), scene.random.pick(ACTIONS), ...(scene.once(3) ? [scene.random.pick(ACTIONS)] : [])];
      return `ALTER TABLE ${scene.ref(table)} ${actions.map((action) => action.make(scene, table)).join(', ')}`;
    },
  },
];

/** Statements in something that runs them, or does not. */
const WRAPPED_FORMS: readonly Form[] = [
  { kind: 'block', weight: 3, make: (scene) => `DO $do$ BEGIN ${innerStatement(scene)}; END $do$` },
  { kind: 'execute', weight: 3, make: (scene) => `DO $do$ BEGIN IF true THEN EXECUTE ${quotedText(innerStatement(scene))}; END IF; END $do$` },
  { kind: 'rolled back', weight: 2, make: (scene) => `BEGIN; ${innerStatement(scene)}; ROLLBACK` },
  { kind: 'rolled back to a savepoint', weight: 2, make: (scene) => `BEGIN; SAVEPOINT one; ${innerStatement(scene)}; ROLLBACK TO one; ${innerStatement(scene)}; COMMIT` },
];

function innerStatement(scene: Scene): string {
  return chosen(scene.random, PLAIN_FORMS.filter((form) => form.kind !== 'set search path')).make(scene);
}

const FORMS: readonly Form[] = [...PLAIN_FORMS, ...WRAPPED_FORMS];

function formAt(random: Random): Form {
  return chosen(random, FORMS);
}

function chosen(random: Random, forms: readonly Form[]): Form {
  return random.pick(forms.flatMap((form) => Array.from({ length: form.weight }, () => form)));
}
