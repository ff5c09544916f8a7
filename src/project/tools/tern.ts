import type { DirectiveReader } from '../../sql/migration.js';
import { requiredModules } from '../manifest/go-mod.js';
import { readIniSection } from '../manifest/ini.js';
import { perFolder } from '../manifest/per-folder.js';
import { titleLike } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { detectMarker, nameLike, type Detection, type FolderView, type MigrationTool } from '../tool.js';
import { remarkOnGaps } from './series.js';

const NAME = /^(\d+)_.+\.sql$/;
const SEPARATOR = '---- create above / drop below ----';
const NO_TRANSACTION = '---- tern: disable-tx ----';
/** People name others after where they count: `tern.docker.conf`. */
const CONFIG = /^tern(?:\.[\w-]+)?\.conf$/;
const MODULE = /^github\.com\/jackc\/tern(?:\/v\d+)?$/;

/** The line that parts up from down, and the one that asks for no transaction in its part. */
const readDirective: DirectiveReader = (comment, lineStart) => {
  if (!lineStart) return null;
  if (comment.startsWith(SEPARATOR)) return { direction: 'down', boundary: true, transaction: true };
  return comment === NO_TRANSACTION ? { transaction: false } : null;
};

/** Whether tern runs what lies in a folder itself. */
const detectHere = perFolder((folder): Detection | undefined => {
  if (nameLike(folder, NAME) === undefined) return undefined;
  const config = findConfig(folder);
  const isNamed = /migrat/i.test(folder.name);
  if (config !== undefined && (isNamed || config.folder === folder || config.folder === folder.parent)) return { root: folder, reason: config.name };
  const marked = detectMarker(folder, NAME, /^---- (?:create above \/ drop below|tern: disable-tx) ----/m);
  return marked === undefined && isNamed && isUsedBy(folder) ? { root: folder, reason: 'go.mod' } : marked;
});

/** The nearest of its settings, in a folder or above it; the file without a second name counts most. */
function findConfig(folder: FolderView): { readonly folder: FolderView; readonly name: string } | undefined {
  for (let one: FolderView | undefined = folder; one !== undefined; one = one.parent) {
    const [name] = [...one.names].filter((file) => CONFIG.test(file)).sort((a, b) => a.length - b.length);
    if (name !== undefined) return { folder: one, name };
  }
  return undefined;
}

/** Whether numbered files are the tool's because the program that they belong to has it built in: it counts from 1, and has no files for a way back. */
function isUsedBy(folder: FolderView): boolean {
  const numbered = [...folder.names].filter((name) => NAME.test(name));
  if (!numbered.some((name) => Number(NAME.exec(name)?.[1]) === 1) || numbered.some((name) => /\.(?:up|down)\.sql$/i.test(name))) return false;
  return [...requiredModules(folder)].some((module) => MODULE.test(module));
}

/** What tern.conf gives to templates, which write it `{{.name}}`. The file is a template itself: what it asks for is not known. */
function readData(text: string): ReadonlyMap<string, string> {
  const values = [...readIniSection(text, 'data')].filter(([, value]) => !value.includes('{{'));
  return new Map(values.map(([name, value]) => [`.${name}`, value]));
}

export const tern: MigrationTool = {
  name: 'tern',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: {
    tool: 'tern',
    unit: 'each file',
    escape: 'with the line "---- tern: disable-tx ----"',
    directive: { place: 'top', line: NO_TRANSACTION, conflict: /\r/ },
  },
  readDirective,
  onSameVersion: 'refuses the two',
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
    const config = findConfig(root);
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
  runsInTransaction: (_folder, _file, head) => !(head().split(SEPARATOR)[0] ?? '').split('\n').includes(NO_TRANSACTION),
};
