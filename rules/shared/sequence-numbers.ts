import type { Expr } from 'pgsql-ast-parser';
import type { Column, Help, Problem, Proposal, QualifiedName, StateContext, Table } from '../../src/rule.js';
import { binary, call, column, string, treeName } from './ast.js';
import { repairCountedKey } from './key-repair.js';
import { objectOf, quote } from './names.js';
import { fixCountingColumn } from './uuid-fix.js';
import { describeFollowers, proposeUuidColumn, relateFollowers } from './uuid-column.js';

/**
 * The problem of a column that counts. `what` completes "column of table …": `is bigserial`. `sequence` is the one it
 * draws from where it does not own one.
 */
export function countingColumn(
  table: Table,
  counted: Column,
  place: Pick<Problem, 'clause'> & { readonly what: string; readonly sequence: QualifiedName | null },
  context: StateContext,
): Problem {
  return {
    clause: place.clause,
    message: () => `${quote(counted.name)} of ${quote(table)} ${place.what}${explainRepeats(table, counted, context)}`,
    help: () => helpCountingColumn(table, counted, place.sequence, context),
    object: objectOf(table, counted.name),
    fix: () => fixCountingColumn(table, counted, context),
    // With one direction a `setval` at the failover is enough.
    ...(context.mode === 'bidirectional' ? { repair: { scope: 'tables' as const, propose: () => repairCountedKey(table, counted, context) } } : {}),
    get related() {
      return relateFollowers(table, counted.name, context.schema);
    },
  };
}

function explainRepeats(table: Table, counted: Column, context: StateContext): string {
  const key = table.constraints.find((constraint) => constraint.type === 'primary key' && constraint.columns.includes(counted.name));
  const isUnique = key !== undefined || table.indexes.some((index) => index.unique && index.keys.some((part) => part.column === counted.name));
  if (context.mode === 'bidirectional') {
    const counting = ', and each cluster counts for itself: both hand out the same numbers';
    if (key?.columns.length === 1) return `${counting}, and of two rows with the same ${quote(counted.name)} the later write silently replaces the earlier.`;
    if (key !== undefined) return `${counting}, and rows that come out with the same key silently replace each other.`;
    return `${counting}, so rows written on ${context.clusters[0]} and on ${context.clusters[1]} share them.`;
  }
  const [moment, promoted] = context.mode === 'non-transactional' ? ['once writes move to the target', 'there'] : ['after a failover', 'on the promoted cluster'];
  const effect = isUnique ? 'numbers that are taken, so inserts fail as duplicates' : 'numbers that older rows already have';
  return `, and xCluster does not replicate sequences in this mode: ${moment}, nextval starts over ${promoted} and hands out ${effect}.`;
}

function helpCountingColumn(table: Table, counted: Column, sequence: QualifiedName | null, context: StateContext): Help {
  const followers = describeFollowers(table, counted.name, context.schema);
  const uuid = proposeUuidColumn(table, counted, context);
  if (context.mode !== 'bidirectional') {
    return {
      text: `Make it a uuid, which needs no counter, or move the sequence past the rows after every failover, before the application writes.${followers}`,
      sql: [...uuid, proposeSetval(table, counted, sequence)],
    };
  }
  const isKey = table.constraints.some((constraint) => constraint.type === 'primary key' && constraint.columns.includes(counted.name));
  if (isKey) return { text: `Make it a uuid, which either cluster can make up without asking the other.${followers}`, sql: uuid };
  return {
    text: `Where it only has to tell rows apart, make it a uuid; where people read it or rows are ordered by it, keep it next to the name of the cluster that gave it and go by both.${followers}`,
    sql: uuid,
  };
}

/** `SELECT setval(…)` past the column's highest value. */
function proposeSetval(table: Table, counted: Column, sequence: QualifiedName | null): Proposal {
  const counter =
    sequence === null
      ? call('pg_get_serial_sequence', string(spellForCatalog(table)), string(counted.name))
      : string(spellForCatalog(sequence));
  const next: Expr = {
    type: 'select',
    columns: [{ expr: binary('+', call('coalesce', call('max', column(counted.name)), { type: 'integer', value: 0 }), { type: 'integer', value: 1 }) }],
    from: [{ type: 'table', name: treeName(table) }],
  };
  return {
    form: 'statement',
    note: 'or, on the promoted cluster after a failover',
    ast: { type: 'select', columns: [{ expr: call('setval', counter, next, { type: 'boolean', value: false }) }] },
  };
}

/** As `regclass` reads it from a string: quoted where folding would change it. */
function spellForCatalog(name: QualifiedName): string {
  return [name.schema, name.name].map((part) => (/^[a-z_][a-z0-9_$]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`)).join('.');
}
