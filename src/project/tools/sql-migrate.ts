import path from 'node:path';
import type { DirectiveReader } from '../../sql/migration.js';
import { asText, at, entriesOf } from '../manifest/document.js';
import { perFolder } from '../manifest/per-folder.js';
import { readYaml } from '../manifest/yaml.js';
import { inOneFile, nameLike } from '../new-migrations.js';
import { compareBytes, compareNatural } from '../order.js';
import { detectMarker, findAbove, type FolderView, type MigrationTool } from '../tool.js';
import { remarkOnBeginnings } from './first-marker.js';

const NAME = /\.sql$/;
/** Letter case and the one blank count. */
const COMMAND = /^-- \+migrate \s*(Up|Down|StatementBegin|StatementEnd)(?:\s+(.*))?$/;

/** `-- +migrate Up notransaction`, in column 1. */
const readDirective: DirectiveReader = (comment, lineStart) => {
  const [, word, options = ''] = (lineStart ? COMMAND.exec(comment.trimEnd()) : null) ?? [];
  if (word === undefined) return null;
  if (word !== 'Up' && word !== 'Down') return { boundary: true, together: word === 'StatementBegin' };
  return { direction: word === 'Down' ? 'down' : 'up', boundary: true, transaction: !options.split(/\s+/).includes('notransaction') };
};

const CONFIGS = ['dbconfig.yml', 'dbconfig.yaml'];

/** The folders (absolute) in which the environments of the dbconfig.yml in a folder keep migrations. */
const configuredIn = perFolder((folder): ReadonlySet<string> => {
  const name = CONFIGS.find((one) => folder.names.has(one));
  const { value } = readYaml(name === undefined ? '' : (folder.read(name) ?? ''));
  return new Set(entriesOf(value).map(([, environment]) => path.resolve(folder.path, asText(at(environment, 'dir')) ?? 'migrations')));
});

/** The name of the nearest dbconfig.yml, if an environment in it keeps its migrations in the folder. */
function configNaming(folder: FolderView): string | undefined {
  const config = findAbove(folder, CONFIGS);
  return config !== undefined && configuredIn(config.folder).has(folder.path) ? config.name : undefined;
}

export const sqlMigrate: MigrationTool = {
  name: 'sql-migrate',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: {
    tool: 'sql-migrate',
    unit: 'each file',
    escape: 'with "-- +migrate Up notransaction"',
    directive: { place: 'part', part: /^-- \+migrate Up(?:\s|$)/, words: 'notransaction' },
  },
  readDirective,
  // Names of one number go by their letters.
  compare: (a, b) => (/^\d+$/.test(a) && /^\d+$/.test(b) ? compareNatural(a, b) : compareBytes(a, b)),
  format: {
    files: (migration) => {
      const option = migration.transaction ? '' : ' notransaction';
      return inOneFile(`${nameLike(migration.version, migration.title, migration.last)}.sql`, { up: `-- +migrate Up${option}`, down: `-- +migrate Down${option}` }, migration);
    },
    leavesTransaction: true,
  },
  detect(folder) {
    const reason = configNaming(folder);
    return reason === undefined ? detectMarker(folder, NAME, /^-- \+migrate /m) : { root: folder, reason };
  },
  enters: () => false,
  readName(file) {
    if (!NAME.test(file) || file.includes('/')) return undefined;
    const version = /^\d+/.exec(file)?.[0] ?? null;
    // Numbers come first, then the names without one.
    return { version, direction: 'up', order: [version === null ? '1' : '0', version?.replace(/^0+(?=\d)/, '') ?? '', file] };
  },
  examine: (root, paths) =>
    remarkOnBeginnings(root, paths, /^-- \+migrate +(?:Up|Down)\b/m, {
      missing: 'has no line "-- +migrate Up": sql-migrate refuses the file.',
      before: 'has SQL before "-- +migrate Up", which sql-migrate never runs.',
    }),
};
