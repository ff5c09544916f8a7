import type { Change, Clause, EventTrigger, QualifiedName, Routine, Schema, Sequence, Statement, Table, UserType, View } from '../rule.js';
import { applyChange } from '../schema/apply/apply.js';
import { StepContext, type KnownSettings } from './context.js';
import type { Counts } from './counts.js';
import type { Dispatch } from './dispatch.js';
import { reportOpaque } from './file-run.js';
import type { FileRecord, Judge } from './judge.js';
import type { Objects } from './state.js';

/** How the bodies of a root's routines are judged. */
export interface BodyQuestions {
  readonly judge: Judge;
  readonly settings: KnownSettings;
  readonly counts: Counts;
}

/**
 * Has change rules judge what a routine's body would do, over the schema that the migrations leave: the body runs later.
 * Only routines of that schema are asked about, so a version that was replaced or dropped is silent, and files before
 * replication count too. Gives the schema that the body would leave.
 */
export function judgeBody(routine: Routine, changes: readonly Change[], record: FileRecord, dispatch: Dispatch, schema: Schema, questions: BodyQuestions): Schema {
  const { judge, settings, counts } = questions;
  let before = schema;
  for (const change of changes) {
    const after = applyChange(before, change);
    const found = judge.findings.length;
    const { notJudged } = judge;
    const handlers = dispatch.changeHandlers(change);
    if (handlers !== undefined) {
      const context = new StepContext(settings, record.levels, before, after, null);
      for (const handler of handlers) judge.ask(handler, change.clause, [change, context]);
    }
    if (change.kind === 'opaque' || judge.notJudged > notJudged) counts.unanalyzable += 1;
    if (change.kind === 'opaque') {
      if (judge.findings.length === found) reportOpaque(judge, record, change);
    }
    before = after;
  }
  const context = new StepContext(settings, record.levels, schema, before, null);
  for (const handler of dispatch.transactionEnd) judge.ask(handler, routine.origin, [{ origin: 'routine', changes, routine }, context]);
  return before;
}

/** What of a schema the changes made or altered. */
export function touchedObjects(changes: readonly Change[], schema: Schema): Objects {
  const tables = new Set<Table>();
  const sequences = new Set<Sequence>();
  const views = new Set<View>();
  const types = new Set<UserType>();
  const eventTriggers: EventTrigger[] = [];
  for (const change of changes) {
    for (const name of tableNames(change)) addTo(tables, schema.table(name));
    if (change.kind === 'createTable') for (const sequence of change.sequences ?? []) addTo(sequences, schema.sequence(sequence));
    if (change.kind === 'createSequence') addTo(sequences, schema.sequence(change.sequence));
    if (change.kind === 'alterSequence') addTo(sequences, schema.sequence(change.name));
    if (change.kind === 'createView') addTo(views, schema.view(change.view));
    if (change.kind === 'createType') addTo(types, schema.type(change.type));
    if (change.kind === 'alterType') addTo(types, schema.type(change.name));
    if (change.kind === 'createEventTrigger') eventTriggers.push(change.eventTrigger);
  }
  return { tables, sequences, views, types, routines: [], eventTriggers };
}

function tableNames(change: Change): readonly QualifiedName[] {
  // Writing rows leaves a table as it is, and is what most bodies do.
  if (!('table' in change) || change.table === null || change.kind === 'writeRows') return [];
  const { table } = change;
  if (change.kind === 'renameTable') return [{ schema: table.schema, name: change.newName }];
  if (change.kind === 'moveTable') return [{ schema: change.newSchema, name: table.name }];
  return [table];
}

function addTo<Item>(items: Set<Item>, item: Item | undefined): void {
  if (item !== undefined) items.add(item);
}

/** Whether a place stands in the body of the routine that the statement creates. */
export function isInBodyOf(clause: Clause, statement: Statement): boolean {
  for (let host = clause.statement.host; host !== null; host = host.host) if (host === statement) return true;
  return false;
}
