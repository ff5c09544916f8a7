import type { DirectiveReader } from '../../sql/migration.js';
import { readIniSection } from '../manifest/ini.js';
import { perFolder } from '../manifest/per-folder.js';
import { compareNatural } from '../order.js';
import { detectMarker, findAbove, nameLike, type Detection, type MigrationTool, type ToolRemark } from '../tool.js';

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
  const isNamed = folder.names.has(CONFIG) || (/migrat/i.test(folder.name) && findAbove(folder, [CONFIG]) !== undefined);
  return isNamed ? { root: folder, reason: CONFIG } : detectMarker(folder, NAME, /^---- (?:create above \/ drop below|tern: disable-tx) ----/m);
});

/** What tern.conf gives to templates, which write it `{{.name}}`. The file is a template itself: what it asks for is not known. */
function readData(text: string): ReadonlyMap<string, string> {
  const values = [...readIniSection(text, 'data')].filter(([, value]) => !value.includes('{{'));
  return new Map(values.map(([name, value]) => [`.${name}`, value]));
}

/** The versions up to the highest that no file has. */
function remarkOnGaps(paths: readonly string[]): readonly ToolRemark[] {
  const versions = new Set(paths.map((path) => Number(NAME.exec(path)?.[1])));
  const highest = Math.max(0, ...versions);
  // A number that is no place in a series (a date) would make a gap of millions.
  const missing: number[] = [];
  for (let version = 1; version < highest && missing.length < 4; version++) if (!versions.has(version)) missing.push(version);
  if (missing.length === 0) return [];
  const shown = missing.length > 3 ? `${missing.slice(0, 3).join(', ')} and more` : missing.join(', ');
  return [{ kind: 'missing-file', path: '', message: `has no migration ${shown}: tern wants every number from 1 on, and refuses the folder.` }];
}

export const tern: MigrationTool = {
  name: 'tern',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'tern', unit: 'each file', escape: 'with the line "---- tern: disable-tx ----"' },
  readDirective,
  refusesSameVersion: true,
  compare: compareNatural,
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
  examine: (_root, paths) => remarkOnGaps(paths),
  // It counts for its part, wherever it stands there.
  runsInTransaction: (folder, file) => !(folder.head(file).split(SEPARATOR)[0] ?? '').split('\n').includes(NO_TRANSACTION),
};
