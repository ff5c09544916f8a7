import { defineRule, migrationOf, type Clause, type Constraint, type Index, type Problem, type Proposal, type ProposedFix, type ProposedRepair, type QualifiedName, type RefusedRepair, type RelatedPlace, type RepairStep, type RuleContext, type StateContext, type Table } from '../src/rule.js';
import { treeName } from './shared/ast.js';
import { freeRelationName } from './shared/free-names.js';
import { belongsToParent, describeKeys, findPrimaryKey, proposeIndex, sharesTablet } from './shared/keys.js';
import { isSameName, objectOf, quote, quoteAll } from './shared/names.js';
import { explainRollout } from './shared/rollout-order.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-unique-constraint',
  kind: 'state',
  topic: 'active-active',
  summary: 'Disallow `UNIQUE` constraints and unique indexes besides the primary key.',
  rationale: `Uniqueness is checked by the cluster that takes the write, against the rows it has at that moment. What replication
brings from the other cluster is applied below the query layer and is not checked again.

A unique index is a table of its own, keyed by the indexed value. When both clusters accept a row with the same value,
both rows stay in the table, but the index has room for one entry. From then on a scan of the table finds two rows and a
lookup by index finds one; deleting either row takes the shared entry along, and the value is free for a third. Nothing
raises an error and nothing repairs it.

With one direction the source alone takes writes, and there the constraint holds.

A unique index that holds all columns of the primary key is \`info\`: rows with the same key are one row, so it cannot be broken. It
repeats what the key does, at the price of a second index.`,
  remedy: `Tell rows apart by a \`uuid\` primary key, let the application decide what two rows with the same value mean, and keep
lookups fast with a plain index. Where only one cluster ever writes a given row (each region its own customers, say),
uniqueness holds within that region: keep the constraint and suppress the finding with that reason.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'info',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  fix: {
    safety: 'unsafe',
    what: `Makes a plain index of a \`CREATE UNIQUE INDEX\`, and of a \`UNIQUE\` constraint, which becomes a \`CREATE INDEX\` of its own: the database no longer keeps the values apart. A constraint goes with all its words (\`DEFERRABLE\`, \`INCLUDE\` …).

There is none where a foreign key references the columns or an \`ON CONFLICT\` needs an index on them, and none for an index that holds the primary key, which is better left out. A constraint stays besides where a statement names it (to rename, comment or drop it, in the way back too) or a \`LIKE\` copies it, in bodies, on partitioned tables and partitions, where the name for the index is taken, and where the index would be built on an older table in a transaction.`,
    brings: ['no-covering-index', 'no-guarded-ddl', 'no-secondary-index', 'require-explicit-sharding', 'require-simultaneous-index'],
  },
  citations: [
    cite(PAGES.architecture, 'Conflicting writes on two clusters can leave both rows in the table and one of them in the unique index.'),
    cite(PAGES.multiMaster, 'Unique indexes and constraints are to be avoided, for there is no way to check them across clusters.'),
    citeIssue(11539, 'Asks for a warning about constraints that multi-master replication cannot keep.'),
    citeIssue(14409, 'A count through the unique index and a count through the table differ.'),
  ],

  on: {
    *table(table, context) {
      if (!context.isReplicated(table)) return;
      for (const constraint of table.constraints) {
        if (constraint.type !== 'unique' || belongsToParent(constraint)) continue;
        const index = table.indexes.find((candidate) => candidate.name === constraint.index);
        yield problem(table, constraint, { name: constraint.name, columns: constraint.columns, keys: quoteAll(constraint.columns), index, plainName: plainName(table, constraint), constraint }, context);
      }
      for (const index of table.indexes) {
        if (!index.unique || index.primary || index.constraint !== null || belongsToParent(index)) continue;
        const columns = index.keys.flatMap((key) => key.column ?? []);
        yield problem(table, index, { name: index.name, columns, keys: describeKeys(index.keys), index, plainName: index.name, constraint: null }, context);
      }
    },
  },
});

/** A unique constraint or a unique index. */
interface Uniqueness {
  readonly name: string;
  /** Its columns, without keys that are expressions. */
  readonly columns: readonly string[];
  /** Its keys as a sentence has them. */
  readonly keys: string;
  readonly index: Index | undefined;
  /** For the plain index that takes its place. */
  readonly plainName: string;
  readonly constraint: Constraint | null;
}

