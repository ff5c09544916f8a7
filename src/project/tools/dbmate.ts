import type { DirectiveReader } from '../../sql/migration.js';
import { compareBytes } from '../order.js';
import { detectMarker, type MigrationTool } from '../tool.js';

const NAME = /^(\d+).*\.sql$/i;
const BLOCK = /^--\s*migrate:(up|down)(?:\s*$|\s+(\S.*)$)/;

/** `-- migrate:up transaction:false`, in column 1: a block and whether it runs in a transaction. */
const readDirective: DirectiveReader = (comment, lineStart) => {
  const block = lineStart ? BLOCK.exec(comment) : null;
  if (block === null) return null;
  return {
    direction: block[1] === 'down' ? 'down' : 'up',
    boundary: true,
    transaction: !/(^|\s)transaction:false(\s|$)/.test(block[2] ?? ''),
  };
};

export const dbmate: MigrationTool = {
  name: 'dbmate',
  defaultFolders: ['db/migrations'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: { tool: 'dbmate', unit: 'each file', escape: 'with "-- migrate:up transaction:false"' },
  readDirective,
  refusesSameVersion: true,
  compare: compareBytes,
  detect: (folder) => detectMarker(folder, NAME, /^--\s*migrate:up(\s|$)/m),
  enters: () => false,
  readName(path) {
    const version = NAME.exec(path)?.[1];
    return version === undefined || path.includes('/') ? undefined : { version, direction: 'up', order: [path] };
  },
};
