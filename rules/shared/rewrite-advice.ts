import {
  FIRST_RELEASES,
  hasReached,
  isConstrainedDomain,
  quoteIdentifier,
  withoutDomains,
  type ChangeContext,
  type ChangeOf,
  type Help,
  type JudgedCall,
  type Problem,
  type Proposal,
  type QualifiedName,
  type Table,
} from '../../src/rule.js';
import { treeName } from './ast.js';
import { findPrimaryKey } from './keys.js';
import { count, join, proposedName, quote, quoteAll, quoteSome, spell } from './names.js';
import type { ColumnRewrite, KeyRewrite } from './rewrite.js';

/** What a finding about a rewrite says. */
export type Explanation = Pick<Problem, 'message' | 'help'>;

/** A new column that rewrites the table. */
export function explainColumnRewrite(rewrite: ColumnRewrite, { table, column }: ChangeOf<'addColumn'>, context: ChangeContext): Explanation {
  const name = quote(column.name);
  const reason = {
    default: () => `Every row of ${quote(table)} gets its own ${name}${rewrite.by === 'default' ? ` (${describeCall(rewrite.call)})` : ''}, and writing them rewrites the table`,
    serial: () => `${name} is ${column.serial ?? 'serial'}: every row of ${quote(table)} gets a number of its own, and writing them rewrites the table`,
    identity: () => `${name} is an identity column: every row of ${quote(table)} gets a number of its own, and writing them rewrites the table`,
    generated: () => `${name} is computed and stored for every row of ${quote(table)}, which rewrites the table`,
    domain: () => `${name} has the domain ${quote(column.type.base)}, and PostgreSQL checks its constraints by rewriting ${quote(table)}`,
  }[rewrite.by];
  return {
    message: () => `${reason()}: ${consequence(table, rewrite.by === 'serial', context)}.`,
    help: () => (isReplicatedRewrite(context, rewrite.by === 'serial') ? QUIET_HELP(table) : helpWithColumn(rewrite, table, column, context)),
  };
}

/** A primary key that comes or goes. */
export function explainKeyRewrite(rewrite: KeyRewrite, table: QualifiedName, context: ChangeContext): Explanation {
  const stored = `YugabyteDB stores the rows of ${quote(table)} by their primary key`;
  const reason = {
    addKey: `${stored}, so adding one rewrites the table`,
    dropKey: `${stored}, so dropping ${quote(rewrite.name)} rewrites the table`,
    dropKeyColumn: `${stored}, and ${quote(rewrite.name)} is part of it, so dropping the column rewrites the table`,
  }[rewrite.by];
  return {
    message: () => `${reason}: ${consequence(table, false, context)}.`,
    help: () => (isReplicatedRewrite(context, false) ? QUIET_HELP(table) : helpWithKey(rewrite, table, context)),
  };
}

/** A new type that does not fit the stored rows. */
export function explainTypeRewrite(change: ChangeOf<'alterColumnType'>, context: ChangeContext): Explanation {
  const { table, column, from, to } = change;
  const isComputed = change.using !== null && change.usingCasts === undefined;
  const reason = isComputed
    ? `USING computes every ${quote(column)} of ${quote(table)} anew, which rewrites the table`
    : `Changing ${quote(column)} of ${quote(table)} from ${from?.text ?? 'its type'} to ${to.text} rewrites the table`;
  return {
    message: () => `${reason}: ${consequence(table, true, context)}.`,
    help: () => (isReplicatedRewrite(context, true) ? QUIET_HELP(table) : adviseNewType(change, context)),
  };
}

/** `the source`, `the primary`, `one cluster only`: where rows are filled in, for replication to carry them over. */
export function whereToFill(context: ChangeContext): string {
  if (context.mode === 'bidirectional') return 'one cluster only';
  return context.mode === 'non-transactional' ? 'the source only' : 'the primary only';
}

/** `on both clusters`, `on the primary`: where the schema is changed. */
export function whereToAlter(context: ChangeContext): string {
  return context.mode === 'transactional-automatic' ? 'on the primary' : 'on both clusters';
}

/** Whether the rewrite is replicated like any other change. */
function isReplicatedRewrite(context: ChangeContext, isRefusedAtFirst: boolean): boolean {
  return context.mode === 'transactional-automatic' && (!isRefusedAtFirst || hasReached(context.version, FIRST_RELEASES.automaticTypeChange));
}

