import type { DirectiveReader } from '../../sql/migration.js';
import { detectCode, readCodeName } from '../code.js';
import { readAnyMarker } from '../markers.js';
import { compareNatural } from '../order.js';
import { detectManifest, directionOf, firstOf, nameLike, withoutDirection, type MigrationTool } from '../tool.js';

const NAME = /^(\d+).*\.sql$/i;
const CODE_NAME = /^(\d+)/;
const PACKAGE = 'node-pg-migrate';

/** The tool takes any comment that begins so, whatever follows on the line. */
const readDirective: DirectiveReader = (comment) => {
  const word = /^--[\s-]*(up|down)\s+migration/i.exec(comment)?.[1]?.toLowerCase();
  return word === undefined ? null : { direction: word === 'down' ? 'down' : 'up', boundary: true };
};

/** For folders of nobody knows which tool, where the words can be prose: only a comment that says nothing else counts. */
export const readExactMarker: DirectiveReader = (comment, lineStart, fileStart) =>
  lineStart && /^--[\s-]*(up|down)\s+migration[\s-]*$/i.test(comment) ? readDirective(comment, lineStart, fileStart) : null;

export const nodePgMigrate: MigrationTool = {
  name: 'node-pg-migrate',
  defaultFolders: [],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'node-pg-migrate', unit: 'all pending files', escape: 'in JavaScript, with "pgm.noTransaction()"' },
  readDirective: firstOf([readDirective, readAnyMarker]),
  compare: compareNatural,
  detect: (folder) =>
    detectCode(folder, { name: CODE_NAME, text: /\bpgm\b|\bMigrationBuilder\b|['"]node-pg-migrate['"]/, manifests: [], packages: [PACKAGE] }) ??
    (nameLike(folder, NAME) === undefined ? undefined : detectManifest(folder, ['package.json'], /"node-pg-migrate"/)),
  enters: () => false,
  readName(path) {
    const code = readCodeName(path, CODE_NAME);
    const version = NAME.exec(path)?.[1] ?? (code === undefined ? undefined : CODE_NAME.exec(path)?.[1]);
    return version === undefined || path.includes('/') ? undefined : { version, direction: directionOf(path), order: [version, withoutDirection(path)] };
  },
};
