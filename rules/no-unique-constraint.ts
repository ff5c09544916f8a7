import { defineRule, type Constraint, type Index, type QualifiedName, type RelatedPlace, type RuleContext, type StateContext, type Table } from '../src/rule.js';
import { belongsToParent, describeKeys, proposeIndex } from './shared/keys.js';
import { isSameName, objectOf, quote, quoteAll } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-unique-constraint',
  kind: 'state',
  summary: 'Disallow `UNIQUE` constraints and unique indexes besides the primary key.',
  rationale: `Uniqueness is checked by the cluster that takes the write, against the rows it has at that moment. What replication
brings from the other cluster is applied below the query layer and is not checked again.

A unique index is a table of its own, keyed by the indexed value. When both clusters accept a row with the same value,
both rows stay in the table, but the index has room for one entry. From then on a scan of the table finds two rows and a
lookup by index finds one; deleting either row takes the shared entry along, and the value is free for a third. Nothing
raises an error and nothing repairs it.

With one direction the source alone takes writes, and there the constraint holds.`,
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
        yield {
          clause: constraint.origin,
          message: () => message(quote(constraint.name), table, quoteAll(constraint.columns), context),
          help: () => help(table, constraint.columns, index, plainName(table, constraint), context),
          object: objectOf(table, constraint.name),
          get related() {
            return relateReferences(table, constraint.columns, context);
          },
        };
      }
      for (const index of table.indexes) {
        if (!index.unique || index.primary || index.constraint !== null || belongsToParent(index)) continue;
        const columns = index.keys.flatMap((key) => key.column ?? []);
        yield {
          clause: index.origin,
          message: () => message(quote(index.name), table, describeKeys(index.keys), context),
          help: () => help(table, columns, index, index.name, context),
          object: objectOf(table, index.name),
          get related() {
            return relateReferences(table, columns, context);
          },
        };
      }
    },
  },
});

function message(name: string, table: Table, keys: string, context: RuleContext): string {
  const [a, b] = context.clusters;
  if (context.mode === 'bidirectional') {
    return `${name} cannot keep ${keys} of ${quote(table)} unique: each cluster checks only the rows it has, so the same value written on ${a} and on ${b} stays in the table twice, while the index keeps one entry and lookups miss the other row.`;
  }
  return `${name} keeps ${keys} of ${quote(table)} unique on the source only: the target applies rows without checking them, so the promise ends as soon as both clusters take writes.`;
}

function help(table: Table, columns: readonly string[], index: Index | undefined, name: string, context: StateContext): { text: string; sql?: ReturnType<typeof proposeIndex>[] } {
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
  if (isInferred) notes.push(`ON CONFLICT (${columns.join(', ')}) in these migrations relies on it and must be rewritten first.`);
  if (sites.length > 0) notes.push(`If each ${quoteAll(sites)} is written on one cluster only, it holds there: suppress this finding with that reason.`);
  // With an ON CONFLICT left, the plain index alone would break it.
  const sql = index === undefined || index.keys.length === 0 || isInferred ? [] : [proposeIndex(table, index, { name, unique: false, include: [], predicate: null })];
  return { text: notes.join(' '), sql };
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
