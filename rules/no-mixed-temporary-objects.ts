import { defineRule, type Change, type Problem, type QualifiedName, type RuleContext, type Statement, type View } from '../src/rule.js';
import { isSameName, isTemporary, objectOf, quoteSome, spell } from './shared/names.js';
import { citeFile, FILES } from './shared/sources.js';

export default defineRule({
  id: 'no-mixed-temporary-objects',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow dropping temporary and permanent objects in one statement, in automatic mode.',
  rationale: `Automatic mode replicates what happens to permanent objects and leaves temporary ones to their session. One statement that drops some of each
can be neither sent nor left out, so the primary refuses it: the migration fails there. \`CASCADE\`
counts: a temporary view over a permanent table goes with it.`,
  remedy: 'Drop them in two statements, the temporary ones first. Temporary objects go with their session anyway.',
  confidence: 'source',
  severity: {
    bidirectional: 'off',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'error',
  },
  citations: [citeFile(FILES.ddlEndHandler, 'Refuses a command that drops temporary and permanent objects together.')],

  on: {
    *file({ changes }, context) {
      yield* judge(changes, context);
    },
    *transactionEnd({ origin, changes }, context) {
      // Those of a file have been judged with the file.
      if (origin === 'routine') yield* judge(changes, context);
    },
  },
});

/** What one statement drops. */
interface Dropping {
  readonly statement: Statement;
  readonly temporary: Dropped[];
  readonly permanent: Dropped[];
  /** Temporary views that go with what is dropped, by `CASCADE`. */
  readonly along: View[];
}

function* judge(changes: readonly Change[], context: RuleContext): Iterable<Problem> {
  for (const { statement, temporary, permanent, along } of gatherDrops(changes, context)) {
    const [first] = permanent;
    if (first === undefined || temporary.length + along.length === 0) continue;
    yield {
      clause: { statement, form: 'statement', at: 0 },
      message: () => `This drops ${describe(temporary, permanent, along)}: automatic mode refuses a statement that drops both kinds.`,
      help: () => ({ text: help(temporary, permanent, along) }),
      object: objectOf(first.name, first.column ?? undefined),
    };
  }
}

function describe(temporary: readonly Dropped[], permanent: readonly Dropped[], along: readonly View[]): string {
  const those = temporary.length > 0 ? temporary.map(spellDropped) : along.map(({ name }) => name);
  const areTemporary = `${quoteSome(those, 3)}, which ${those.length === 1 ? 'is' : 'are'} temporary`;
  const kept = quoteSome(permanent.map(spellDropped), 3);
  return temporary.length > 0 ? `${areTemporary}, together with ${kept}` : `${kept} and, by CASCADE, ${areTemporary}`;
}

function help(temporary: readonly Dropped[], permanent: readonly Dropped[], along: readonly View[]): string {
  const apart = temporary.length > 0 ? permanent.map(spellDropped) : along.map(({ name }) => name);
  return `Drop ${quoteSome(apart, 3)} ${temporary.length > 0 ? '' : 'first, '}in a statement of ${apart.length === 1 ? 'its' : 'their'} own.`;
}

/** As people say it: what is temporary without its schema, which nobody writes. */
function spellDropped({ name, column }: Dropped): string {
  const spelled = isTemporary(name) ? name.name : spell(name);
  return column === null ? spelled : `${spelled}.${column}`;
}

function gatherDrops(changes: readonly Change[], context: RuleContext): readonly Dropping[] {
  const droppings: Dropping[] = [];
  // Those of earlier files went with their session.
  const views = new Map<string, View>();
  for (const change of changes) {
    if (change.kind === 'createView' && change.view.temporary) views.set(change.view.name, change.view);
    const found = droppedBy(change);
    if (found === null) continue;
    let last = droppings.at(-1);
    if (last?.statement !== change.statement) droppings.push((last = { statement: change.statement, temporary: [], permanent: [], along: [] }));
    if (isTemporary(found.name)) last.temporary.push(found);
    // A table that nobody here makes may be one that some routine makes, for its session.
    else if (change.kind !== 'dropTable' || change.existed || context.isReplicated(found.name)) last.permanent.push(found);
    if (change.kind === 'dropView') views.delete(change.name.name);
    for (const view of views.values()) {
      if (!found.takes(view)) continue;
      views.delete(view.name);
      last.along.push(view);
    }
  }
  return droppings;
}

/** What a change drops, and which views CASCADE would take along. */
interface Dropped {
  readonly name: QualifiedName;
  /** Of a table that stays. */
  readonly column: string | null;
  takes(view: View): boolean;
}

function droppedBy(change: Change): Dropped | null {
  if (change.kind === 'dropTable') return dropped(change.table, change.cascade, (view) => view.reads.some((read) => isSameName(read, change.table)));
  if (change.kind === 'dropView') return dropped(change.name, change.cascade, (view) => view.reads.some((read) => isSameName(read, change.name)));
  if (change.kind === 'dropType') return dropped(change.name, change.cascade, (view) => view.types.some((type) => isSameName(type, change.name)));
  if (change.kind === 'dropColumn') {
    const { table, column, cascade } = change;
    return dropped(table, cascade, (view) => view.uses.some((use) => use.column === column && isSameName(use.relation, table)), column);
  }
  if (change.kind === 'dropIndex') return dropped(change.index);
  return change.kind === 'dropSequence' || change.kind === 'dropRoutine' ? dropped(change.name) : null;
}

function dropped(name: QualifiedName, cascade = false, takes: (view: View) => boolean = () => false, column: string | null = null): Dropped {
  return { name, column, takes: (view) => cascade && takes(view) };
}
