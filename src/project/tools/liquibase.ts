import type { DirectiveReader } from '../../sql/migration.js';
import { compareNatural } from '../order.js';
import { detectMarker, leadingVersion, type Detection, type FolderView, type MigrationTool } from '../tool.js';

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

/** The folder's changelog that is no SQL, which may include SQL files from anywhere below it. */
function changelogIn(folder: FolderView): string | undefined {
  for (const name of folder.names) if (CHANGELOG_FILE.test(name) && folder.head(name).includes('databaseChangeLog')) return name;
  return undefined;
}

/** The topmost folder with a changelog, this one or above it. */
function detectChangelog(folder: FolderView): Detection | undefined {
  const above = folder.parent === undefined ? undefined : detectChangelog(folder.parent);
  if (above !== undefined) return above;
  const reason = changelogIn(folder);
  return reason === undefined ? undefined : { root: folder, reason };
}

export const liquibase: MigrationTool = {
  name: 'liquibase',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'Liquibase', unit: 'each changeset', escape: 'with "runInTransaction:false" in its changeset line' },
  readDirective,
  compare: compareNatural,
  detect: (folder) => detectChangelog(folder) ?? detectMarker(folder, NAME, /^\s*--\s*liquibase\s+formatted/i),
  enters: () => true,
  examine: (root) =>
    changelogIn(root) === undefined
      ? []
      : [{ kind: 'note', path: '', message: 'changelogs in XML, YAML and JSON are not read: what they change by themselves is missing, and SQL files go by their paths, not by the order of their includes.' }],
  readName: (path) => (NAME.test(path) ? { version: leadingVersion(path) ?? null, direction: 'up', order: path.split('/') } : undefined),
};
