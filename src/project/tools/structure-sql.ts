import { perFolder } from '../manifest/per-folder.js';
import { compareNatural } from '../order.js';
import { nameLike, type MigrationTool } from '../tool.js';
import { signOfDump, WHOLE_SCHEMAS } from './dump.js';

const NAME = /^(?:\w+_)?structure\.sql$/;
const ROWS = /^INSERT INTO "?(?:\w+"?\.)?"?schema_migrations"? \(version\) VALUES\s+([^;]*);/m;
const MIGRATION = /^\d+_\w+\.rb$/;

/** By name: the newest of the versions that a structure.sql lists at its end. */
const versionsIn = perFolder((folder): ReadonlyMap<string, string> => {
  const versions = new Map<string, string>();
  for (const name of folder.names) {
    if (!NAME.test(name)) continue;
    const listed = ROWS.exec(folder.read(name) ?? '')?.[1]?.match(/\d+/g) ?? [];
    const newest = listed.reduce<string | undefined>((best, one) => (best === undefined || compareNatural(one, best) > 0 ? one : best), undefined);
    if (newest !== undefined) versions.set(name, newest);
  }
  return versions;
});

/** The `db/structure.sql` of Rails, and those of its further databases: what pg_dump says after the migrations in Ruby have run. */
export const structureSql: MigrationTool = {
  name: 'rails',
  ...WHOLE_SCHEMAS,
  detect(folder) {
    const name = nameLike(folder, NAME);
    return name === undefined || signOfDump(folder.head(name)) === undefined ? undefined : { root: folder, reason: name };
  },
  configure(root) {
    const versions = versionsIn(root);
    return { ...this, readName: (path) => (NAME.test(path) ? { version: versions.get(path) ?? null, direction: 'up', order: [path], reason: path } : undefined) };
  },
  readName: (path) => (NAME.test(path) ? { version: null, direction: 'up', order: [path] } : undefined),
  examine(root) {
    const count = [...(root.child('migrate')?.names ?? [])].filter((name) => MIGRATION.test(name)).length;
    if (count === 0) return [];
    const what = count === 1 ? '1 migration in Ruby is' : `${String(count)} migrations in Ruby are`;
    return [{ kind: 'note', path: 'migrate', message: `${what} not read: structure.sql holds what they have made.` }];
  },
};
