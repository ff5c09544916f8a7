// The linters that xclint is measured against, from npm, in a folder that is none of the package's.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Exact versions: a table that is written today can be measured again. */
const VERSIONS = { 'squawk-cli': '2.66.0', '@postgres-language-server/cli': '0.25.5' };

/**
 * Installs the peers once and says where their npm bins are.
 * @param {string} folder
 */
export function installPeers(folder) {
  const bin = (name) => join(folder, 'node_modules', '.bin', name);
  const peers = { squawk: bin('squawk'), languageServer: bin('postgres-language-server'), versions: VERSIONS };
  const stamp = join(folder, `${Object.values(VERSIONS).join('-')}.installed`);
  if (!existsSync(stamp)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: VERSIONS }));
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    writeFileSync(stamp, '');
  }
  return peers;
}