function problem(table: Table, { origin }: { readonly origin: Clause }, uniqueness: Uniqueness, context: StateContext): Problem {
  const key = findPrimaryKey(table);
  const { name, columns } = uniqueness;
  const object = objectOf(table, name);
  // A condition or an expression leaves some rows out, or says less than the columns: of no matter, for the columns tell rows apart already.
  if (key !== undefined && key.columns.length > 0 && key.columns.every((column) => columns.includes(column))) {
    return {
      clause: origin,
      message: () => explainRepeatedKey(table, key, uniqueness),
      help: () => helpRepeatedKey(table, key, uniqueness, context),
      object,
      level: 'info',
      ...(context.mode === 'bidirectional' ? { repair: { scope: 'parts' as const, propose: () => repair(table, uniqueness, context, columns.length > key.columns.length) } } : {}),
    };
  }
  return {
    clause: origin,
    message: () => message(quote(name), table, uniqueness.keys, context),
    help: () => help(table, uniqueness, context),
    object,
    fix: () => fix(table, uniqueness, context),
    ...(context.mode === 'bidirectional' ? { repair: { scope: 'parts' as const, propose: () => repair(table, uniqueness, context, true) } } : {}),
    get related() {
      return relateReferences(table, columns, context);
    },
  };
}

function explainRepeatedKey(table: Table, key: Constraint, { name, columns }: Uniqueness): string {
  const keys = quoteAll(key.columns);
  const how = columns.length === key.columns.length ? `repeats the primary key (${keys}) of ${quote(table)}` : `holds the primary key (${keys}) of ${quote(table)} and more`;
  return `${quote(name)} ${how}: rows with the same key are one row, so it keeps nothing apart that is not apart already, and costs each write a second index, which is replicated too.`;
}

function helpRepeatedKey(table: Table, key: Constraint, { name, columns, constraint }: Uniqueness, context: StateContext): { text: string; sql?: Proposal[] } {
  const isExact = columns.length === key.columns.length;
  const references = isExact ? [] : findReferences(table, columns, context);
  const drop = proposeDrop(table, name, constraint);
  if (references.length > 0) {
    const names = quoteAll(references.map((reference) => reference.constraint.name));
    return { text: `${names} ${references.length === 1 ? 'references' : 'reference'} all its columns and ${references.length === 1 ? 'needs' : 'need'} it; reference the primary key alone, then drop it.`, sql: [drop] };
  }
  if (isExact) return { text: 'Leave it out: the primary key serves foreign keys, ON CONFLICT and lookups alike.', sql: [drop] };
  return { text: 'Leave it out, unless lookups or an ON CONFLICT go by all of its columns.', sql: [drop] };
}

function message(name: string, table: Table, keys: string, context: RuleContext): string {
  const [a, b] = context.clusters;
  if (context.mode === 'bidirectional') {
    return `${name} cannot keep ${keys} of ${quote(table)} unique: each cluster checks only the rows it has, so the same value written on ${a} and on ${b} stays in the table twice, while the index keeps one entry and lookups miss the other row.`;
  }
  return `${name} keeps ${keys} of ${quote(table)} unique on the source only: the target applies rows without checking them, so the promise ends as soon as both clusters take writes.`;
}

function help(table: Table, { columns, index, plainName: name }: Uniqueness, context: StateContext): { text: string; sql?: Proposal[] } {
  if (context.mode !== 'bidirectional') {
    return { text: 'Nothing to do as long as one cluster takes the writes; make sure that a failover stops them on the old source before the new one starts.' };
  }
  const references = findReferences(table, columns, context);
  if (references.length > 0) {
    const names = quoteAll(references.map((reference) => reference.constraint.name));
    return { text: `${names} ${references.length === 1 ? 'needs' : 'need'} these columns unique: let ${references.length === 1 ? 'it' : 'them'} reference the primary key first, then give up uniqueness.` };
  }
  const isInferred = context.history.conflictTargets(table).some((target) => target.length === columns.length && target.every((column) => columns.includes(column)));
  const sites = columns.filter((column) => context.siteColumns.includes(column));
  const notes = ['Drop the uniqueness, let the application decide what duplicates mean, and keep lookups fast with a plain index.'];
  if (isInferred) notes.push('An ON CONFLICT in these migrations relies on it and must be rewritten first.');
  if (sites.length > 0) notes.push(`If each ${quoteAll(sites)} is written on one cluster only, it holds there: suppress this finding with that reason.`);
  if (index !== undefined && index.predicate !== null) notes.push('The condition stays; such an index is a no-covering-index.');
  // With an ON CONFLICT left, the plain index alone would break it.
  const sql = index === undefined || index.keys.length === 0 || isInferred ? [] : [proposeIndex(table, index, { name, unique: false, include: [] })];
  return { text: notes.join(' '), sql };
}

