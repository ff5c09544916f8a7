import { defineRule, migrationOf, NOTHING, type ChangeContext, type ChangeOf, type Clause, type Problem, type QualifiedName, type Sequence } from '../src/rule.js';
import { objectOf, quote, quoteSome } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-sequence-rewind',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow setting sequences back.',
  rationale: `A sequence that is set back hands out numbers for the second time.

- In **automatic** mode sequences are replicated. The documentation discourages setting them back: an unplanned failover takes back what had not
  been replicated completely, and may not do so completely for a sequence that was set back.
- In **every other mode** a sequence is each cluster's own. The statement sets back the one of the cluster that runs it, and numbers that it
  hands out again belong to rows already. Where the number is the key, inserts fail as duplicates; in bidirectional replication a row that has
  not arrived yet is silently replaced instead.

Moving a sequence forward (\`setval\` past the highest value, as dumps do) gives no finding. Whether a literal goes back is judged by the sequence's start and by
the last literal that the migrations set.`,
  remedy: `Leave the sequence where it is: numbers have gaps anyway. Where a new count has to begin, take a new sequence, or a column that tells the counts
apart.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'info',
    'transactional-manual': 'info',
    'transactional-semi-automatic': 'info',
    'transactional-automatic': 'warning',
  },
  citations: [
    cite(PAGES.automatic, 'Setting sequences back is discouraged: an unplanned failover may not roll it back completely.'),
    cite(PAGES.failover, 'Sequences are replicated in automatic mode only.'),
    cite(PAGES.multiMaster, 'Sequences of two clusters hand out the same numbers.'),
  ],

  on: {
    *alterSequence(change, context) {
      const before = context.before.sequence(change.name);
      if (change.restarts && !isFirstMove(change, before)) {
        yield rewind(change.clause, objectOf(change.name), `RESTART sets ${quote(change.name)} ${describeTarget(change)}`, context);
      } else if (change.cycle === true && before?.cycle !== true) {
        yield cycle(change.clause, change.name, context);
      }
    },

    *setIdentity(change, context) {
      const { sequence, table, column } = change;
      const before = sequence === null ? undefined : context.before.sequence(sequence);
      const object = sequence === null ? objectOf(table, column) : objectOf(sequence);
      if (change.restarts && !isFirstMove(change, before)) {
        yield rewind(change.clause, object, `RESTART sets the count of ${quote(column)} of ${quote(table)} ${describeTarget(change)}`, context);
      } else if (change.cycle === true && before?.cycle !== true) {
        yield cycle(change.clause, sequence ?? { schema: table.schema, name: `${table.name}_${column}_seq` }, context);
      }
    },

    *callSequence(change, context) {
      const { sequence: name, value } = change;
      const sequence = name === null ? undefined : context.before.sequence(name);
      if (name === null || value === null || sequence === undefined || !isBehind(value, sequence)) return;
      const last = sequence.position === undefined ? `its start, ${sequence.start}` : `${sequence.position}, where it was set before`;
      yield rewind(change.clause, objectOf(name), `setval sets ${quote(name)} to ${value}, behind ${last}`, context);
    },

    *truncate(change, context) {
      const tables = change.tables.filter((table) => context.isReplicated(table) && hasSequence(table, context));
      const [first] = tables;
      if (!change.restartIdentity || first === undefined || isLeftToTruncateRule(change, context)) return;
      yield rewind(change.clause, objectOf(first), `RESTART IDENTITY sets the sequences of ${quoteSome(tables, 3)} back to their start`, context);
    },

    *createSequence(change, context) {
      if (change.effective && change.sequence.cycle) yield cycle(change.clause, change.sequence, context);
    },

    createTable(change, context) {
      if (!change.effective || change.sequences === undefined) return NOTHING;
      return change.sequences.filter((sequence) => sequence.cycle).map((sequence) => cycle(sequence.origin, sequence, context));
    },

    addColumn(change, context) {
      return change.effective && change.sequence?.cycle === true ? [cycle(change.sequence.origin, change.sequence, context)] : NOTHING;
    },

    *addIdentity(change, context) {
      if (change.sequence?.cycle === true) yield cycle(change.clause, change.sequence, context);
    },
  },
});

function describeTarget({ restart }: ChangeOf<'alterSequence' | 'setIdentity'>): string {
  return restart === undefined ? 'back to its start' : `to ${restart}, however many numbers it has handed out`;
}

/** Whether `RESTART WITH` moves forward a sequence that the same file creates: no number of it has been handed out. */
function isFirstMove({ restart, statement, inRoutine }: ChangeOf<'alterSequence' | 'setIdentity'>, sequence: Sequence | undefined): boolean {
  if (restart === undefined || sequence === undefined || inRoutine !== null || migrationOf(sequence.origin.statement) !== migrationOf(statement)) return false;
  return restart !== (sequence.position ?? sequence.start) && !isBehind(restart, sequence);
}

/** Whether the number lies before where the sequence begins, or was set to last. */
function isBehind(value: number, { increment, start, position = start }: Sequence): boolean {
  return increment < 0 ? value > position : value < position;
}

/** Of a table that no migration creates it is not known. */
function hasSequence(name: QualifiedName, context: ChangeContext): boolean {
  const table = context.before.table(name);
  return table?.known !== true || table.columns.some((column) => column.sequence !== null);
}

function isLeftToTruncateRule(change: ChangeOf<'truncate'>, context: ChangeContext): boolean {
  return context.levelOf('no-truncate') !== 'off' && change.tables.some((table) => context.isReplicated(table) && !context.isNewInFile(table));
}

function rewind(clause: Clause, object: string, what: string, context: ChangeContext): Problem {
  return {
    clause,
    message: () => `${what}: ${consequence(context)}.`,
    help: () => ({ text: 'Leave the sequence where it is, or move it past the highest number in use; for a new count, take a new sequence.' }),
    object,
  };
}

function cycle(clause: Clause, name: QualifiedName, context: ChangeContext): Problem {
  return {
    clause,
    message: () => `With CYCLE ${quote(name)} starts over after its last number: ${consequence(context)}.`,
    help: () => ({ text: 'Leave CYCLE out: a sequence of bigint without a MAXVALUE does not come to its end.' }),
    object: objectOf(name),
  };
}

function consequence({ mode, clusters: [one, other] }: ChangeContext): string {
  switch (mode) {
    case 'bidirectional':
      return `where a number that it hands out again is the key of a row, the insert fails as a duplicate, or silently replaces a row that ${one} or ${other} has just written`;
    case 'transactional-automatic':
      return 'sequences are replicated in this mode, and an unplanned failover may not undo completely what goes back, so that numbers repeat';
    case 'non-transactional':
    case 'transactional-manual':
    case 'transactional-semi-automatic':
      return 'sequences are not replicated in this mode, so this holds on the cluster that runs it, and the other keeps its own count';
  }
}
