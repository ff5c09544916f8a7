import type { Clause, EventTrigger, Routine, Schema, Sequence, StateContext, Table, UserType, View } from '../rule.js';
import type { Dispatch, Handler } from './dispatch.js';
import type { Judge } from './judge.js';

/** What state rules are asked about. */
export interface Objects {
  readonly tables: Iterable<Table>;
  readonly sequences: Iterable<Sequence>;
  readonly views: Iterable<View>;
  readonly types: Iterable<UserType>;
  readonly routines: Iterable<Routine>;
  readonly eventTriggers: Iterable<EventTrigger>;
}

/** How state rules are asked. */
export interface StateQuestions {
  readonly judge: Judge;
  readonly dispatch: Dispatch;
  /** What the rules are told about an object that stands there. */
  readonly contextFor: (origin: Clause) => StateContext;
  /** Which findings count; all where it is absent. */
  readonly accepts?: (clause: Clause) => boolean;
}

/** Everything that a schema holds. */
export function objectsOf(schema: Schema): Objects {
  return {
    tables: schema.allTables(),
    sequences: schema.allSequences(),
    views: schema.allViews(),
    types: schema.allTypes(),
    routines: schema.allRoutines(),
    eventTriggers: schema.allEventTriggers(),
  };
}

/** Has every state rule judge every object. */
export function judgeObjects(objects: Objects, questions: StateQuestions): void {
  const { judge, dispatch, contextFor, accepts } = questions;
  if (dispatch.table.length + dispatch.index.length > 0) {
    for (const table of objects.tables) {
      const context = contextFor(table.origin);
      for (const handler of dispatch.table) judge.ask(handler, table.origin, [table, context], accepts);
      if (dispatch.index.length === 0) continue;
      for (const index of table.indexes) {
        const indexContext = contextFor(index.origin);
        for (const handler of dispatch.index) judge.ask(handler, index.origin, [index, table, indexContext], accepts);
      }
    }
  }
  askAbout(objects.sequences, dispatch.sequence, questions);
  askAbout(objects.views, dispatch.view, questions);
  askAbout(objects.types, dispatch.type, questions);
  askAbout(objects.routines, dispatch.routine, questions);
  askAbout(objects.eventTriggers, dispatch.eventTrigger, questions);
}

function askAbout<Item extends { readonly origin: Clause }>(
  items: Iterable<Item>,
  handlers: readonly Handler<[Item, StateContext]>[],
  { judge, contextFor, accepts }: StateQuestions,
): void {
  if (handlers.length === 0) return;
  for (const item of items) {
    const context = contextFor(item.origin);
    for (const handler of handlers) judge.ask(handler, item.origin, [item, context], accepts);
  }
}
