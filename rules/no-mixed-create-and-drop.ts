import { defineRule, NOTHING, type ChangeContext, type ChangeOf, type FileChanges, type QualifiedName } from '../src/rule.js';
import { isSameName, objectOf, quote } from './shared/names.js';
import { cite, PAGES } from './shared/sources.js';

type Create = ChangeOf<'createTable' | 'createTableAs'>;
type Drop = ChangeOf<'dropTable'>;

export default defineRule({
  id: 'no-mixed-create-and-drop',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow migrations that drop tables and create others.',
  rationale: `A new table is created on both clusters before it joins the replication; a table that goes leaves the replication before it is dropped, and in
the transactional modes it is dropped on the standby first. The two run in opposite orders, so a file that does both cannot be run as a whole
on one cluster and then on the other. The documentation of YugabyteDB Anywhere asks for two steps: first add tables, then drop tables.

A table that is dropped and created again under the same name, as in \`DROP TABLE IF EXISTS t; CREATE TABLE t …\`, is not meant.`,
  remedy: 'Make two migrations: the first creates, the second drops. Roll the first one out to both clusters before the second.',
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.managedDdl, 'An upgrade that adds and drops tables is to be made in two parts: first add, then drop.'),
    cite(PAGES.transactionalTables, 'Tables are created on the primary first, and dropped on the standby first, after they are taken out of the replication.'),
  ],

  on: {
    file(file, context) {
      const [created, dropped] = findMixed(file, context);
      if (created === undefined || dropped === undefined) return NOTHING;
      const isCreatedLast = file.changes.indexOf(created) > file.changes.indexOf(dropped);
      const [first, last] = isCreatedLast ? [dropped, created] : [created, dropped];
      return [
        {
          clause: last.clause,
          message: () =>
            `This file drops ${quote(dropped.table)} and creates ${quote(created.table)}: a table leaves the replication before it is dropped and a new one joins it after it is created, so the file cannot run as a whole on one cluster, then on the other.`,
          help: () => ({ text: `Create ${quote(created.table)} in this migration and drop ${quote(dropped.table)} in a later one, when the first has run on both clusters.` }),
          object: objectOf(last.table),
          related: [{ message: `${quote(first.table)} is ${first === dropped ? 'dropped' : 'created'} here`, clause: first.clause }],
        },
      ];
    },
  },
});

/** The first table that the file creates and leaves, and the first that it drops and that stood before it; neither under a name of the other kind. */
function findMixed(file: FileChanges, context: ChangeContext): [created: Create | undefined, dropped: Drop | undefined] {
  if (!file.changes.some(({ kind }) => kind === 'dropTable')) return [undefined, undefined];
  const created = new Map<string, Create>();
  const dropped = new Map<string, Drop>();
  const names = new Set<string>();
  for (const change of file.changes) {
    if ((change.kind === 'createTable' || change.kind === 'createTableAs') && change.effective) {
      created.set(objectOf(change.table), change);
      names.add(objectOf(change.table));
    } else if (change.kind === 'renameTable') {
      follow(created, change.table, { schema: change.table.schema, name: change.newName });
    } else if (change.kind === 'moveTable') {
      follow(created, change.table, { schema: change.newSchema, name: change.table.name });
    } else if (change.kind === 'dropTable' && !created.delete(objectOf(change.table)) && wasThere(change)) {
      dropped.set(objectOf(change.table), change);
    }
  }
  const isAnother = (change: Create): boolean => !dropped.has(objectOf(change.created)) && context.isReplicated(change.created);
  const isGone = (change: Drop): boolean => !names.has(objectOf(change.table)) && context.isReplicated(change.table);
  return [[...created.values()].find(isAnother), [...dropped.values()].find(isGone)];
}

/** A table that nobody created may well be there; but not every `IF EXISTS` has something to drop. */
function wasThere(change: Drop): boolean {
  return change.existed || !change.guarded;
}

function follow(created: Map<string, Create>, from: QualifiedName, to: QualifiedName): void {
  const change = created.get(objectOf(from));
  if (change === undefined || isSameName(from, to)) return;
  created.delete(objectOf(from));
  created.set(objectOf(to), change);
}
