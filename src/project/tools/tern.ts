import type { DirectiveReader } from '../../sql/migration.js';
import { compareNatural } from '../order.js';
import { detectManifest, detectMarker, type MigrationTool } from '../tool.js';

const NAME = /^(\d+)_.+\.sql$/i;

/** The line that parts up from down, and the one that asks for no transaction in its part. */
const readDirective: DirectiveReader = (comment, lineStart) => {
  if (!lineStart) return null;
  const line = comment.trimEnd();
  if (line === '---- create above / drop below ----') return { direction: 'down', boundary: true };
  return line === '---- tern: disable-tx ----' ? { transaction: false } : null;
};

export const tern: MigrationTool = {
  name: 'tern',
  defaultFolders: [],
  wrapsTransaction: true,
  transactions: { tool: 'tern', unit: 'each file', escape: 'with the line "---- tern: disable-tx ----"' },
  readDirective,
  refusesSameVersion: true,
  compare: compareNatural,
  detect: (folder) => detectManifest(folder, ['tern.conf']) ?? detectMarker(folder, NAME, /^---- (create above \/ drop below|tern: disable-tx) ----\s*$/m),
  enters: () => false,
  readName(path) {
    const version = NAME.exec(path)?.[1];
    return version === undefined || path.includes('/') ? undefined : { version, direction: 'up', order: [version] };
  },
};
