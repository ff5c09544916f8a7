import { compareNatural } from '../order.js';
import { noDirectives, type MigrationTool } from '../tool.js';
import { detectPair, readPair } from './diesel.js';

/** Folders with `up.sql` and `down.sql`, by number. */
export const hasura: MigrationTool = {
  name: 'hasura',
  defaultFolders: ['migrations', 'hasura/migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'Hasura', unit: 'each file', escape: null },
  readDirective: noDirectives,
  refusesSameVersion: true,
  compare: compareNatural,
  detect: detectPair,
  enters: (path) => !path.includes('/'),
  readName: readPair,
};
