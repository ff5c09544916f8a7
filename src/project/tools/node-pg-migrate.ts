import path from 'node:path';
import type { DirectiveReader } from '../../sql/migration.js';
import { detectCode, readCodeName } from '../code.js';
import { asText, at } from '../manifest/document.js';
import { readJson } from '../manifest/json.js';
import { findPackageWith } from '../manifest/package-json.js';
import { perFolder } from '../manifest/per-folder.js';
import { readAnyMarker } from '../markers.js';
import { inOneFile, inTwoFiles, nameLike as nameAfter } from '../new-migrations.js';
import { compareWords } from '../order.js';
import { directionOf, firstOf, nameLike, withoutDirection, type FolderView, type MigrationTool, type ToolRemark } from '../tool.js';
import { remarkOnBeginnings } from './first-marker.js';

const NAME = /^(\d+).*\.sql$/i;
const CODE_NAME = /^(\d+)/;
const UP = /^\s*--[\s-]*up\s+migration/im;
const DOWN = /^\s*--[\s-]*down\s+migration/im;
const EITHER = /^\s*--[\s-]*(?:up|down)\s+migration/im;
const PACKAGE = 'node-pg-migrate';

/** The tool takes any comment that begins so, whatever follows on the line. */
const readDirective: DirectiveReader = (comment) => {
  const word = /^--[\s-]*(up|down)\s+migration/i.exec(comment)?.[1]?.toLowerCase();
  return word === undefined ? null : { direction: word === 'down' ? 'down' : 'up', boundary: true };
};

/** For folders of nobody knows which tool, where the words can be prose: only a comment that says nothing else counts. */
export const readExactMarker: DirectiveReader = (comment, lineStart, fileStart) =>
  lineStart && /^--[\s-]*(up|down)\s+migration[\s-]*$/i.test(comment) ? readDirective(comment, lineStart, fileStart) : null;

/** What a name's number stands for: 17 digits are a moment in UTC, in milliseconds like the numbers of 13. Source: its `getNumericPrefix`. */
function valueOf(digits: string): string {
  const moment = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(digits);
  if (moment === null) return digits;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', rest = ''] = moment;
  const value = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${rest}Z`);
  return Number.isNaN(value) ? digits : String(value);
}

/** How it sorts names of one number. */
const BY_NAME: Intl.CollatorOptions = { usage: 'sort', numeric: true, sensitivity: 'variant', ignorePunctuation: true };

/** The folders (absolute) that the settings of the package in a folder name: options in its scripts, the files these name, and config/default.json. */
const configuredIn = perFolder((folder): readonly string[] => {
  const scripts = (findPackageWith(folder, PACKAGE)?.json.scripts ?? []).filter((script) => script.includes(PACKAGE));
  const options = (name: RegExp): readonly string[] => scripts.flatMap((script) => name.exec(script)?.[1] ?? []);
  const files = ['config/default.json', ...options(/(?:^|\s)(?:-f|--config-file)[ =]+["']?([^\s"']+\.json)/)];
  const fromFiles = files.flatMap((file) => {
    const { value } = readJson(folder.read(file) ?? '');
    return asText(at(value, 'db', 'migrations-dir')) ?? asText(at(value, 'migrations-dir')) ?? [];
  });
  const named = [...fromFiles, ...options(/(?:^|\s)(?:-m|--migrations-dir)[ =]+["']?([^\s"']+)/)];
  return named.filter((one) => !one.includes('*')).map((one) => path.resolve(folder.path, one));
});

/** A file with a mark for down and none for up goes up as a whole. */
function remarkOnDown(root: FolderView, file: string): readonly ToolRemark[] {
  if (!DOWN.test(root.head(file)) || UP.test(root.read(file) ?? '')) return [];
  return [{ kind: 'note', path: file, message: 'has "-- Down Migration" and no "-- Up Migration": node-pg-migrate runs all of it, what takes it back too, when it goes up.' }];
}

export const nodePgMigrate: MigrationTool = {
  name: 'node-pg-migrate',
  defaultFolders: [],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'node-pg-migrate', unit: 'all pending files', escape: 'in JavaScript, with "pgm.noTransaction()"' },
  readDirective: firstOf([readDirective, readAnyMarker]),
  compare: (a, b) => (/^\d+$/.test(a) && /^\d+$/.test(b) ? Number(a) - Number(b) : compareWords(a, b, BY_NAME)),
  format: {
    files(migration) {
      const name = nameAfter(migration.version, migration.title, migration.last);
      if (/\.(?:up|down)\.sql$/.test(migration.last)) return inTwoFiles(`${name}.up.sql`, `${name}.down.sql`, migration);
      return inOneFile(`${name}.sql`, { up: '-- Up Migration', down: '-- Down Migration' }, migration);
    },
    leavesTransaction: false,
  },
  detect(folder) {
    const code = detectCode(folder, { name: CODE_NAME, text: /\bpgm\b|\bMigrationBuilder\b|['"]node-pg-migrate['"]/, manifests: [], packages: [PACKAGE] });
    if (code !== undefined) return code;
    const holder = findPackageWith(folder, PACKAGE);
    if (holder === undefined || nameLike(folder, NAME) === undefined) return undefined;
    const named = configuredIn(holder.folder);
    return named.length === 0 || named.includes(folder.path) ? { root: folder, reason: 'package.json' } : undefined;
  },
  enters: () => false,
  readName(file) {
    const known = readCodeName(file, CODE_NAME) === undefined ? NAME : CODE_NAME;
    const version = file.includes('/') ? undefined : known.exec(file)?.[1];
    return version === undefined ? undefined : { version, direction: directionOf(file), order: [valueOf(version), withoutDirection(file)] };
  },
  examine: (root, paths) => [
    ...remarkOnBeginnings(root, paths.filter((file) => UP.test(root.head(file))), EITHER, { before: 'has SQL before its first part, which node-pg-migrate never runs.' }),
    ...paths.flatMap((file) => remarkOnDown(root, file)),
  ],
};
