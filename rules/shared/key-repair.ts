import type { CreateColumnDef, Expr, TableAlteration } from 'pgsql-ast-parser';
import type { Column, Constraint, Index, Proposal, ProposedColumn, ProposedConstraint, ProposedKey, ProposedRepair, QualifiedName, RefusedRepair, RepairStep, StateContext, Statement, Table, View } from '../../src/rule.js';
import { binary, call, column as ref, string, treeName } from './ast.js';
import { freeRelationName } from './free-names.js';
import { findCarried, findCountedTables, findObstacle, findViews, Obstacles, type CountedTables, type Member } from './counted-tables.js';
import { findPrimaryKey, proposeIndex } from './keys.js';
import { objectOf, proposedName, quote, quoteAll, quoteSome } from './names.js';
import { explainRollout } from './rollout-order.js';
import { proposeUuidExtension } from './uuid-column.js';

/** So many tables are named in a sentence. */
const SHOWN_TABLES = 6;

/**
 * New tables with random keys beside those that count, with all rows and all that reference them. A key that stands cannot
 * change: to give a table another primary key is to rewrite it, which replication does not survive.
 *
 * The uuids of the rows that are there are made from their numbers, so that either cluster comes to the same ones and the copy
 * can be repeated; only new rows get random ones.
 */
export function repairCountedKey(table: Table, counted: Column, context: StateContext): ProposedRepair | RefusedRepair {
  if (findPrimaryKey(table)?.columns.includes(counted.name) !== true) {
    return { refusal: `${quote(counted.name)} is no key: what the number is for, and what may take its place, no schema says. Two clusters cannot count together.` };
  }
  const tables = findCountedTables(table, counted, context);
  if (typeof tables === 'string') return { refusal: tables };
  const members = [...tables.replaced, ...tables.extended];
  const obstacles = new Obstacles(members, context);
  const obstacle = findObstacle(tables, obstacles, context);
  if (obstacle !== null) return { refusal: obstacle };
  const carried = findCarried(tables, obstacles, context);
  if (typeof carried === 'string') return { refusal: carried };
  const views = findViews(tables, obstacles, context);
  if (typeof views === 'string') return { refusal: views };
  const [again] = [...views.map(({ origin }) => origin.statement), ...carried];
  if (again !== undefined && context.history.settings('search_path').length > 0) {
    return { refusal: `The statement at ${again.file.path}:${String(again.start.line)} has to run again, and the migrations set search_path: its names may mean something else in a migration of its own.` };
  }
  return new KeyRepair(tables, { carried, views }, context).propose();
}

/** A table beside the one that it is to replace, and the names that are free for it. */
interface Replacement extends Member {
  readonly fresh: QualifiedName;
  readonly old: QualifiedName;
  /** The names of the primary key and the indexes of the new table, with those that they get in the end. */
  readonly names: ReadonlyMap<string, string>;
}

/** A table with new columns. */
interface Extension extends Member {
  /** For each column that changes, the name of the new one and that of the old one when it is put aside. */
  readonly names: ReadonlyMap<string, { readonly fresh: string; readonly old: string }>;
  /** The indexes on old columns, each with the name of its like on the new ones until the old ones are gone. */
  readonly indexes: readonly { readonly index: Index; readonly name: string }[];
}

/** What is made again, by its own statements, when the new tables have their names. */
interface MadeAgain {
  readonly carried: readonly Statement[];
  /** In the order in which they are made. */
  readonly views: readonly View[];
}

class KeyRepair {
  readonly #context: StateContext;
  readonly #again: MadeAgain;
  readonly #taken = new Set<string>();
  readonly #replacements: readonly Replacement[];
  readonly #extensions: readonly Extension[];
  readonly #all: string;
  readonly #title: string;

  constructor({ replaced, extended }: CountedTables, again: MadeAgain, context: StateContext) {
    this.#context = context;
    this.#again = again;
    this.#replacements = replaced.map((member) => this.#replace(member));
    this.#extensions = extended.map((member) => this.#extend(member));
    const tables = [...replaced, ...extended].map(({ table }) => table);
    this.#all = quoteSome(tables, SHOWN_TABLES);
    this.#title = `Make uuids of the numbers that are the keys of ${quoteAll(replaced.map(({ table }) => table))}`;
  }

