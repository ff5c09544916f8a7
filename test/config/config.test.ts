import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, UsageError, levelsOf, loadConfig, type ConfigFlags, type ResolvedConfig } from '../../src/config/config.js';
import { makeFolder, type Tree } from '../folder.js';

const RULE_IDS = ['no-serial', 'no-trigger', 'no-unique-constraint'];

function load(cwd: string, options: { readonly configPath?: string; readonly search?: boolean; readonly flags?: ConfigFlags } = {}): Promise<ResolvedConfig> {
  const { configPath = null, search = true, flags = {} } = options;
  return loadConfig({ cwd, configPath, search, ruleIds: RULE_IDS, flags });
}

async function problemsOf(loading: Promise<ResolvedConfig>): Promise<readonly string[]> {
  const error: unknown = await loading.catch((reason: unknown) => reason);
  if (error instanceof ConfigError) return error.problems;
  throw error instanceof Error ? error : new Error('The config was taken.');
}

/** A repository, so that no search leaves it. */
function repository(tree: Tree): string {
  return makeFolder({ '.git': null, ...tree });
}

const WRONG: Readonly<Record<string, readonly [config: unknown, problems: readonly string[]]>> = {
  'an unknown key': [{ modee: 'bidirectional' }, ['.xclintrc.json: modee: there is no key "modee"; did you mean "mode"?']],
  'a key like nothing known': [{ '☃ x': 1 }, [
    '.xclintrc.json: "☃ x": there is no key "☃ x".',
  ]],
  'a mode that is near another': [{ mode: 'bidirectionel' }, ['.xclintrc.json: mode: there is no mode "bidirectionel"; did you mean "bidirectional"?']],
  'a mode of another type': [{ mode: 3 }, [
    '.xclintrc.json: mode: must be one of "bidirectional", "non-transactional", "transactional-manual", "transactional-semi-automatic", "transactional-automatic", not 3.',
  ]],
  'a rule that is not there': [{ rules: { 'no-seriall': 'off' } }, ['.xclintrc.json: rules.no-seriall: there is no rule "no-seriall"; did you mean "no-serial"?']],
  'a level that is not there': [{ rules: { 'no-serial': 'warn' } }, ['.xclintrc.json: rules.no-serial: there is no level "warn"; did you mean "warning"?']],
  'rules as a list': [{ rules: ['no-serial'] }, ['.xclintrc.json: rules: must be an object, not a list.']],
  'a preview release': [{ yugabytedb: '2.25.1' }, ['.xclintrc.json: yugabytedb: YugabyteDB 2.25.1 is a preview release, and xclint knows only stable ones; the stable series after it is 2024.1.']],
  'a version that is none': [{ yugabytedb: true }, ['.xclintrc.json: yugabytedb: must be a YugabyteDB version such as "2025.2".']],
  'a mode that the version lacks': [{ mode: 'transactional-automatic', yugabytedb: '2024.2' }, [
    '.xclintrc.json: mode: Mode "transactional-automatic" needs YugabyteDB 2025.1 or later, and "yugabytedb" says 2024.2.',
  ]],
  'a root whose mode the version lacks': [{ yugabytedb: '2024.2', migrations: [{ path: 'db', mode: 'transactional-automatic' }] }, [
    '.xclintrc.json: migrations[0].mode: Mode "transactional-automatic" needs YugabyteDB 2025.1 or later, and "yugabytedb" says 2024.2.',
  ]],
  'one cluster': [{ clusters: ['us'] }, ['.xclintrc.json: clusters: must have exactly 2 entries, and has 1.']],
  'a cluster twice': [{ clusters: ['us', 'us'] }, ['.xclintrc.json: clusters[1]: repeats clusters[0].']],
  'migrations as a text': [{ migrations: 'db' }, ['.xclintrc.json: migrations: must be a list, not "db".']],
  'a root without path': [{ migrations: [{ tool: 'flyway' }] }, ['.xclintrc.json: migrations[0].path: is missing.']],
  'a tool that is not there': [{ migrations: [{ path: 'db', tool: 'flyaway' }] }, ['.xclintrc.json: migrations[0].tool: there is no tool "flyaway"; did you mean "flyway"?']],
  'a key of a root': [{ migrations: [{ path: 'db', rules: {} }] }, ['.xclintrc.json: migrations[0].rules: there is no key "rules".']],
  'one root twice': [{ migrations: ['db', './db/'] }, ['.xclintrc.json: migrations[1].path: is the same folder as migrations[0].']],
  'a table without schema': [{ replicated: ['!orders'] }, ['.xclintrc.json: replicated[0]: "!orders" is not schema.table; write "!*.orders" for that table in every schema.']],
  'an override without rules': [{ overrides: [{ files: ['legacy/**'] }] }, ['.xclintrc.json: overrides[0].rules: is missing.']],
  'an override with backslashes': [{ overrides: [{ files: ['legacy\\**'], rules: {} }] }, ['.xclintrc.json: overrides[0].files[0]: "legacy\\**" has a backslash; write / between folders.']],
  'an extension without dot': [{ extensions: ['sql'] }, ['.xclintrc.json: extensions[0]: "sql" must begin with a dot and hold no slash: ".sql".']],
  'an empty text': [{ replicatingSince: '' }, ['.xclintrc.json: replicatingSince: must be a text that is not empty.']],
  'a text for a flag': [{ requireReason: 'yes' }, ['.xclintrc.json: requireReason: must be true or false, not "yes".']],
  'a placeholder that is no text': [{ placeholders: { a: 1 } }, ['.xclintrc.json: placeholders.a: must be a text.']],
  'a placeholder with a strange name': [{ placeholders: { 'a b': 'x' } }, ['.xclintrc.json: placeholders."a b": "a b" is no placeholder\'s name: letters, digits and _ . : - only.']],
  'a list for the whole config': [[], ['.xclintrc.json: must be an object, not a list.']],
  'an import of code': [{ $import: './evil.js' }, ['.xclintrc.json: $import: there is no key "$import".']],
  'everything at once': [{ mode: 'x', colocated: 1, nope: 2, onUnanalyzable: 'warning' }, [
    '.xclintrc.json: mode: there is no mode "x"; known: bidirectional, non-transactional, transactional-manual, transactional-semi-automatic, transactional-automatic.',
    '.xclintrc.json: colocated: must be true or false, not 1.',
    '.xclintrc.json: nope: there is no key "nope".',
    '.xclintrc.json: onUnanalyzable: there is no level "warning"; did you mean "warn"?',
  ]],
};

