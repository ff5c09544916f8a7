import { defineRule, type ChangeContext, type ChangeOf, type QualifiedName } from '../src/rule.js';
import { carriesSchema, receiver, writer } from './shared/clusters.js';
import { findPrimaryKey } from './shared/keys.js';
import { objectOf, quote, quoteSome } from './shared/names.js';
import { whereToAlter } from './shared/rewrite-advice.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-rename',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow renaming tables, columns and, in automatic mode, foreign keys.',
  rationale: `A rename reaches the two clusters at different moments, by hand or by replication. In between, one of them knows the object by its old name
and the other by its new one, and an application that talks to both needs both names.

YugabyteDB has open bugs around renames. A table was renamed on both clusters and a column added on the source; the next rename on
the target was refused as a schema that does not fit the source's. An index keeps its old name for a column that is renamed, while its
copy in a backup has the new one, and setting up replication from that backup failed with a mismatch. In automatic mode,
renaming a foreign key failed. Each is one report; how often they strike is not known.`,
  remedy: `Keep the name and rename in a view, or in the application's mapping. Where the name must go: add the new column, write both, move the readers, drop
the old one, each step in a migration of its own. Drop a foreign key and add it under the other name instead of renaming it.`,
  confidence: 'reported',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'warning',
  },
  citations: [
    citeIssue(14811, 'Renaming a table on the target is refused while the table has a column on the source that the target lacks.'),
    citeIssue(33136, 'After an indexed column is renamed, setting up automatic replication fails because the index differs on the two sides.'),
    citeIssue(24207, 'An index keeps the old name of a renamed column, and its copy from a backup has the new one.'),
    citeIssue(33478, 'Renaming a foreign key under automatic replication fails.'),
    cite(PAGES.architecture, 'In modes other than automatic, schema changes are run on both clusters by hand.'),
  ],

  on: {
    *renameTable(change, context) {
      if (isSilent(change.table, context)) return;
      yield {
        clause: change.clause,
        message: () => explainTable(change, context),
        help: () => ({ text: `Keep the name ${quote(change.table)} and give readers a view named ${quote(change.newName)}; or rename it ${whereToAlter(context)} when nothing writes it and no other change of it is under way.` }),
        object: objectOf(change.table),
      };
    },
    *renameColumn(change, context) {
      if (isSilent(change.table, context)) return;
      yield {
        clause: change.clause,
        message: () => explainColumn(change, context),
        help: () => ({ text: `Keep the name and map it in the application or a view${isInKey(change, context) ? '' : `; or add ${quote(change.newName)}, write both, move the readers, and drop ${quote(change.column)} in a later migration`}.` }),
        object: objectOf(change.table, change.column),
      };
    },
    *renameConstraint(change, context) {
      if (!carriesSchema(context) || change.renamed?.type !== 'foreign key' || isSilent(change.table, context)) return;
      yield {
        clause: change.clause,
        message: () => `Renaming foreign key ${quote(change.name)} of ${quote(change.table)} is reported to fail under automatic replication, with "Could not find relation with OID".`,
        help: () => ({ text: `Leave it ${quote(change.name)}; or drop it and add it as ${quote(change.newName)}.` }),
        object: objectOf(change.table, change.name),
      };
    },
  },
});

/** A column of the primary key cannot be dropped for another: that would be another key. */
function isInKey(change: ChangeOf<'renameColumn'>, context: ChangeContext): boolean {
  const table = context.before.table(change.table);
  return table !== undefined && findPrimaryKey(table)?.columns.includes(change.column) === true;
}

function isSilent(table: QualifiedName, context: ChangeContext): boolean {
  return !context.isReplicated(table) || context.isNewInFile(table);
}

function explainTable(change: ChangeOf<'renameTable'>, context: ChangeContext): string {
  const between = explainGap(`${quote(change.table)} becomes ${quote(change.newName)}`, context);
  if (carriesSchema(context)) return `${between}.`;
  return `${between}, and YugabyteDB can refuse the rename on the second one while another change of the table is missing there.`;
}

function explainColumn(change: ChangeOf<'renameColumn'>, context: ChangeContext): string {
  const between = explainGap(`${quote(change.column)} of ${quote(change.table)} becomes ${quote(change.newName)}`, context);
  // A primary key has no index of its own: YugabyteDB stores the table by it.
  const secondary = context.before.table(change.table)?.indexes.filter((index) => !index.primary) ?? [];
  const indexes = secondary.filter((index) => index.keys.some(({ column }) => column === change.column) || index.include.includes(change.column));
  if (indexes.length === 0) return `${between}.`;
  const names = indexes.map(({ name }) => name);
  return `${between}. ${names.length === 1 ? 'Index' : 'Indexes'} ${quoteSome(names, 3)} ${names.length === 1 ? 'keeps the old name inside until it is' : 'keep the old name inside until they are'} created anew, which is reported to have made a set-up of automatic replication fail.`;
}

function explainGap(what: string, context: ChangeContext): string {
  if (context.mode === 'bidirectional') return `${what} on one cluster before the other: in between, statements with either name fail on one of them`;
  return `${what} on ${writer(context)} and on ${receiver(context)} at different moments: in between, statements with either name fail on one of them`;
}
