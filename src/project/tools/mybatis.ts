import type { DirectiveReader } from '../../sql/migration.js';
import { asBoolean } from '../manifest/document.js';
import { readProperties } from '../manifest/properties.js';
import { inOneFile, titleLike } from '../new-migrations.js';
import { compareNatural } from '../order.js';
import { detectMarker, type FolderView, type MigrationTool } from '../tool.js';

const NAME = /^(\d+(?:\.\d+)?)_.*\.sql$/i;
/** Runs once, before the first migration, on a database that was there before MyBatis Migrations was. */
const BOOTSTRAP = 'bootstrap.sql';
/** Runs when something failed. */
const ON_ABORT = 'onabort.sql';

/** `-- //@UNDO`: what follows takes the change back. */
const readDirective: DirectiveReader = (comment) => (/^--\s*\/\/\s*@UNDO\b/.test(comment) ? { direction: 'down', boundary: true } : null);

/** Settings of an environment; every other property of it is a variable. */
const SETTINGS =
  /^(?:time_zone|delimiter|script_char_set|full_line_delimiter|send_full_script|auto_commit|remove_crs|ignore_warnings|driver_path|driver|url|username|password|hook_(?:before|after)_(?:each_)?(?:up|down|new|script))$/;

/** The environment that the scripts of a root run in: `development`, the default one, or the first that there is. */
function readEnvironment(root: FolderView): ReadonlyMap<string, string> {
  const environments = root.parent?.child('environments');
  const names = [...(environments?.names ?? [])].filter((name) => name.endsWith('.properties'));
  const name = names.includes('development.properties') ? 'development.properties' : names[0];
  return name === undefined ? new Map() : readProperties(environments?.read(name) ?? '');
}

/** With `full_line_delimiter` the delimiter is a line of its own. */
function readDelimiter(environment: ReadonlyMap<string, string>): string | null {
  const delimiter = environment.get('delimiter') ?? ';';
  if (delimiter === ';' || delimiter === '') return null;
  return asBoolean(environment.get('full_line_delimiter')) === true ? `\n${delimiter}` : delimiter;
}

/** Whether `environments/` lies beside the folder, as `migrate init` has it. */
function hasEnvironments(folder: FolderView): boolean {
  return folder.name === 'scripts' && folder.names.has(BOOTSTRAP) && folder.parent?.child('environments') !== undefined;
}

export const mybatis: MigrationTool = {
  name: 'mybatis',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'MyBatis Migrations', unit: 'each file', escape: 'that runs with auto_commit=true' },
  readDirective,
  compare: compareNatural,
  format: {
    files: (migration) =>
      inOneFile(`${migration.version}_${titleLike(migration.title, migration.last)}.sql`, { up: `-- // ${migration.title.replaceAll('_', ' ')}`, down: '-- //@UNDO' }, migration),
    leavesTransaction: false,
  },
  detect(folder) {
    if (hasEnvironments(folder)) return { root: folder, reason: 'environments/ beside scripts/' };
    return detectMarker(folder, NAME, /^[ \t]*--[ \t]*\/\/(\s*@UNDO\b|[ \t]+\S)/m);
  },
  configure(root) {
    const environment = readEnvironment(root);
    const delimiter = readDelimiter(environment);
    return {
      ...mybatis,
      wrapsTransaction: asBoolean(environment.get('auto_commit')) !== true,
      placeholders: new Map([...environment].filter(([name]) => !SETTINGS.test(name))),
      readName(path) {
        const name = mybatis.readName(path);
        return typeof name === 'object' ? { ...name, delimiter } : name;
      },
    };
  },
  enters: () => false,
  readName(path) {
    if (path === BOOTSTRAP) return { version: null, direction: 'up', order: ['0'] };
    if (path === ON_ABORT) return { version: null, direction: 'down', order: ['2'] };
    const version = NAME.exec(path)?.[1];
    return version === undefined || path.includes('/') ? undefined : { version, direction: 'up', order: ['1', version] };
  },
};