for (const [title, [config, problems]] of Object.entries(WRONG)) {
  test(`${title} is refused`, async () => {
    expect(await problemsOf(load(repository({ '.xclintrc.json': JSON.stringify(config) })))).toEqual(problems);
  });
}

const UNREADABLE: readonly (readonly [name: string, text: string, problem: string])[] = [
  ['.xclintrc.json', '{\n  "mode": bidirectional\n}', '.xclintrc.json:2:11: not JSON: expected a value, not "b".'],
  ['.xclintrc.yaml', 'mode: bidirectional\nmode: bidirectional\n', '.xclintrc.yaml:2:1: not YAML: duplicated mapping key.'],
  ['.xclintrc', 'mode: [\n', '.xclintrc:2:1: not YAML: unexpected end of the stream within a flow collection.'],
  ['.xclintrc.yml', 'mode: !!js/function "function () {}"', '.xclintrc.yml:1:37: not YAML: unknown tag !<tag:yaml.org,2002:js/function>.'],
  ['package.json', '{ "xclint": }', 'package.json:1:13: not JSON: expected a value, not "}".'],
];

for (const [name, text, problem] of UNREADABLE) {
  test(`${problem.split(':', 1)[0] ?? ''}: what cannot be parsed is refused with its place`, async () => {
    expect(await problemsOf(load(repository({ [name]: text })))).toEqual([problem]);
  });
}

test('without a config every key has its default', async () => {
  const config = await load(repository({}));
  expect(config.path).toBeNull();
  expect(config.base).toMatchObject({
    path: null, tool: null, startFrom: null, mode: 'bidirectional', clusters: ['cluster A', 'cluster B'], replicated: ['*.*'],
    replicatingSince: null, siteColumns: ['site', 'region', 'cluster', 'home_region'], colocated: false,
  });
  expect(config.base.version.text).toBe('2025.2');
  expect(config).toMatchObject({
    migrations: [], roles: [], tablespaces: [], overrides: [], requireReason: false, unsuppressable: [], onUnanalyzable: 'warn', extensions: ['.sql'],
  });
  expect(config.rules.size + config.placeholders.size).toBe(0);
});

