import { startOf } from '../../src/sql/clause.js';
import { Replay, type Step } from '../../src/schema/replay.js';
import type { Change } from '../../src/schema/change.js';
import type { QualifiedName, Routine, Schema, Table } from '../../src/schema/model.js';
import { migrationOf, PARSER, statementsOf } from '../oracle/replay.js';

/** What the text of one or more files does, each in a session of its own. */
export function stepsOf(...texts: readonly string[]): { readonly steps: readonly Step[]; readonly schema: Schema } {
  const replay = new Replay(PARSER);
  const steps: Step[] = [];
  for (const text of texts) {
    replay.startFile(migrationOf(text).file);
    for (const statement of statementsOf(text)) steps.push(...replay.run(statement));
  }
  return { steps, schema: replay.schema };
}

/** The schema that the files leave. */
export function schemaAfter(...texts: readonly string[]): Schema {
  return stepsOf(...texts).schema;
}

export function changesOf(text: string): readonly Change[] {
  return stepsOf(text).steps.map((step) => step.change);
}

/** The text with `>` where the change stands: `ALTER TABLE t >ADD b int`. */
export function marked(text: string, change: Change): string {
  const { offset } = startOf(change.clause);
  return `${text.slice(0, offset)}>${text.slice(offset)}`;
}

export function inPublic(name: string): QualifiedName {
  return { schema: 'public', name };
}

/** A table that has to be there. */
export function tableIn(schema: Schema, name: string): Table {
  const table = schema.table(inPublic(name));
  if (table === undefined) throw new Error(`there is no table ${name}`);
  return table;
}

export function routineIn(schema: Schema, name: string): Routine {
  const [routine] = schema.routines(inPublic(name));
  if (routine === undefined) throw new Error(`there is no routine ${name}`);
  return routine;
}

/** Names of the tables, sorted. */
export function tableNames(schema: Schema): string[] {
  return [...schema.allTables()].map(({ schema: inside, name }) => `${inside}.${name}`).sort();
}
