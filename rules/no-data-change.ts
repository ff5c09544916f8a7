import { defineRule, NOTHING, type ChangeContext, type ChangeOf, type FileChanges, type Problem, type Table } from '../src/rule.js';
import { objectOf, quote, quoteAll, quoteSome } from './shared/names.js';
import { readSchemaChanges } from './shared/schema-change.js';
import { cite, PAGES } from './shared/sources.js';
import { readWrites, type WriteGroup } from './shared/written-rows.js';
import { changingColumns, keySource, repeatedColumns } from './shared/written-values.js';

type Write = ChangeOf<'writeRows'>;

export default defineRule({
  id: 'no-data-change',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow changes of data in migrations that run on both clusters.',
  rationale: `Rows are what xCluster replicates, so a statement that changes data need run on one cluster only. A migration tool runs the whole
file wherever it runs it. What comes of the second run depends on the statement and on the mode.

- In the **transactional** modes but automatic the standby refuses writes while it replicates. The statement fails there, and the file stops in the
  middle, with part of its schema changes made. In automatic mode the file runs on the primary only.
- **Replication in both directions**: rows under random keys, or in tables without a key, exist twice on both clusters. \`SET x = x + 1\` counts twice.
  An \`UPDATE\` or \`DELETE\` that only repeats itself overwrites what was written since the first run, for the later write wins.
  Rows under fixed keys are the same rows; a plain \`INSERT\` of them fails where they have arrived already.
- **Non-transactional, one direction**: what the target writes is its own, unknown to replication, and stays until the source
  writes the same row again.

There is one finding for each table and kind of statement in a file, at the first such statement. That transactional targets refuse writes, and that the later
write wins, is documented; what follows for each statement is our reasoning.`,
  remedy: `Put data changes into files of their own, and run those on one cluster: the rows are replicated. Where a file has to run on both, let it
be one that can run twice: keys written out or derived (\`uuid_generate_v5\`), \`ON CONFLICT DO NOTHING\`, a \`WHERE\` that asks for the old value.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.architecture, 'Targets of transactional replication take no writes by default; of two writes to a row the one with the later time wins.'),
    cite(PAGES.multiMaster, 'Both clusters take writes, which are replicated in both directions; conflicts are settled by the time of the write.'),
    cite(PAGES.deployment, 'Non-transactional replication in one direction: the source is the one to write.'),
  ],

  on: {
    file(file, context) {
      const groups = readWrites(file, context);
      return groups.length > 0 ? judge(groups, file, context) : NOTHING;
    },
  },
});

function* judge(groups: readonly WriteGroup[], file: FileChanges, context: ChangeContext): Iterable<Problem> {
  const gives = context.levelOf('no-insert-before-replication') !== 'off';
  const hasSchemaChanges = readSchemaChanges(file.changes, context).next().done !== true;
  for (const group of groups) {
    if (group.createdBy !== null && gives) continue;
    const [first] = group.writes;
    yield {
      clause: first.clause,
      message: () => message(group, context),
      help: () => {
        const apart = hasSchemaChanges ? ' Put data changes into a file of their own: the schema changes in this one have to run on both.' : '';
        return { text: `${adviseOneRun(group, context)}${apart}${adviseTwoRuns(group, context)}` };
      },
      object: objectOf(group.table),
    };
  }
}

const PREPOSITIONS: Readonly<Record<Write['write'], string>> = { insert: 'into', copy: 'into', merge: 'into', update: 'of', delete: 'from' };

/** `this UPDATE of "users"`, `these 3 UPDATEs of "users"`. */
function name({ write, count, table }: WriteGroup): string {
  const verb = write.toUpperCase();
  return `${count === 1 ? `this ${verb}` : `these ${count} ${verb}s`} ${PREPOSITIONS[write]} ${quote(table)}`;
}

function message(group: WriteGroup, context: ChangeContext): string {
  if (context.mode.startsWith('transactional')) return `The standby refuses writes while it replicates: where it runs ${name(group)} too, the migration fails there and stops half-way.`;
  if (context.mode === 'non-transactional') return `Where the target runs ${name(group)} too, ${describeOnTarget(worstOf(group, context))}.`;
  return `Where both clusters run ${name(group)}, ${describeOnBoth(worstOf(group, context))}.`;
}

/** What a second run comes to, from bad to harmless. */
interface Outcome {
  readonly kind: 'new keys' | 'counted keys' | 'no key' | 'changed again' | 'other rows' | 'unknown keys' | 'other values' | 'set again' | 'made again' | 'deleted again' | 'duplicate key' | 'nothing';
  readonly columns: readonly string[];
  /** Whether a condition may keep the second run from doing it again. */
  readonly guarded: boolean;
}

const BADNESS: readonly Outcome['kind'][] = ['new keys', 'counted keys', 'no key', 'changed again', 'other rows', 'unknown keys', 'other values', 'set again', 'made again', 'deleted again', 'duplicate key', 'nothing'];

/** That of the statements which a second run does the most harm. */
function worstOf(group: WriteGroup, context: ChangeContext): Outcome {
  const table = context.after.table(group.table) ?? context.before.table(group.table) ?? group.createdBy?.created;
  const outcomes = group.writes.map((write) => outcomeOf(write, table));
  const worst = outcomes.reduce((bad, outcome) => (badnessOf(outcome) < badnessOf(bad) ? outcome : bad));
  const alike = outcomes.filter((outcome) => badnessOf(outcome) === badnessOf(worst));
  return { ...worst, columns: [...new Set(alike.flatMap((outcome) => outcome.columns))] };
}

/** The lower, the worse; of two that are alike, the one without a condition. */
function badnessOf({ kind, guarded }: Outcome): number {
  return BADNESS.indexOf(kind) * 2 + (guarded ? 1 : 0);
}

function outcomeOf(write: Write, table: Table | undefined): Outcome {
  const again = repeatedColumns(write, table);
  const outcome = (kind: Outcome['kind'], columns: readonly string[] = []): Outcome => ({ kind, columns, guarded: write.guarded });
  if (again.length > 0) return outcome('changed again', again);
  switch (write.write) {
    case 'insert':
    case 'copy': {
      const { from, column } = keySource(write, table);
      const kind = from === 'literals' ? KINDS_OF_LITERALS[write.onConflict ?? 'none'] : KINDS_OF_KEYS[from];
      // DO UPDATE sets what it finds, so finding the row is no help there.
      return { kind, columns: column === null ? [] : [column], guarded: write.guarded || (write.onConflict !== null && kind !== 'set again') };
    }
    case 'update': {
      const changing = changingColumns(write, table);
      if (changing.length > 0) return outcome('other values', changing);
      const remade = [...write.remade, ...write.relative.map(({ column }) => column)];
      const set = write.columns.filter((column) => !remade.includes(column));
      return set.length > 0 || write.guarded ? outcome('set again', set) : outcome('made again', remade);
    }
    case 'delete':
      return outcome('deleted again');
    case 'merge':
      return outcome('other rows');
  }
}

const KINDS_OF_LITERALS = { none: 'duplicate key', nothing: 'nothing', update: 'set again' } as const;

const KINDS_OF_KEYS = { 'a random value': 'new keys', 'a sequence': 'counted keys', nothing: 'no key', 'a query': 'other rows', unknown: 'unknown keys' } as const;

/** What is said where a condition may stop the second run, which it can do only with rows that it sees. */
const UNLESS_ARRIVED = ', unless the rows of the first have arrived by then and it finds them';

function describeOnBoth({ kind, columns, guarded }: Outcome): string {
  switch (kind) {
    case 'new keys':
      return `each run makes up its own ${quoteAll(columns)}, and both clusters end up with the rows twice${guarded ? UNLESS_ARRIVED : ''}`;
    case 'counted keys':
      return `each counts ${quoteAll(columns)} for itself: the rows come out twice under different numbers, or collide with others that have the same ones${guarded ? UNLESS_ARRIVED : ''}`;
    case 'no key':
      return 'no primary key tells a row from its copy, and both end up with the rows twice';
    case 'changed again':
      return `${quoteAll(columns)} can change twice, for the second run starts from the value that the first has replicated${guarded ? ', unless a condition of the statement no longer holds then' : ''}`;
    case 'other rows':
      return 'each run goes by the rows that it finds there: under the same key the later write wins, and rows under different keys stay on both';
    case 'unknown keys':
      return `rows with fixed keys come out the same, but rows whose keys are made up as they are inserted exist twice on both${guarded ? UNLESS_ARRIVED : ''}`;
    case 'other values':
      return guarded
        ? `each run writes its own ${quoteAll(columns)} to the rows that fit its condition by then, and where both write a row the later one stays`
        : `each run writes its own ${quoteAll(columns)}, and the later one stays on both`;
    case 'set again':
      return guarded ? 'the second run writes again to rows that fit its condition by then' : `the second run overwrites what was written ${describeTarget(columns)} since the first`;
    case 'made again':
      return `the second run computes ${quoteSome(columns, 3)} once more from what it finds, which does no harm only where that comes out the same`;
    case 'deleted again':
      return guarded ? 'the second run also deletes rows that came to fit its condition since the first' : 'the second run also deletes rows that were written since the first';
    case 'duplicate key':
      return 'the second run fails with a duplicate key as soon as the rows of the first have arrived; at the same moment both write the same rows';
    case 'nothing':
      return 'the keys are fixed and rows that have arrived are left alone, so the second run does no harm; one run is enough';
  }
}

/** Of an `UPDATE` the columns are known; of a `DO UPDATE` they are not. */
function describeTarget(columns: readonly string[]): string {
  return columns.length === 0 ? 'to those rows' : `to ${quoteSome(columns, 3)} of those rows`;
}

function describeOnTarget({ kind, columns, guarded }: Outcome): string {
  switch (kind) {
    case 'new keys':
    case 'counted keys':
      return `it makes up its own ${quoteAll(columns)} and keeps rows that the source does not have beside those that replication brings${guarded ? UNLESS_ARRIVED : ''}`;
    case 'no key':
      return 'it keeps its own copy of each row beside the one that replication brings';
    case 'changed again':
      return `${quoteAll(columns)} can change twice there, for it starts from the value that replication has brought${guarded ? ', unless a condition of the statement no longer holds then' : ''}`;
    case 'other rows':
      return 'it goes by the rows that it finds there, and what comes out differently stays different until the source writes the same row again';
    case 'unknown keys':
      return `rows with fixed keys come out the same, but rows whose keys are made up as they are inserted exist there twice${guarded ? UNLESS_ARRIVED : ''}`;
    case 'other values':
      return `it writes its own ${quoteAll(columns)}${guarded ? ' to the rows that fit its condition by then' : ''}, which replication does not know of and leaves in place until the source writes the row again`;
    case 'set again':
      return `it writes again to ${guarded ? 'rows that fit its condition by then' : 'rows that the source may have changed in the meantime'}, and what it wrote stays there until the source writes them again`;
    case 'made again':
      return `it computes ${quoteSome(columns, 3)} once more from what it finds, and what comes out differently stays there until the source writes the rows again`;
    case 'deleted again':
      return `it also deletes rows that the source has written in the meantime${guarded ? ' and that fit its condition' : ''}, which the source does not send again`;
    case 'duplicate key':
      return 'it fails there with a duplicate key as soon as the rows have arrived by replication';
    case 'nothing':
      return 'the keys are fixed and rows that have arrived are left alone, so that does no harm; the run on the source is enough';
  }
}

function adviseOneRun({ count }: WriteGroup, context: ChangeContext): string {
  const [them, reaches] = count === 1 ? ['it', 'it reaches'] : ['them', 'they reach'];
  if (context.mode === 'bidirectional') return `Run ${them} on ${context.clusters[0]} or on ${context.clusters[1]}, not on both: ${reaches} the other as rows.`;
  const [writer, reader] = context.mode === 'non-transactional' ? ['source', 'target'] : ['primary', 'standby'];
  return `Run ${them} on the ${writer} only: ${reaches} the ${reader} as rows.`;
}

/** How to let it run twice, where the other cluster lets it run at all. */
function adviseTwoRuns(group: WriteGroup, context: ChangeContext): string {
  if (context.mode.startsWith('transactional')) return '';
  const { kind, guarded } = worstOf(group, context);
  const where = ` Where ${group.count === 1 ? 'it has' : 'they have'} to run on both,`;
  switch (kind) {
    case 'new keys':
    case 'counted keys':
    case 'unknown keys':
      return `${where} write the keys out or derive them (uuid_generate_v5)${group.write === 'copy' ? '' : ', and add ON CONFLICT DO NOTHING'}.`;
    case 'duplicate key':
      return group.write === 'copy' ? '' : `${where} add ON CONFLICT DO NOTHING.`;
    case 'set again':
    case 'made again':
    case 'other values':
      return guarded ? '' : `${where} let WHERE ask for the old value, so that the second run finds nothing to do.`;
    case 'changed again':
      return group.write === 'update' ? `${where} let WHERE ask for the old value, so that the second run finds nothing to do.` : '';
    case 'no key':
    case 'other rows':
    case 'deleted again':
    case 'nothing':
      return '';
  }
}