test('every key is read, and a root inherits what it does not say', async () => {
  const folder = repository({
    '.xclintrc.yaml': `
      $schema: ./node_modules/xclint/docs/config.schema.json
      mode: non-transactional
      yugabytedb: 2025.1
      clusters: [west, east]
      migrations: [a, { path: b, tool: flyway, mode: bidirectional, replicated: ["x.*"], startFrom: b.sql }]
      replicated: ["*.*", "!audit.*"]
      replicatingSince: "007"
      siteColumns: [home]
      roles: [app]
      tablespaces: [fast]
      colocated: true
      rules: { no-serial: warning }
      overrides: [{ files: ["a/**"], rules: { no-serial: "off" } }]
      requireReason: true
      unsuppressable: [no-trigger]
      onUnanalyzable: error
      placeholders: { SCHEMA: app, EMPTY: "" }
      extensions: [.SQL, .ddl]
    `,
  });
  const config = await load(folder);
  expect(config.path).toBe('.xclintrc.yaml');
  expect(config.base).toMatchObject({ mode: 'non-transactional', clusters: ['west', 'east'], replicatingSince: '007', siteColumns: ['home'], colocated: true });
  expect(config.base.version.series).toBe('2025.1');
  expect(config.base.isReplicatedName({ schema: 'audit', name: 'log' })).toBe(false);
  const [a, b] = config.migrations;
  expect(a).toMatchObject({ path: path.join(folder, 'a'), tool: null, mode: 'non-transactional', replicated: ['*.*', '!audit.*'], replicatingSince: '007' });
  expect(b).toMatchObject({ path: path.join(folder, 'b'), tool: 'flyway', mode: 'bidirectional', startFrom: path.join(folder, 'b.sql'), clusters: ['west', 'east'] });
  expect(b?.isReplicatedName({ schema: 'y', name: 't' })).toBe(false);
  expect(config).toMatchObject({ roles: ['app'], tablespaces: ['fast'], requireReason: true, unsuppressable: ['no-trigger'], onUnanalyzable: 'error', extensions: ['.sql', '.ddl'] });
  expect([...config.placeholders]).toEqual([['SCHEMA', 'app'], ['EMPTY', '']]);
});

test('an empty YAML file is a config that says nothing', async () => {
  const config = await load(repository({ '.xclintrc': '# nothing yet\n' }));
  expect(config.path).toBe('.xclintrc');
  expect(config.base.mode).toBe('bidirectional');
});

test('the nearest config upwards is taken, and none above the repository', async () => {
  const outside = makeFolder({ '.xclintrc': 'mode: non-transactional', 'repo/.git': null, 'repo/deep/er': null, 'repo/inner/.xclintrc': 'colocated: true' });
  expect((await load(path.join(outside, 'repo/deep/er'))).path).toBeNull();
  expect((await load(path.join(outside, 'repo/inner'))).path).toBe('.xclintrc');
  fs.writeFileSync(path.join(outside, 'repo/.xclintrc'), 'mode: non-transactional\nmigrations: [db]');
  const found = await load(path.join(outside, 'repo/deep/er'));
  expect(found.path).toBe('../../.xclintrc');
  expect(found.migrations[0]?.path).toBe(path.join(outside, 'repo/db'));
});

test('a package.json counts only where it has the key', async () => {
  const folder = repository({ 'package.json': '{ "xclint": { "colocated": true } }', 'sub/package.json': '{ "name": "sub" }' });
  const config = await load(path.join(folder, 'sub'));
  expect(config.path).toBe('../package.json#xclint');
  expect(config.base.colocated).toBe(true);
});

test('a broken package.json that does not speak of xclint is passed over', async () => {
  expect((await load(repository({ 'package.json': '{ nonsense' }))).path).toBeNull();
});

test('two configs in one folder are refused', async () => {
  const folder = repository({ '.xclintrc': 'mode: bidirectional', 'package.json': '{ "xclint": {} }' });
  expect(await problemsOf(load(folder))).toEqual(['.xclintrc and package.json are both configs of xclint; keep one of them.']);
});

test('a byte order mark before the config is no part of it', async () => {
  expect((await load(repository({ '.xclintrc.json': '\uFEFF{ "colocated": true }' }))).base.colocated).toBe(true);
});

test('--no-config reads none', async () => {
  expect((await load(repository({ '.xclintrc': 'nonsense: 1' }), { search: false })).path).toBeNull();
});

test('a named config that is not there is refused by name', async () => {
  expect(await problemsOf(load(repository({}), { configPath: 'nope.json' }))).toEqual(['nope.json: could not be read: there is no such file (ENOENT).']);
});

