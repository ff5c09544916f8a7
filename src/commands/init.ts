import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options } from 'yargs';
import { loadConfig } from '../config/config.js';
import { UsageError } from '../config/errors.js';
import { DEFAULTS, KEYS } from '../config/keys.js';
import { detectProject } from '../project/find.js';
import { MODES } from '../xcluster/mode.js';
import { RULE_IDS } from './run.js';
import { writeOut } from './terminal.js';
import { describeTool } from './tool.js';

/** The flags of `xclint init`. */
export const INIT_FLAGS = {
  force: { type: 'boolean', describe: 'Replace the config that is there' },
} as const satisfies Record<string, Options>;

const CONFIG_FILE = '.xclintrc.yaml';
/** Where a config may stand besides; two in one folder would be a riddle. */
const OTHER_FILES = ['.xclintrc', '.xclintrc.json', '.xclintrc.yml'];

/** `xclint init`: writes a commented config for what it finds. */
export function addInit(yargs: Argv): Argv {
  return yargs.command(
    'init',
    `Write a commented ${CONFIG_FILE} for the migrations that are found here`,
    (command) => command.options(INIT_FLAGS),
    (flags: ArgumentsCamelCase<InferredOptionTypes<typeof INIT_FLAGS>>) => writeConfig(flags.force === true),
  );
}

async function writeConfig(force: boolean): Promise<void> {
  const cwd = process.cwd();
  refuseOtherConfig(cwd);
  const config = await loadConfig({ cwd, configPath: null, search: false, ruleIds: RULE_IDS });
  const found = detectProject(cwd, config);
  const target = path.join(cwd, CONFIG_FILE);
  if (existsSync(target) && !force && !(await isAllowed())) {
    throw new UsageError(`${CONFIG_FILE} is there already; \`xclint init --force\` replaces it.`);
  }
  writeFileSync(target, renderConfig(found));
  const told = found.map(({ folder, tool }) => `${folder} (${tool})`).join(', ');
  writeOut([`Wrote ${CONFIG_FILE}. ${found.length === 0 ? 'No migrations were found here: say in it where they are.' : `Migrations: ${told}.`} Next: npx xclint\n`]);
}

function refuseOtherConfig(cwd: string): void {
  const other = OTHER_FILES.find((file) => existsSync(path.join(cwd, file)));
  if (other !== undefined) throw new UsageError(`There is a config already, in ${other}.`);
  const manifest = path.join(cwd, 'package.json');
  if (!existsSync(manifest)) return;
  // Only the key is wanted; a package.json that is no JSON is npm's to complain about.
  if (/^ {0,4}"xclint"\s*:\s*\{/m.test(readFileSync(manifest, 'utf8'))) throw new UsageError('There is a config already, in package.json under "xclint".');
}

/** Asks on a terminal; elsewhere nobody can answer. */
async function isAllowed(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`Replace ${CONFIG_FILE}? [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** What stands in the file for each key: as it takes effect, or commented out as an example. */
function renderConfig(found: ReturnType<typeof detectProject>): string {
  const examples: Readonly<Record<keyof typeof KEYS, string>> = {
    $schema: '',
    mode: `mode: ${DEFAULTS.mode}`,
    yugabytedb: `yugabytedb: "${DEFAULTS.yugabytedb}"`,
    clusters: '# clusters: [us-west, us-east]',
    migrations: found.length === 0 ? '# migrations: [db/migrations]' : `migrations:\n${found.map(({ folder }) => `  - ${JSON.stringify(folder)}`).join('\n')}`,
    replicated: '# replicated: ["*.*", "!audit.*"]',
    replicatingSince: '# replicatingSince: "20250611_checkout"',
    siteColumns: `# siteColumns: [${DEFAULTS.siteColumns.join(', ')}]`,
    roles: '# roles: [app]',
    tablespaces: '# tablespaces: []',
    colocated: '# colocated: false',
    rules: '# rules:\n#   no-foreign-key: info',
    overrides: '# overrides:\n#   - files: ["legacy/**"]\n#     rules: { no-unique-constraint: info }',
    requireReason: '# requireReason: true',
    unsuppressable: '# unsuppressable: [no-truncate]',
    onUnanalyzable: '# onUnanalyzable: warn',
    placeholders: '# placeholders:\n#   SCHEMA: app',
    extensions: '# extensions: [".sql"]',
  };
  const isKey = (key: string): key is keyof typeof KEYS => key in KEYS;
  const blocks = Object.keys(KEYS).filter(isKey).filter((key) => examples[key] !== '').map((key) => {
    const choices = key === 'mode' ? `# One of: ${MODES.join(', ')}.\n` : '';
    return `# ${KEYS[key].summary}\n${choices}${examples[key]}\n`;
  });
  return [`# The config of xclint, see ${describeTool().homepage}#config\n`, ...blocks].join('\n');
}
