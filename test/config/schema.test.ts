import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { RULES } from '../../rules/index.js';
import { ConfigError, loadConfig } from '../../src/config/config.js';
import { configSchema } from '../../src/config/schema.js';
import { BUILT_IN_IDS } from '../../src/linter/levels.js';
import { makeFolder } from '../folder.js';
import { renderConfigPage } from './config-page.js';

const RULE_IDS = RULES.map((rule) => rule.id);

test('the schema that is shipped is the one of the table', async () => {
  await expect(`${JSON.stringify(configSchema(RULE_IDS), null, 2)}\n`).toMatchFileSnapshot('../../docs/config.schema.json');
});

test('the page on the config is the one of the table', async () => {
  await expect(renderConfigPage()).toMatchFileSnapshot('../../docs/config.md');
});

const TAKEN: readonly unknown[] = [
  {},
  { $schema: 'x' },
  { mode: 'bidirectional', yugabytedb: '2025.2' },
  { yugabytedb: 2025.2 },
  { yugabytedb: 'v2024.1.6.1-b3' },
  { yugabytedb: '2027.1' },
  { yugabytedb: '2.20.1' },
  { clusters: ['a', 'b'] },
  { migrations: ['db', { path: 'x', tool: 'flyway', replicated: ['a.b'], startFrom: 'y.sql', colocated: true, siteColumns: [], clusters: ['a', 'b'], replicatingSince: '1', yugabytedb: '2025.1', mode: 'non-transactional' }] },
  { replicated: ['*.*', '!a.b'] },
  { siteColumns: [], roles: [], tablespaces: ['x'] },
  { rules: {}, overrides: [] },
  { rules: { 'no-serial': 'off', unanalyzable: 'error' } },
  { overrides: [{ files: ['a/**'], rules: { 'no-serial': 'info' } }, { files: ['a/**'], rules: { 'no-serial': 'info' } }] },
  { requireReason: true, unsuppressable: ['no-serial'], onUnanalyzable: 'ignore' },
  { placeholders: { a: '', 'flyway:x.y-z': 'b' } },
  { extensions: ['.sql', '.DDL'] },
];

const REFUSED: readonly unknown[] = [
  [],
  'x',
  1,
  { mode: 'x' },
  { mode: null },
  { nope: 1 },
  { $import: 'x' },
  { yugabytedb: '2.25' },
  { yugabytedb: 2.2 },
  { yugabytedb: 'latest' },
  { yugabytedb: '2026.3' },
  { clusters: ['a'] },
  { clusters: ['a', 'a'] },
  { clusters: ['a', 'b', 'c'] },
  { clusters: ['a', ''] },
  { migrations: [] },
  { migrations: 'db' },
  { migrations: [''] },
  { migrations: ['a\\b'] },
  { migrations: [{}] },
  { migrations: [{ path: 'a', rules: {} }] },
  { migrations: [{ path: 'a', tool: 'x' }] },
  { migrations: [1] },
  { replicated: [] },
  { replicated: ['orders'] },
  { replicated: ['.orders'] },
  { replicated: ['a.b', 'a.b'] },
  { rules: [] },
  { rules: { nope: 'off' } },
  { rules: { 'no-serial': 'warn' } },
  { rules: { 'no-serial': ['off'] } },
  { overrides: [{ files: ['a'] }] },
  { overrides: [{ rules: {} }] },
  { overrides: [{ files: [], rules: {} }] },
  { overrides: [{ files: ['a'], rules: {}, excludes: [] }] },
  { requireReason: 'yes' },
  { unsuppressable: ['nope'] },
  { onUnanalyzable: 'off' },
  { placeholders: { 'a b': 'x' } },
  { placeholders: { a: 1 } },
  { extensions: [] },
  { extensions: ['sql'] },
  { extensions: ['.'] },
  { colocated: 'true' },
];

const validate = new Ajv({ allowUnionTypes: true }).compile(configSchema(RULE_IDS));

async function isTaken(config: unknown): Promise<boolean> {
  const cwd = makeFolder({ '.git': null, '.xclintrc.json': JSON.stringify(config) });
  try {
    await loadConfig({ cwd, configPath: null, search: true, ruleIds: [...RULE_IDS, ...BUILT_IN_IDS] });
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

for (const [configs, taken] of [[TAKEN, true], [REFUSED, false]] as const) {
  for (const config of configs) {
    test(`schema and check both ${taken ? 'take' : 'refuse'} ${JSON.stringify(config)}`, async () => {
      expect({ schema: validate(config), check: await isTaken(config) }).toEqual({ schema: taken, check: taken });
    });
  }
}