function fix(table: Table, uniqueness: Uniqueness, context: StateContext): ProposedFix | null {
  const { columns, index, constraint } = uniqueness;
  if (context.mode !== 'bidirectional' || index === undefined || findReferences(table, columns, context).length > 0) return null;
  // Which of several it infers nobody asks here: an ON CONFLICT that may infer the index is reason enough to leave it.
  if (mayBeInferred(table, index, context) || context.history.isRelied(table, columns, constraint?.name ?? null)) return null;
  return constraint === null ? fixIndex(table, index, uniqueness) : fixConstraint(table, index, constraint, uniqueness, context);
}

function title({ name, keys, plainName: index }: Uniqueness, table: Table): string {
  return `Make ${quote(name)} a plain index${index === name ? '' : ` (${quote(index)})`}: nothing keeps ${keys} of ${quote(table)} unique any more`;
}

function fixIndex(table: Table, index: Index, uniqueness: Uniqueness): ProposedFix | null {
  if (index.via !== 'statement') return null;
  return {
    title: title(uniqueness, table),
    safety: 'unsafe',
    needsWholeSchema: true,
    effects: [{ change: 'changes', part: 'index', table, name: index.name }],
    edits: [{ form: 'plainIndex', statement: index.origin.statement }],
  };
}

/**
 * A plain index first, where lookups go by the columns, then the uniqueness goes. Only where both clusters take writes: with one
 * direction it holds.
 */
function repair(table: Table, { name, columns, keys, index, constraint }: Uniqueness, context: StateContext, isLookedUp: boolean): ProposedRepair | RefusedRepair {
  const [a, b] = context.clusters;
  const references = findReferences(table, columns, context);
  if (references.length > 0) {
    const names = quoteAll(references.map((reference) => reference.constraint.name));
    return { refusal: `${names} ${references.length === 1 ? 'references' : 'reference'} ${keys} and ${references.length === 1 ? 'needs' : 'need'} it: PostgreSQL would refuse to drop it.` };
  }
  if (index === undefined || index.keys.length === 0) return { refusal: 'The columns are not known: no migration here creates the table.' };
  if (mayBeInferred(table, index, context)) return { refusal: `An ON CONFLICT in these migrations finds its rows by ${keys} of ${quote(table)}, and fails without it: rewrite that first.` };
  const title = `Give up ${quote(name)}: nothing keeps ${keys} of ${quote(table)} unique any more`;
  const drop: RepairStep = {
    name: `drop ${name}`,
    phase: 'contract',
    batch: 'drop uniqueness',
    transaction: true,
    purpose: `${title}, and the application decides what rows that are alike mean.`,
    rollout: [...explainRollout('dropUnique', context), 'Before it, the application has no ON CONFLICT on what is unique here: it would fail.'],
    up: [proposeDrop(table, name, constraint)],
    down: `Nothing here makes ${quote(name)} again: rows that are alike may have come in on ${a} or ${b}.`,
  };
  const key = `uniqueness ${table.schema}.${table.name} ${name}`;
  if (!isLookedUp || table.indexes.some((other) => !other.unique && isSamePlace(other, index))) return { key, title, steps: [drop] };
  if (table.partitionKey !== null) return { refusal: `${quote(table)} is partitioned, and the plain index for lookups has to be built on each partition and attached to one made with ONLY.` };
  const plain = freeRelationName(table.schema, name.replace(/_(?:key|unique|uniq)$/, ''), '_idx', context.schema);
  const build: RepairStep = {
    name: `create ${plain}`,
    phase: 'expand',
    batch: null,
    transaction: false,
    purpose: `Serves lookups by ${keys} of ${quote(table)} in the place of ${quote(name)}, which a later migration drops.`,
    rollout: explainRollout('createIndex', context),
    up: [proposeIndex(table, index, { name: plain, unique: false, concurrently: true, include: [] })],
    down: [{ form: 'statement', ast: { type: 'drop index', names: [treeName({ schema: table.schema, name: plain })] } }],
  };
  const last = { ...drop, rollout: [...drop.rollout, `Before it, ${quote(plain)} has been built on both clusters.`] };
  return { key, title, steps: [build, last] };
}

/** Whether two indexes hold the same keys of the same rows. */
function isSamePlace(a: Index, b: Index): boolean {
  const placeOf = ({ method, keys, predicate }: Index): string =>
    JSON.stringify([method, keys.map(({ column, expression, order, grouped, operatorClass, collation }) => [column, expression?.text, order, grouped, operatorClass, collation]), predicate?.text]);
  return placeOf(a) === placeOf(b);
}