  #replace(member: Member): Replacement {
    const { table } = member;
    const free = (name: string, ending: string): string => freeRelationName(table.schema, name, ending, this.#context.schema, this.#taken);
    const indexes = table.indexes.filter((index) => !index.unique || index.primary);
    return { ...member, fresh: { schema: table.schema, name: free(table.name, '_new') }, old: { schema: table.schema, name: free(table.name, '_old') }, names: new Map(indexes.map((index) => [free(index.name, '_new'), index.name])) };
  }

  #extend(member: Member): Extension {
    const { table, columns } = member;
    const names = new Map([...columns.keys()].map((column) => [column, { fresh: freeColumn(table, `${column}_new`), old: freeColumn(table, `${column}_old`) }]));
    const used = table.indexes.filter((index) => index.keys.some((key) => key.column !== null && columns.has(key.column)));
    const indexes = used.map((index) => ({ index, name: freeRelationName(table.schema, index.name, '_new', this.#context.schema, this.#taken) }));
    return { ...member, names, indexes };
  }

  propose(): ProposedRepair | RefusedRepair {
    const [first] = this.#replacements;
    if (first === undefined) return { refusal: 'No table has the number in its primary key.' };
    const steps = [this.#createTables(), ...this.#addColumns(), ...this.#copyRows(), ...this.#setAside(), ...this.#putInPlace(), ...this.#dropOld()];
    const [create, ...rest] = steps;
    if (create === undefined) return { refusal: 'There is nothing to do.' };
    return { key: `keys of ${this.#replacements.map(({ table }) => objectOf(table)).join()}`, title: this.#title, steps: [create, ...rest] };
  }

  /** All new tables in one migration: they reference each other. */
  #createTables(): RepairStep {
    const tables = this.#replacements.flatMap((replacement): Proposal[] => {
      const { table, fresh, names } = replacement;
      const indexes = [...names].flatMap(([name, index]) => table.indexes.filter((one) => one.name === index && !one.primary).map((one) => ({ name, index: one })));
      return [
        { form: 'createTable', table: proposedName(fresh), columns: table.columns.map((column) => proposeColumn(column, replacement)), constraints: this.#constraintsOf(replacement), split: table.split },
        ...indexes.map(({ name, index }) => proposeIndex(table, index, { name, table: proposedName(fresh) })),
      ];
    });
    return {
      ...BASE,
      name: `create ${nameSome(this.#replacements.map(({ fresh }) => fresh.name))}`,
      phase: 'expand',
      purpose: `${this.#title}: new tables beside the old ones, for a replicated table cannot be given another primary key.`,
      rollout: explainRollout('createTable', this.#context),
      up: [...proposeUuidExtension(this.#context.version), ...tables],
      down: [{ form: 'statement', ast: { type: 'drop table', names: [...this.#replacements].reverse().map(({ fresh }) => treeName(fresh)) } }],
    };
  }

  #constraintsOf({ table, names, columns }: Replacement): readonly ProposedConstraint[] {
    return table.constraints.flatMap((constraint): ProposedConstraint[] => {
      const { type, name, expression, references } = constraint;
      if (type === 'primary key') return [{ type, name: [...names].find(([, given]) => given === constraint.index)?.[0] ?? name, keys: proposeKey(constraint) }];
      if (type === 'check' && expression !== null) return [{ type, name, expression: expression.text, noInherit: constraint.noInherit === true }];
      if (references === null) return [];
      const target = constraint.columns.some((column) => columns.has(column)) ? this.#freshOf(references.table) : references.table;
      return [{ type: 'foreign key', name, columns: constraint.columns, table: proposedName(target), targetColumns: references.columns, onDelete: references.onDelete, onUpdate: references.onUpdate }];
    });
  }

  /** The new table in the place of an old one; the table itself where it stays. */
  #freshOf(name: QualifiedName): QualifiedName {
    return this.#replacements.find(({ table }) => objectOf(table) === objectOf(name))?.fresh ?? name;
  }

  /** A migration for the columns of all other tables, and one for each index on them. */
  #addColumns(): RepairStep[] {
    if (this.#extensions.length === 0) return [];
    const add = (fresh: string): TableAlteration => ({ type: 'add column', column: { kind: 'column', name: { name: fresh }, dataType: { name: 'uuid' } } satisfies CreateColumnDef });
    const columns: RepairStep = {
      ...BASE,
      name: `add uuid columns to ${nameSome(this.#extensions.map(({ table }) => table.name))}`,
      phase: 'expand',
      purpose: 'Columns for the uuids of the rows that are referenced: without a default, for that would rewrite the table.',
      rollout: explainRollout('alterTable', this.#context),
      up: this.#extensions.map(({ table, names }) => alter(table, [...names.values()].map(({ fresh }) => add(fresh)))),
      down: this.#extensions.map(({ table, names }) => alter(table, [...names.values()].map(({ fresh }) => ({ type: 'drop column', column: { name: fresh } })))),
    };
    return [columns, ...this.#extensions.flatMap((extension) => extension.indexes.map((built) => this.#buildIndex(extension, built)))];
  }

  #buildIndex({ table, names }: Extension, { index, name }: { readonly index: Index; readonly name: string }): RepairStep {
    const keys = index.keys.map((key) => ({ ...key, column: key.column === null ? null : (names.get(key.column)?.fresh ?? key.column) }));
    return {
      ...BASE,
      name: `create ${name}`,
      phase: 'expand',
      transaction: false,
      purpose: `Takes the place of ${quote(index.name)}, which goes with the old column.`,
      rollout: explainRollout('createIndex', this.#context),
      up: [proposeIndex(table, { ...index, keys }, { name, concurrently: true })],
      down: [{ form: 'statement', ast: { type: 'drop index', names: [treeName({ schema: table.schema, name })] } }],
    };
  }

  /** A migration for each table: one that writes several could arrive in parts. */
  #copyRows(): RepairStep[] {
    const [a, b] = this.#context.clusters;
    const rollout = [
      `Before it, writes to ${this.#all} stop on ${a} and on ${b} until the last migration that renames has run, the new tables are in the replication in both directions, and each cluster has all that the other wrote.`,
      `Runs on ${a}; when ${b} has received the rows it runs there, and finds nothing left to write.`,
    ];
    const purpose = 'A row that references none that is there, which two clusters can leave behind, makes this or the foreign keys that follow fail: look for such rows before. The uuid of a row is made from its number, so that both clusters come to the same one, and what runs twice changes nothing. Whoever knows the number can tell the uuid: it is no secret. It is one transaction: rows too many for one are written by hand before it, while writes are stopped, in parts by the key; this then adds what is missing.';
    const copies = this.#replacements.map((replacement): RepairStep => {
      const { table, fresh } = replacement;
      return {
        ...BASE,
        name: `copy ${table.name} to ${fresh.name}`,
        phase: 'backfill',
        purpose,
        rollout,
        up: [proposeCopy(replacement)],
        down: 'Nothing to take back: the rows go with the new table.',
      };
    });
    const fills = this.#extensions.map(({ table, names, columns }): RepairStep => ({
      ...BASE,
      name: `fill ${[...names.values()].map(({ fresh }) => fresh).join(' and ')} of ${table.name}`,
      phase: 'backfill',
      purpose,
      rollout,
      up: [...names].map(([column, { fresh }]): Proposal => ({
        form: 'statement',
        ast: {
          type: 'update',
          table: treeName(table),
          sets: [{ column: { name: fresh }, value: proposeUuid(column, columns.get(column) ?? '') }],
          where: binary('AND', { type: 'unary', op: 'IS NULL', operand: ref(fresh) }, { type: 'unary', op: 'IS NOT NULL', operand: ref(column) }),
        },
      })),
      down: 'Nothing to take back: the values go with the new column.',
    }));
    return [...copies, ...fills];
  }

  #setAside(): RepairStep[] {
    const tables = this.#replacements.map(({ table, old }) => alter(table, [{ type: 'rename', to: { name: old.name } }]));
    // Rows of old tables would keep the application from deleting what they reference.
    const keys = this.#replacements.flatMap(({ table }) =>
      table.constraints
        .filter(({ references }) => references !== null && !this.#replacements.some((other) => objectOf(other.table) === objectOf(references.table)))
        .map(({ name }) => alter(table, [{ type: 'drop constraint', constraint: { name } }])),
    );
    const columns = this.#extensions.flatMap(({ table, names, columns: changed }) => [
      ...changedKeys(table, changed).map((constraint) => alter(table, [{ type: 'drop constraint', constraint: { name: constraint.name } }])),
      ...[...names].map(([column, { old }]) => alter(table, [{ type: 'rename column', column: { name: column }, to: { name: old } }])),
      // New rows have no number.
      ...[...names].filter(([column]) => isNotNull(table, column)).map(([, { old }]): Proposal => ({ form: 'dropNotNull', table: proposedName(table), column: old })),
    ]);
    return [
      {
        ...BASE,
        name: `set ${nameSome(this.#replacements.map(({ table }) => table.name))} aside`,
        phase: 'switch',
        purpose: `The old ${this.#extensions.length > 0 ? 'tables and columns' : 'tables'} get other names. Writes are still stopped, and until the next migration has run reads fail as well: nothing has the names that the application knows.`,
        rollout: explainRollout('alterTable', this.#context),
        // A table that is renamed keeps what references it: those of other tables go first.
        up: [...[...this.#again.views].reverse().map((view): Proposal => ({ form: 'dropView', view: proposedName(view) })), ...columns, ...keys, ...tables],
        down: 'Taken back by hand: the same names the other way round, and what it drops is made again.',
      },
    ];
  }

  #putInPlace(): RepairStep[] {
    const tables = this.#replacements.map(({ table, fresh }) => alter(fresh, [{ type: 'rename', to: { name: table.name } }]));
    const columns = this.#extensions.flatMap(({ table, names, columns: changed }) => [
      ...[...names].map(([column, { fresh }]) => alter(table, [{ type: 'rename column', column: { name: fresh }, to: { name: column } }])),
      ...[...names.keys()].filter((column) => isNotNull(table, column)).map((column): Proposal => ({ form: 'setNotNull', table: proposedName(table), column })),
      ...changedKeys(table, changed).map((constraint) => alter(table, [{ type: 'add constraint', constraint: proposeForeignKey(constraint) }])),
    ]);
    return [
      {
        ...BASE,
        name: `put ${nameSome(this.#replacements.map(({ fresh }) => fresh.name))} in place`,
        phase: 'switch',
        purpose: 'The new ones get the names that the application knows. When this has run on both clusters, an application that takes the keys for uuids may write again. From its first write on there is no way back: new rows have no number.',
        rollout: explainRollout('alterTable', this.#context),
        up: [...tables, ...columns, ...[...this.#again.views.map(({ origin }) => origin.statement), ...this.#again.carried].map((statement): Proposal => ({ form: 'asWritten', statement }))],
        down: 'Taken back by hand, with the same names the other way round, and only as long as nothing has been written since: new rows have no number, and the old tables do not have them.',
      },
    ];
  }

  #dropOld(): RepairStep[] {
    const rename = (schema: string, from: string, to: string): Proposal => ({ form: 'statement', ast: { type: 'alter index', index: treeName({ schema, name: from }), change: { type: 'rename', to: { name: to } } } });
    const tables: RepairStep = {
      ...BASE,
      name: `drop ${nameSome(this.#replacements.map(({ old }) => old.name))}`,
      phase: 'contract',
      purpose: 'Not before the application has run for a while on the new tables: the numbers are gone then. What is left gets the names of what it replaces.',
      rollout: explainRollout('dropTable', this.#context),
      up: [
        { form: 'statement', ast: { type: 'drop table', names: this.#replacements.map(({ old }) => treeName(old)) } },
        ...this.#replacements.flatMap(({ table, names }) => [...names].map(([from, to]) => rename(table.schema, from, to))),
      ],
      down: 'Nothing brings the old tables back.',
    };
    if (this.#extensions.length === 0) return [tables];
    const columns: RepairStep = {
      ...BASE,
      name: `drop numbers of ${nameSome(this.#extensions.map(({ table }) => table.name))}`,
      phase: 'contract',
      purpose: 'The old columns go, and their indexes with them. What is left gets the names of what it replaces.',
      rollout: explainRollout('alterTable', this.#context),
      up: this.#extensions.flatMap(({ table, names, indexes }) => [
        alter(table, [...names.values()].map(({ old }) => ({ type: 'drop column', column: { name: old } }))),
        ...indexes.map(({ index, name }) => rename(table.schema, name, index.name)),
      ]),
      down: 'Nothing brings the old columns back.',
    };
    return [tables, columns];
  }
}

/** What most steps have in common. */
const BASE = { batch: null, transaction: true } as const;

/** Names for a file's name: the first ones. */
function nameSome(names: readonly string[]): string {
  return names.length <= 2 ? names.join(' and ') : `${names.slice(0, 1).join(' ')} and ${String(names.length - 1)} more`;
}

function alter(table: QualifiedName, changes: TableAlteration[]): Proposal {
  return { form: 'statement', ast: { type: 'alter table', table: treeName(table), changes } };
}

function proposeColumn(column: Column, { table, columns }: Member): ProposedColumn {
  const source = columns.get(column.name);
  const base = { name: column.name, notNull: isNotNull(table, column.name) && !isKey(table, column.name), collation: column.collation ?? null, generated: column.generated?.text ?? null };
  if (source === undefined) return { ...base, type: column.type.text, default: column.default?.text ?? null };
  const isSource = source === objectOf(table, column.name);
  return { ...base, type: 'uuid', default: isSource ? 'gen_random_uuid()' : null };
}

function isKey(table: Table, column: string): boolean {
  return findPrimaryKey(table)?.columns.includes(column) === true;
}

function isNotNull(table: Table, name: string): boolean {
  return table.columns.some((column) => column.name === name && column.notNull);
}

function proposeKey({ columns, sharding }: Constraint): ProposedKey[] {
  return columns.map((column, position) => {
    const { order = null, grouped = false } = sharding[position] ?? {};
    return { column, expression: null, order, group: grouped ? 0 : null };
  });
}

/** The uuid that a number stands for: the same on either cluster, and for whatever references it. */
function proposeUuid(column: string, source: string): Expr {
  return { type: 'cast', to: { name: 'uuid' }, operand: call('md5', binary('||', string(`${source} `), ref(column))) };
}

function proposeCopy({ table, fresh, columns }: Replacement): Proposal {
  const copied = table.columns.filter((column) => column.generated === null);
  return {
    form: 'statement',
    ast: {
      type: 'insert',
      into: treeName(fresh),
      columns: copied.map(({ name }) => ({ name })),
      insert: {
        type: 'select',
        columns: copied.map(({ name }) => {
          const source = columns.get(name);
          return { expr: source === undefined ? ref(name) : proposeUuid(name, source) };
        }),
        from: [{ type: 'table', name: treeName(table) }],
      },
      onConflict: { do: 'do nothing' },
    },
  };
}

/** The foreign keys of a table whose columns change. */
function changedKeys(table: Table, columns: ReadonlyMap<string, string>): readonly Constraint[] {
  return table.constraints.filter((constraint) => constraint.type === 'foreign key' && constraint.columns.some((column) => columns.has(column)));
}

function proposeForeignKey({ name, columns, references }: Constraint): Extract<TableAlteration, { type: 'add constraint' }>['constraint'] {
  if (references === null) throw new Error(`${name} references nothing`);
  const { onDelete, onUpdate } = references;
  return {
    type: 'foreign key',
    constraintName: { name },
    localColumns: columns.map((column) => ({ name: column })),
    foreignTable: treeName(references.table),
    foreignColumns: references.columns.map((column) => ({ name: column })),
    ...(onDelete === 'no action' ? {} : { onDelete }),
    ...(onUpdate === 'no action' ? {} : { onUpdate }),
  };
}

function freeColumn(table: Table, name: string): string {
  const taken = new Set(table.columns.map((column) => column.name));
  return [name, ...Array.from(taken, (_, number) => `${name}${String(number + 1)}`)].find((one) => !taken.has(one)) ?? name;
}