function consequence(table: QualifiedName, isRefusedAtFirst: boolean, context: ChangeContext): string {
  if (isReplicatedRewrite(context, isRefusedAtFirst)) return 'replication carries that over, but rows that are written while it runs may be lost';
  if (context.mode === 'transactional-automatic') return `automatic replication refuses such a statement before 2025.2.1`;
  return `replication does not know the new table underneath, so YugabyteDB refuses the statement while ${quote(table)} is replicated`;
}

const QUIET_HELP = (table: QualifiedName): Help => ({ text: `Run it on the primary while nothing writes ${quote(table)}.` });

function describeCall({ call, definedBy }: JudgedCall): string {
  const name = `${call.schema === null || call.schema === 'public' || call.schema === 'pg_catalog' ? call.name : `${call.schema}.${call.name}`}()`;
  if (definedBy === 'unknown') return `no migration says that ${name} is STABLE, so it counts as volatile`;
  return definedBy === 'migration' ? `${name} says neither STABLE nor IMMUTABLE, so it is volatile` : `${name} is volatile`;
}

function helpWithColumn(rewrite: ColumnRewrite, table: QualifiedName, column: ChangeOf<'addColumn'>['column'], context: ChangeContext): Help {
  const target = proposedName(table);
  const where = whereToFill(context);
  const batches = `on ${where}, in batches`;
  const add = (type: string): Proposal => ({ form: 'addColumn', table: target, column: column.name, type });
  const fill = (value: string): Proposal => ({ form: 'fillColumn', note: batches, table: target, column: column.name, value });
  const notNull = column.notNull && rewrite.by !== 'serial' && rewrite.by !== 'identity' ? ' NOT NULL can follow when every row has a value.' : '';
  const inTwo = `Add the column without a default, set the default for new rows, and fill in the old ones on ${where}: replication carries them over.${notNull}`;
  const plain = withoutDomains(column.type, context.before).text;
  switch (rewrite.by) {
    case 'default': {
      const value = rewrite.value.text;
      return { text: inTwo, sql: [add(plain), { form: 'setDefault', table: target, column: column.name, value }, fill(value)] };
    }
    case 'serial':
    case 'identity':
      return {
        text: `Make it a uuid, which needs no counter, and add it in steps. ${inTwo}`,
        sql: [add('uuid'), { form: 'setDefault', table: target, column: column.name, value: 'gen_random_uuid()' }, fill('gen_random_uuid()')],
      };
    case 'generated':
      return {
        text: `Add a plain column, set it wherever ${quote(table)} is written, and fill in the old rows on ${where}.${notNull}`,
        sql: [add(plain), fill(column.generated?.text ?? 'NULL')],
      };
    case 'domain':
      return {
        text: `Add the column with the type below the domain; a CHECK of the table can say what the domain says.${notNull}`,
        sql: [add(plain), ...(column.default === null ? [] : [{ form: 'setDefault', table: target, column: column.name, value: column.default.text } as const])],
      };
  }
}

function helpWithKey(rewrite: KeyRewrite, table: QualifiedName, context: ChangeContext): Help {
  const copy = `create a new table, let it join the replication, copy the rows on ${whereToFill(context)}, and swap the names`;
  const again = 'drop the replication, run this on both clusters, and set it up again';
  if (rewrite.by === 'addKey') {
    const key = rewrite.columns.length === 0 ? 'its primary key' : `its primary key over ${quoteAll(rewrite.columns)}`;
    return { text: `Give ${quote(table)} ${key} where it is created. Where it is replicated already, ${copy}; or ${again}.` };
  }
  const keep = rewrite.by === 'dropKeyColumn' ? `Keep ${quote(rewrite.name)}` : 'Keep the key';
  return { text: `${keep}, or ${copy}; or ${again}.` };
}