function proposeDrop(table: Table, name: string, constraint: Constraint | null): Proposal {
  if (constraint === null) return { form: 'statement', ast: { type: 'drop index', names: [treeName({ schema: table.schema, name })] } };
  return { form: 'statement', ast: { type: 'alter table', table: treeName(table), changes: [{ type: 'drop constraint', constraint: { name } }] } };
}

/** Whether an `ON CONFLICT` may find the index: it has to say all its keys and no more, be they columns or expressions over them. */
function mayBeInferred(table: Table, index: Index, context: StateContext): boolean {
  const columns = new Set(index.keys.flatMap((key) => (key.column === null ? (key.expression?.columns ?? []) : [key.column])));
  return context.history.conflictTargets(table).some((target) => target.length === columns.size && target.every((column) => columns.has(column)));
}

function fixConstraint(table: Table, index: Index, constraint: Constraint, uniqueness: Uniqueness, context: StateContext): ProposedFix | null {
  const { origin, via } = constraint;
  const isWritten = (via === 'column' || via === 'table' || via === 'alter') && !constraint.usingIndex && origin.statement.host === null;
  // Each partition has an index of its own, and PostgreSQL names it.
  if (!isWritten || !table.known || table.partitionKey !== null || table.partitionOf !== null) return null;
  const { plainName: name } = uniqueness;
  // A name that PostgreSQL chose past a taken one says that another index may want the one proposed.
  const isChosen = !constraint.named && !constraint.name.endsWith('_key');
  if (isChosen || (name !== index.name && context.history.isMade(name)) || new TextEncoder().encode(name).length > LONGEST_NAME) return null;
  const isNew = migrationOf(table.origin.statement) === migrationOf(origin.statement);
  if (bringsError(table, index, isNew, context) || (!isNew && (origin.statement.inToolTransaction || origin.statement.isSentAtOnce === true))) return null;
  return {
    title: title(uniqueness, table),
    safety: 'unsafe',
    needsWholeSchema: true,
    effects: [
      { change: 'drops', part: 'constraint', table, name: constraint.name },
      ...(name === index.name
        ? [{ change: 'changes', part: 'index', table, name } as const]
        : [{ change: 'drops', part: 'index', table, name: index.name } as const, { change: 'adds', part: 'index', table, name } as const]),
    ],
    edits: [{ form: 'plainIndexForUnique', clause: origin, via, name, columns: constraint.columns, needsCommit: !isNew }],
  };
}

/** PostgreSQL cuts longer names, in bytes. */
const LONGEST_NAME = 63;

/** Whether another rule may call the plain index an error: one in a colocated database that has no id, one in the order of its keys, one that waits for the other cluster. */
function bringsError(table: Table, index: Index, isNew: boolean, context: StateContext): boolean {
  const isError = (id: string): boolean => context.levelOf(id) === 'error';
  const isOrdered = index.hashByDefault === false || (index.keys[0] !== undefined && index.keys[0].order !== null && index.keys[0].order !== 'hash');
  return (sharesTablet(table, context) && isError('require-colocation-id')) || (isOrdered && isError('no-range-sharding')) || (!isNew && isError('require-simultaneous-index'));
}

/** `users_email_key` becomes `users_email_idx`: a name PostgreSQL would give to the plain index. */
function plainName(table: Table, constraint: Constraint): string {
  if (constraint.named || constraint.usingIndex) return constraint.name;
  const base = constraint.name.endsWith('_key') ? constraint.name.slice(0, -4) : `${table.name}_${constraint.columns.join('_')}`;
  return `${base}_idx`;
}

/** Foreign keys that reference exactly these columns, and so need an index that keeps them unique. */
function findReferences(table: QualifiedName, columns: readonly string[], context: StateContext): { table: Table; constraint: Constraint }[] {
  return context.schema.foreignKeysTo(table).filter(({ constraint }) => {
    const { references } = constraint;
    return references !== null && constraint.via !== 'partition' && isSameName(references.table, table) && references.columns.length === columns.length && references.columns.every((column) => columns.includes(column));
  });
}

function relateReferences(table: Table, columns: readonly string[], context: StateContext): RelatedPlace[] {
  return findReferences(table, columns, context).map(({ table: referencing, constraint }) => ({
    message: `${quote(constraint.name)} of ${quote(referencing)} needs them unique`,
    clause: constraint.origin,
  }));
}
