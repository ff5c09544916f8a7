import { compareNatural } from '../order.js';
import { leadingVersion, nameLike, noDirectives, type MigrationTool } from '../tool.js';

const NAME = /^(?:([VUB])(\d+(?:[._]\d+)*)|(R))__(.*)\.sql$/i;
const ANY = /^(?:[VUB]\d+(?:[._]\d+)*|R)__.*\.sql$/;


/** What may stand between two words: white space and comments, each of which can be read in one way only. */
const GAP = String.raw`(?:\s|--[^\n]*\n|/\*[^*]*(?:\*(?!/)[^*]*)*\*/)+`;
/** The statements at whose sight it does without a transaction; those of its PostgreSQL parser, as PostgreSQL 12 and later have them. */
const NOT_TRANSACTIONAL = new RegExp(
  `^(?:${[
    '(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)',
    'ALTER SYSTEM',
    '(?:CREATE|DROP) (?:UNIQUE )?INDEX CONCURRENTLY',
    'REINDEX (?:VERBOSE )?(?:SCHEMA|DATABASE|SYSTEM)',
    'VACUUM',
    'DISCARD ALL',
  ]
    .join('|')
    .replaceAll(' ', GAP)})\\b`,
  'i',
);

export const flyway: MigrationTool = {
  name: 'flyway',
  defaultFolders: ['src/main/resources/db/migration', 'db/migration', 'sql'],
  wrapsTransaction: true,
  transactions: { tool: 'Flyway', unit: 'each file', escape: 'with CONCURRENTLY in it, at the sight of which Flyway opens no transaction' },
  readDirective: noDirectives,
  leavesTransaction: (statement) => NOT_TRANSACTIONAL.test(statement),
  refusesSameVersion: true,
  compare: compareNatural,
  detect(folder) {
    const name = nameLike(folder, ANY);
    if (name === undefined) return undefined;
    // It reads its locations with every folder in them: those above belong to it while they hold migrations themselves,
    // or when this one is only a step of a series (2024/, 2025/).
    let root = folder;
    while (root.parent !== undefined && (nameLike(root.parent, ANY) !== undefined || leadingVersion(root.name) !== undefined)) root = root.parent;
    return { root, reason: `names like ${name}` };
  },
  enters: () => true,
  readName(path) {
    const match = NAME.exec(path.slice(path.lastIndexOf('/') + 1));
    if (match === null) return undefined;
    const description = match[4] ?? '';
    if (match[3] !== undefined) return { version: null, direction: 'up', order: ['1', description] };
    const version = (match[2] ?? '').replaceAll('_', '.');
    return { version, direction: match[1]?.toUpperCase() === 'U' ? 'down' : 'up', order: ['0', version] };
  },
  // Script configuration stands beside the script.
  runsInTransaction: (folder, file) => !folder.names.has(`${file}.conf`) || !/^\s*executeInTransaction\s*=\s*false\b/m.test(folder.head(`${file}.conf`)),
  // A baseline runs in place of the versions up to its own: on a database that has those it never runs.
  findApart(paths) {
    const versions = paths.flatMap((path) => {
      const version = versionOf(path, 'V');
      return version === undefined ? [] : [version];
    });
    const oldest = versions.sort(compareNatural)[0];
    return new Set(
      paths.filter((path) => {
        const baseline = versionOf(path, 'B');
        return baseline !== undefined && oldest !== undefined && compareNatural(oldest, baseline) <= 0;
      }),
    );
  },
};

function versionOf(path: string, prefix: 'V' | 'B'): string | undefined {
  const match = NAME.exec(path.slice(path.lastIndexOf('/') + 1));
  return match?.[1]?.toUpperCase() === prefix ? match[2]?.replaceAll('_', '.') : undefined;
}
