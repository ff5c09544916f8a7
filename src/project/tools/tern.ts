import type { DirectiveReader } from '../../sql/migration.js';
import { readIniSection } from '../manifest/ini.js';
import { perFolder } from '../manifest/per-folder.js';
import { titleLike } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { detectMarker, findAbove, nameLike, type Detection, type MigrationTool } from '../tool.js';
import { remarkOnGaps } from './series.js';

const NAME = /^(\d+)_.+\.sql$/;
const SEPARATOR = '---- create above / drop below ----';
const NO_TRANSACTION = '---- tern: disable-tx ----';
const CONFIG = 'tern.conf';

/** The line that parts up from down, and the one that asks for no transaction in its part. */
const readDirective: DirectiveReader = (comment, lineStart) => {
  if (!lineStart) return null;
  if (comment.startsWith(SEPARATOR)) return { direction: 'down', boundary: true, transaction: true };
  return comment === NO_TRANSACTION ? { transaction: false } : null;
};

/** Whether tern runs what lies in a folder itself. */
const detectHere = perFolder((folder): Detection | undefined => {
  if (nameLike(folder, NAME) === undefined) return undefined;
  const isNamed = folder.names.has(CONFIG) || folder.parent?.names.has(CONFIG) === true || (/migrat/i.test(folder.name) && findAbove(folder, [CONFIG]) !== undefined);
  return isNamed ? { root: folder, reason: CONFIG } : detectMarker(folder, NAME, /^---- (?:create above \/ drop below|tern: disable-tx) ----/m);
});

/** What tern.conf gives to templates, which write it `{{.name}}`. The file is a template itself: what it asks for is not known. */
function readData(text: string): ReadonlyMap<string, string> {
  const values = [...readIniSection(text, 'data')].filter(([, value]) => !value.includes('{{'));
  return new Map(values.map(([name, value]) => [`.${name}`, value]));
}

export const tern: MigrationTool = {
  name: 'tern',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'tern', unit: 'each file', escape: 'with the line "---- tern: disable-tx ----"' },
  readDirective,
  refusesSameVersion: true,
  compare: compareNatural,
  format: {
    files: (migration) => {
      const header = migration.transaction ? '' : `${NO_TRANSACTION}\n`;
      const name = `${migration.version}_${titleLike(migration.title, migration.last)}.sql`;
      return [{ path: name, text: `${header}${migration.up}\n\n${SEPARATOR}\n${header}${migration.down}\n` }];
    },
    leavesTransaction: true,
  },
  detect(folder) {
    // What lies below is a template that migrations call, numbered or not.
    for (let above = folder.parent; above !== undefined; above = above.parent) {
      const found = detectHere(above);
      if (found !== undefined) return found;
    }
    return detectHere(folder);
  },
  configure(root) {
    const config = findAbove(root, [CONFIG]);
    return config === undefined ? this : { ...this, placeholders: readData(config.folder.read(config.name) ?? '') };
  },
  enters: () => false,
  readName(path) {
    if (path.includes('/')) return path.endsWith('.sql') ? 'skip' : undefined;
    const version = NAME.exec(path)?.[1];
    return version === undefined ? undefined : { version, direction: 'up', order: [version] };
  },
  examine: (_root, paths) => remarkOnGaps(new Set(paths.map((path) => Number(NAME.exec(path)?.[1]))), 'tern'),
  explainSkip: () => 'is a template for migrations to call, and no migration.',
  // It counts for its part, wherever it stands there.
  runsInTransaction: (folder, file) => !(folder.head(file).split(SEPARATOR)[0] ?? '').split('\n').includes(NO_TRANSACTION),
};