test('flags come before the config, and what they say is checked', async () => {
  const folder = repository({ '.xclintrc': 'mode: non-transactional\nmigrations: [{ path: db, mode: transactional-manual }]' });
  const config = await load(folder, { flags: { mode: 'bidirectional', yugabytedb: '2024.2' } });
  expect([config.base.mode, config.migrations[0]?.mode, config.base.version.text]).toEqual(['bidirectional', 'bidirectional', '2024.2']);
  const error: unknown = await load(folder, { flags: { mode: 'x', yugabytedb: '1' } }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  expect(error instanceof Error ? error.message.split('\n').map((line) => line.split(':', 1)[0]) : []).toEqual(['--mode', '--yugabytedb']);
});

test('a config with circles and doubling references is refused, and its references are not followed thirty doublings deep', async () => {
  const lines = ['a0: &a0 [x]', ...Array.from({ length: 30 }, (_, level) => `a${String(level + 1)}: &a${String(level + 1)} [*a${String(level)}, *a${String(level)}]`)];
  const folder = repository({ '.xclintrc': `${lines.join('\n')}\nroles: *a30\nmigrations: &m [*m]\n` });
  expect((await problemsOf(load(folder))).length).toBeGreaterThan(30);
});

test('names of JavaScript\'s own objects are no keys', async () => {
  const folder = repository({ '.xclintrc.json': '{ "__proto__": { "mode": "x" }, "constructor": 1, "rules": { "__proto__": "off" } }' });
  expect(await problemsOf(load(folder))).toEqual([
    '.xclintrc.json: __proto__: there is no key "__proto__".',
    '.xclintrc.json: constructor: there is no key "constructor".',
    '.xclintrc.json: rules.__proto__: there is no rule "__proto__".',
  ]);
});

const EVIL = `require('node:fs').writeFileSync(require('node:path').join(__dirname, 'ran-' + require('node:path').basename(__filename)), ''); module.exports = { mode: 'bidirectional' };`;
const EVIL_MODULE = `import fs from 'node:fs'; fs.writeFileSync(new URL('ran.mjs', import.meta.url), ''); export default {};`;

test('no code in a checkout runs', async () => {
  const folder = repository({
    '.xclintrc.js': EVIL, '.xclintrc.cjs': EVIL, '.xclintrc.mjs': EVIL_MODULE, '.xclintrc.ts': EVIL, 'xclint.config.js': EVIL, 'xclint.config.cjs': EVIL,
    'xclint.config.mjs': EVIL_MODULE, 'xclint.config.ts': EVIL, '.config/config.js': EVIL, '.config/config.cjs': EVIL, '.config/config.mjs': EVIL_MODULE,
    '.config/xclintrc.js': EVIL, '.xclintrc.json': '{ "$import": "./evil.cjs" }', 'evil.cjs': EVIL,
    'package.json': '{ "cosmiconfig": { "searchPlaces": ["evil.cjs"] }, "type": "commonjs" }',
  });
  const before = fs.readdirSync(folder, { recursive: true }).length;
  const working = process.cwd();
  process.chdir(folder);
  try {
    expect(await problemsOf(load(folder))).toEqual(['.xclintrc.json: $import: there is no key "$import".']);
    fs.rmSync(path.join(folder, '.xclintrc.json'));
    expect((await load(folder)).path).toBeNull();
  } finally {
    process.chdir(working);
  }
  expect(fs.readdirSync(folder, { recursive: true }).length).toBe(before - 1);
});

test('code runs when it is named', async () => {
  const folder = repository({ 'x.cjs': `module.exports = { colocated: true };`, 'x.mjs': `export default { colocated: true };`, 'bad.cjs': 'throw new Error("no")' });
  expect((await load(folder, { configPath: 'x.cjs' })).base.colocated).toBe(true);
  expect((await load(folder, { configPath: 'x.mjs' })).base.colocated).toBe(true);
  expect(await problemsOf(load(folder, { configPath: 'bad.cjs' }))).toEqual(['bad.cjs: could not be run: no']);
});

test('a later override wins over an earlier one and over the rules', async () => {
  const folder = repository({
    'db/.xclintrc': `
      rules: { no-serial: error, no-trigger: info }
      overrides:
        - { files: ["legacy/**", "./old.sql"], rules: { no-serial: warning } }
        - { files: ["legacy/x.sql"], rules: { no-serial: "off" } }
    `,
  });
  const config = await loadConfig({ cwd: path.join(folder, 'db'), configPath: null, search: true, ruleIds: RULE_IDS });
  const level = levelsOf(config, folder);
  expect(level('no-serial', 'db/new.sql')).toBe('error');
  expect(level('no-serial', 'db/legacy/y.sql')).toBe('warning');
  expect(level('no-serial', 'db/old.sql')).toBe('warning');
  expect(level('no-serial', 'db/legacy/x.sql')).toBe('off');
  expect(level('no-trigger', 'db/legacy/x.sql')).toBe('info');
  expect(level('no-serial', 'legacy/x.sql')).toBe('error');
  expect(level('no-unique-constraint', 'db/new.sql')).toBeUndefined();
});
