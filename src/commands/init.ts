import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options } from 'yargs';
import { loadConfig } from '../config/config.js';
import { INITIAL_CONFIG_NAME, initialConfig } from '../config/describe.js';
import { UsageError } from '../config/errors.js';
import { detectProject } from '../project/find.js';
import { DEBUG_FLAG } from './flags.js';
import { RULE_IDS } from './run.js';
import { writeOut } from './terminal.js';
import { describeTool } from './tool.js';

/** The flags of `xclint init`. */
export const INIT_FLAGS = {
  force: { type: 'boolean', describe: 'Replace the config that is there' },
  ...DEBUG_FLAG,
} as const satisfies Record<string, Options>;

/** Where a config may stand besides; two in one folder would be a riddle. */
const OTHER_FILES = ['.xclintrc', '.xclintrc.json', '.xclintrc.yml'];

/** `xclint init`: writes a commented config for what it finds. */
export function addInit(yargs: Argv): Argv {
  return yargs.command(
    'init',
    `Write a commented ${INITIAL_CONFIG_NAME} for the migrations that are found here`,
    (command) => command.options(INIT_FLAGS),
    (flags: ArgumentsCamelCase<InferredOptionTypes<typeof INIT_FLAGS>>) => writeConfig(flags.force === true),
  );
}

async function writeConfig(force: boolean): Promise<void> {
  const cwd = process.cwd();
  refuseOtherConfig(cwd);
  const config = await loadConfig({ cwd, configPath: null, search: false, ruleIds: RULE_IDS });
  const found = detectProject(cwd, config);
  const target = path.join(cwd, INITIAL_CONFIG_NAME);
  if (existsSync(target) && !force && !(await isAllowed())) {
    throw new UsageError(`${INITIAL_CONFIG_NAME} is there already; \`xclint init --force\` replaces it.`);
  }
  const folders = found.map(({ folder }) => folder);
  writeFileSync(target, initialConfig(folders, schemaUrl()));
  const told = found.map(({ folder, tool }) => `${folder} (${tool})`).join(', ');
  writeOut([`Wrote ${INITIAL_CONFIG_NAME}. ${found.length === 0 ? 'No migrations were found here: say in it where they are.' : `Migrations: ${told}.`} Next: npx xclint\n`]);
}

/** For editors: the schema as it is in the repository, for the package need not be installed where the config is. */
function schemaUrl(): string {
  const { homepage, version } = describeTool();
  return `${homepage.replace('//github.com/', '//raw.githubusercontent.com/')}/v${version}/docs/config.schema.json`;
}

function refuseOtherConfig(cwd: string): void {
  const other = OTHER_FILES.find((file) => existsSync(path.join(cwd, file)));
  if (other !== undefined) throw new UsageError(`There is a config already, in ${other}.`);
  const manifest = path.join(cwd, 'package.json');
  if (existsSync(manifest) && hasOwnConfig(readFileSync(manifest, 'utf8'))) throw new UsageError('There is a config already, in package.json under "xclint".');
}

/** A package.json that is no JSON is npm's to complain about. */
function hasOwnConfig(manifest: string): boolean {
  try {
    const value: unknown = JSON.parse(manifest.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && Object.hasOwn(value, 'xclint');
  } catch {
    return false;
  }
}

/** Asks on a terminal; elsewhere nobody can answer. */
async function isAllowed(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`Replace ${INITIAL_CONFIG_NAME}? [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