/** Expand and contract: a column of the new type beside the old one, which then takes its name. */
export function adviseNewType(change: ChangeOf<'alterColumnType'>, context: ChangeContext): Help {
  const { table: name, column, to, using } = change;
  const table = proposedName(name);
  const taken = context.before.table(name);
  if (taken !== undefined && findPrimaryKey(taken)?.columns.includes(column) === true) return helpWithKeyType(change, context);
  const next = freeName(`${column}_new`, taken);
  const former = freeName(`${column}_old`, taken);
  // A new column of a domain that checks its values would rewrite the table too.
  const type = isConstrainedDomain(to, context.before) ? withoutDomains(to, context.before) : to;
  const value = using?.text ?? `${quoteIdentifier(column)}::${type.text}`;
  const old = taken?.columns.find((own) => own.name === column);
  const rename = (from: string, renamed: string): Proposal => ({
    form: 'statement',
    ast: { type: 'alter table', table: treeName(name), changes: [{ type: 'rename column', column: { name: from }, to: { name: renamed } }] },
  });
  const swap: Proposal[] = [
    // No sooner: a row that only has the old column by then must come to the attention of the UPDATE.
    ...(old === undefined || old.default === null || old.sequence !== null ? [] : [{ form: 'setDefault', table, column: next, value: old.default.text } as const]),
    ...(old?.notNull === true && old.default === null && old.identity === null ? [{ form: 'dropNotNull', table, column } as const] : []),
    rename(column, former),
    rename(next, column),
  ];
  const everywhere = whereToAlter(context);
  const left = taken === undefined || old === undefined ? [] : describeAttached(taken, old, context);
  const attached = left.length === 0 ? '' : ` Before the swap, the new column needs what ${quote(column)} has: ${join(left)}.`;
  return {
    text: `Add a column of the new type beside ${quote(column)} ${everywhere}, let the application write both, fill in the old rows on ${whereToFill(context)}, then swap the names ${everywhere}; drop ${quote(former)} when nothing needs it.${attached}`,
    sql: [
      { form: 'addColumn', note: everywhere, table, column: next, type: type.text },
      { form: 'fillColumn', note: `on ${whereToFill(context)}, in batches`, table, column: next, value },
      ...swap.map((step, position) => (position === 0 ? { ...step, note: `later, ${everywhere}` } : step)),
    ],
  };
}

/** No column beside it can take over from a column of the primary key: that would be another key. */
function helpWithKeyType({ table, column }: ChangeOf<'alterColumnType'>, context: ChangeContext): Help {
  const joins = context.mode === 'transactional-automatic' ? '' : ', let it join the replication';
  const again = context.mode === 'transactional-automatic' ? '' : '; or drop the replication, run this on both clusters, and set it up again';
  return { text: `${quote(column)} is in the primary key of ${quote(table)}, so no column beside it can take its place. Create a new table with the new type${joins}, copy the rows on ${whereToFill(context)}, and swap the names${again}.` };
}

/** What a column that takes the place of the other needs besides its type and a default that is proposed, as a list has it. */
function describeAttached(table: Table, column: Table['columns'][number], context: ChangeContext): string[] {
  const mentions = ({ columns }: { readonly columns: readonly string[] }): boolean => columns.includes(column.name);
  const constraints = table.constraints.filter(mentions);
  const indexes = table.indexes.filter((index) => index.constraint === null && isIndexOf(index, column.name));
  const referencing = context.before.foreignKeysTo(table).filter(({ constraint }) => constraint.references?.columns.includes(column.name) === true);
  return [
    ...(column.notNull ? ['NOT NULL'] : []),
    ...(column.identity !== null || column.sequence !== null ? ['its sequence'] : []),
    ...listed('constraint', constraints.map(({ name }) => name)),
    ...listed('index', indexes.map(({ name }) => name)),
    ...listed('foreign key', referencing.map(({ table: other, constraint }) => `${spell(other)}.${constraint.name}`)),
  ];
}

function isIndexOf(index: Table['indexes'][number], column: string): boolean {
  const expressions = [index.predicate, ...index.keys.map((key) => key.expression)];
  return index.include.includes(column) || index.keys.some((key) => key.column === column) || expressions.some((expression) => expression?.columns.includes(column) === true);
}

function listed(noun: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [`${names.length === 1 ? noun : count(2, noun).slice(2)} ${quoteSome(names, 3)}`];
}

function freeName(wanted: string, table: Table | undefined): string {
  const taken = new Set(table?.columns.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}${String(number)}`;
  return name;
}
