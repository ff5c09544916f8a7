import { NO_SERIES } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { perFolder } from '../manifest/per-folder.js';
import { leadingVersion, noDirectives, type MigrationTool } from '../tool.js';

const NAME = /\.sql$/i;
const HEADER = /^-- (?:PostgreSQL|YSQL) database (?:cluster )?dump\s*$/m;
/** What every dump sets before it makes anything. dbmate and Rails take the header away. */
const SETTINGS = /^SET statement_timeout = 0;\s+SET lock_timeout = 0;\s/m;

/** What shows that a text, of which this is the beginning, was written by pg_dump or ysql_dump; undefined for others. */
export function signOfDump(head: string): string | undefined {
  return (HEADER.exec(head) ?? SETTINGS.exec(head))?.[0].split(/\r?\n/)[0]?.trim();
}

/**
 * The dumps in a folder, with what shows it. Numbered ones only where the first two numbers are dumps: a dump at the head of
 * a series is its beginning.
 */
const dumpsIn = perFolder((folder): ReadonlyMap<string, string> => {
  const names = [...folder.names].filter((name) => NAME.test(name));
  const numbered = names.filter((name) => leadingVersion(name) !== undefined);
  const areDumps = numbered.length > 0 && numbered.slice(0, 2).every((name) => signOfDump(folder.head(name)) !== undefined);
  const others = names.filter((name) => leadingVersion(name) === undefined);
  return new Map([...others, ...(areDumps ? numbered : [])].flatMap((name) => {
    const sign = signOfDump(folder.head(name));
    return sign === undefined ? [] : [[name, sign] as const];
  }));
});

function reasonOf(sign: string, name: string): string {
  return `"${sign}" in ${name}`;
}

/** What files have in common that are each a whole schema by itself. */
export const WHOLE_SCHEMAS = {
  defaultFolders: [],
  wrapsTransaction: false,
  sharesFolder: true,
  readDirective: noDirectives,
  compare: compareNatural,
  format: NO_SERIES,
  enters: () => false,
  findApart: (paths) => new Set(paths),
} as const satisfies Partial<MigrationTool>;

/** Files of pg_dump, pg_dumpall, ysql_dump and ysql_dumpall: each a whole schema by itself. */
export const dump: MigrationTool = {
  name: 'pg_dump',
  ...WHOLE_SCHEMAS,
  detect(folder) {
    const [first] = dumpsIn(folder);
    return first === undefined ? undefined : { root: folder, reason: reasonOf(first[1], first[0]) };
  },
  configure(root) {
    const dumps = dumpsIn(root);
    return {
      ...this,
      readName(path) {
        const sign = dumps.get(path);
        return sign === undefined ? undefined : { version: null, direction: 'up', order: [path], reason: reasonOf(sign, path) };
      },
    };
  },
  readName: (path) => (NAME.test(path) && !path.includes('/') ? { version: null, direction: 'up', order: [path] } : undefined),
};
