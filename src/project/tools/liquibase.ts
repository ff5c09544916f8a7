import type { DirectiveReader } from '../../sql/migration.js';
import { compareNatural } from '../order.js';
import { hasMarker, leadingVersion, type FolderView, type MigrationTool } from '../tool.js';

const NAME = /\.sql$/i;
const CHANGESET = /^--\s*changeset\s+(?:"[^"]+"|[^\s:"][^:]*):\s*(?:"[^"]+"|\S+)(.*)$/i;
const IGNORE_LINES = /^--\s*ignorelines\s*:\s*(start|end)\s*$/i;

/**
 * `--changeset author:id …` begins what commits together. `--rollback …` and the other lines are comments to us as well,
 * so that no rollback is read as SQL.
 */
const readDirective: DirectiveReader = (comment) => {
  const lines = IGNORE_LINES.exec(comment)?.[1]?.toLowerCase();
  if (lines !== undefined) return { boundary: true, ignored: lines === 'start' };
  const attributes = CHANGESET.exec(comment)?.[1];
  if (attributes === undefined) return null;
  return {
    boundary: true,
    transaction: !/\brunInTransaction:\s*false\b/i.test(attributes),
    ignored: !isForPostgres(/\bdbms:\s*("[^"]*"|\S+)/i.exec(attributes)?.[1]),
  };
};

/** `dbms:postgresql,yugabytedb`, `dbms:!mysql`; without the attribute a changeset is for every database. */
function isForPostgres(dbms: string | undefined): boolean {
  if (dbms === undefined) return true;
  const names = dbms.replaceAll('"', '').toLowerCase().split(',').map((name) => name.trim());
  const isOurs = (name: string): boolean => ['postgresql', 'yugabytedb', 'all'].includes(name);
  const refused = names.filter((name) => name.startsWith('!')).map((name) => name.slice(1));
  return refused.length === names.length ? !refused.some(isOurs) : names.some(isOurs);
}

const CHANGELOG_FILE = /change-?log.*\.(?:xml|ya?ml|json)$/i;

/** Whether the folder has a changelog that is no SQL, which may include SQL files from anywhere below it. */
function hasChangelog(folder: FolderView): boolean {
  for (const name of folder.names) if (CHANGELOG_FILE.test(name) && folder.head(name).includes('databaseChangeLog')) return true;
  return false;
}

/** The topmost folder with a changelog, this one or above it. */
function findChangelog(folder: FolderView): FolderView | undefined {
  const above = folder.parent === undefined ? undefined : findChangelog(folder.parent);
  return above ?? (hasChangelog(folder) ? folder : undefined);
}

export const liquibase: MigrationTool = {
  name: 'liquibase',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'Liquibase', unit: 'each changeset', escape: 'with "runInTransaction:false" in its changeset line' },
  readDirective,
  compare: compareNatural,
  findRoot: (folder) => findChangelog(folder) ?? (hasMarker(folder, NAME, /^\s*--\s*liquibase\s+formatted/i) ? folder : undefined),
  enters: () => true,
  remark: (root) =>
    hasChangelog(root) ? 'changelogs in XML, YAML and JSON are not read: what they change by themselves is missing, and SQL files go by their paths, not by the order of their includes.' : undefined,
  readName: (path) => (NAME.test(path) ? { version: leadingVersion(path) ?? null, direction: 'up', order: path.split('/') } : undefined),
};
