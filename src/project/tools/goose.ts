import type { DirectiveReader } from '../../sql/migration.js';
import { compareNatural } from '../order.js';
import { detectMarker, type MigrationTool } from '../tool.js';

const NAME = /^(\d+)_.*\.sql$/i;
const ANNOTATION = /^--\s*\+goose\s+(up|down|statementbegin|statementend|no\s+transaction)\s*$/i;

/** `-- +goose Up`, in column 1. What stands between StatementBegin and StatementEnd may lack its `;`. */
const readDirective: DirectiveReader = (comment, lineStart) => {
  if (!lineStart) return null;
  switch (ANNOTATION.exec(comment)?.[1]?.toLowerCase()) {
    case undefined:
      return null;
    case 'up':
      return { direction: 'up', boundary: true };
    case 'down':
      return { direction: 'down', boundary: true };
    case 'statementbegin':
    case 'statementend':
      return { boundary: true };
  }
  return { transaction: false };
};

export const goose: MigrationTool = {
  name: 'goose',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'goose', unit: 'each file', escape: 'with "-- +goose NO TRANSACTION"' },
  readDirective,
  refusesSameVersion: true,
  compare: compareNatural,
  detect: (folder) => detectMarker(folder, NAME, /^--\s*\+goose\s/im),
  enters: () => false,
  readName(path) {
    const version = NAME.exec(path)?.[1];
    return version === undefined ? undefined : { version, direction: 'up', order: [version] };
  },
};
