import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOOD, lintAsJson, makeFolder, places, xclint } from './harness.js';

const CANARY = 'canary.txt';
/** Code that leaves a file behind in the working directory when it runs. */
const CJS = `require('node:fs').writeFileSync(${JSON.stringify(CANARY)}, 'ran');\nmodule.exports = {};\n`;
const ESM = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(CANARY)}, 'ran');\nexport default {};\n`;

const PLANTED: Readonly<Record<string, string>> = Object.fromEntries<string>([
  ...['.xclintrc.js', '.xclintrc.cjs', 'xclint.config.js', 'xclint.config.cjs', 'xclintrc.js', '.config/config.js', '.config/config.cjs', '.config/xclintrc.js', '.config/xclintrc.cjs', 'index.js', 'xclint.js'].map((name) => [name, CJS] as const),
  ...['.xclintrc.mjs', '.xclintrc.ts', 'xclint.config.mjs', 'xclint.config.ts', 'xclint.config.mts', '.config/config.mjs', '.config/config.ts', '.config/xclintrc.mjs', '.config/xclintrc.ts'].map((name) => [name, ESM] as const),
]);

function hasRun(...folders: string[]): boolean {
  return folders.some((folder) => existsSync(path.join(folder, CANARY)));
}

describe('code that was planted as a config', () => {
  it('(the canary sings when code runs: a config named on the command line is run)', async () => {
    for (const [name, content] of [['evil.cjs', CJS], ['evil.mjs', ESM]] as const) {
      const folder = makeFolder({ [name]: content, '1_good.sql': GOOD });
      const ended = await xclint(folder, ['.', '--config', name]);
      expect(ended.stderr).toBe('');
      expect(hasRun(folder), name).toBe(true);
    }
  });

  for (const [name, content] of Object.entries(PLANTED)) {
    it(`${name} does not run, and the migrations are judged`, async () => {
      const folder = makeFolder({ [name]: content, 'db/1_good.sql': GOOD });
      const ended = await lintAsJson(folder, ['db']);
      expect(hasRun(folder, path.join(folder, 'db'), path.join(folder, '.config'))).toBe(false);
      expect(places(ended.report)).toEqual(['db/1_good.sql:1:23 no-serial']);
      expect(ended.exitCode).toBe(1);
    });
  }

  it('all of them at once, beside and above the migrations, run in no command', async () => {
    const beside = Object.fromEntries(Object.entries(PLANTED).map(([name, content]) => [`db/${name}`, content]));
    const folder = makeFolder({ ...PLANTED, ...beside, 'db/1_good.sql': GOOD, '.git/HEAD': 'ref: refs/heads/main\n' });
    const db = path.join(folder, 'db');
    for (const args of [['lint', '.'], ['schema', '.'], ['rules'], ['explain', 'no-serial'], ['--print-config'], ['lint', '1_good.sql']]) {
      await xclint(db, args);
      await xclint(folder, args);
    }
    expect(hasRun(folder, db)).toBe(false);
    expect((await lintAsJson(db)).exitCode).toBe(1);
  });

  for (const [name, content] of [
    ['package.json', JSON.stringify({ name: 'victim', xclint: { $import: './evil.cjs' } })],
    ['package.json', JSON.stringify({ name: 'victim', xclint: { $import: ['./evil.cjs', './evil.mjs'], mode: 'bidirectional' } })],
    ['.xclintrc.json', JSON.stringify({ $import: './evil.cjs' })],
    ['.xclintrc', '$import: ./evil.cjs\n'],
    ['.xclintrc.yaml', '$import: ./evil.mjs\nmode: bidirectional\n'],
    ['.xclintrc.yaml', `mode: !!js/function 'function () { require("node:fs").writeFileSync("${CANARY}", "ran") }'\n`],
    ['.xclintrc.yml', `rules: !!js/undefined ''\nmode: !!js/regexp /x/\n`],
    ['.xclintrc.yaml', `mode: !!python/object/apply:os.system ["touch ${CANARY}"]\n`],
    ['.xclintrc.yaml', 'extends: ./evil.cjs\nplugins: [./evil.cjs]\n'],
    ['.xclintrc.json', '{ "mode": }'],
    ['.xclintrc.yaml', 'mode: [unclosed\n'],
  ] as const) {
    it(`${name} with ${content.trim()} is refused with its name, and nothing runs`, async () => {
      const folder = makeFolder({ [name]: content, 'evil.cjs': CJS, 'evil.mjs': ESM, '1_good.sql': GOOD });
      const ended = await xclint(folder, ['.']);
      expect(hasRun(folder)).toBe(false);
      expect(ended.exitCode).toBe(2);
      expect(ended.stderr).toContain(name);
      expect(ended.stderr).not.toMatch(/\n\s+at /);
    });
  }
});

describe('keys that reach for prototypes', () => {
  for (const [what, content] of [
    ['__proto__', '{"__proto__": {"mode": "non-transactional", "polluted": true}}'],
    ['constructor', '{"constructor": {"prototype": {"polluted": true}}}'],
    ['__proto__ among the rules', '{"rules": {"__proto__": "off"}}'],
    ['constructor among the rules', '{"rules": {"constructor": "off"}}'],
    ['toString as a mode', '{"mode": "toString"}'],
    ['__proto__ as a version', '{"yugabytedb": "__proto__"}'],
    ['hasOwnProperty as a level', '{"rules": {"no-serial": "hasOwnProperty"}}'],
  ] as const) {
    it(`${what} is refused with the file's name`, async () => {
      const ended = await xclint(makeFolder({ '.xclintrc.json': content, '1_good.sql': GOOD }), ['.']);
      expect(ended.exitCode).toBe(2);
      expect(ended.stderr).toContain('.xclintrc.json');
      expect(ended.stderr).not.toMatch(/\n\s+at |internal|bug/i);
    });
  }

  it('tables and columns with such names are judged like any other', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];
    const sql = names.map((name) => `CREATE TABLE "${name}" ("${name}" bigserial PRIMARY KEY, "x ${name}" text REFERENCES "${name}" ("${name}"));\n`).join('');
    const ended = await lintAsJson(makeFolder({ '1_names.sql': sql }));
    expect(ended.report.problems).toEqual([]);
    expect(ended.report.diagnostics.filter(({ ruleId }) => ruleId === 'no-serial')).toHaveLength(names.length);
    expect(ended.report.diagnostics.filter(({ ruleId }) => ruleId === 'no-foreign-key')).toHaveLength(names.length);
  });
});

describe('configs that are too much', () => {
  it('YAML whose aliases multiply ends at once', async () => {
    const levels = Array.from({ length: 30 }, (_, index) => `l${String(index + 1)}: &l${String(index + 1)} [${Array.from({ length: 10 }, () => `*l${String(index)}`).join(', ')}]`);
    const ended = await xclint(makeFolder({ '.xclintrc.yaml': `l0: &l0 [x]\n${levels.join('\n')}\n`, '1_good.sql': GOOD }), ['.']);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain('.xclintrc.yaml');
    expect(ended.stderr.length).toBeLessThan(100_000);
  });

  it('JSON nested 100,000 deep ends with a message', async () => {
    const ended = await xclint(makeFolder({ '.xclintrc.json': '{"rules":'.repeat(100_000), '1_good.sql': GOOD }), ['.']);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain('.xclintrc.json');
  });
});

describe('SQL that would act if it were run', () => {
  it('is only read', async () => {
    const sql = [
      `\\! touch ${CANARY}`,
      `\\set x \`touch ${CANARY}\``,
      `\\o | touch ${CANARY}`,
      `\\i /etc/passwd`,
      `\\copy t FROM PROGRAM 'touch ${CANARY}'`,
      `COPY t TO PROGRAM 'touch ${CANARY}';`,
      `-- xclint-disable-next-line $(touch ${CANARY})`,
      GOOD,
    ].join('\n');
    const folder = makeFolder({ '1_acts.sql': sql });
    const ended = await lintAsJson(folder);
    expect(hasRun(folder)).toBe(false);
    expect(places(ended.report)).toContain('1_acts.sql:8:23 no-serial');
    expect(ended.exitCode).toBe(1);
  });

  it('and its escape sequences do not reach the terminal', async () => {
    const folder = makeFolder({ '1_paint.sql': 'CREATE TABLE "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e" (id bigserial PRIMARY KEY, "\u001b[8m" text UNIQUE);\n' });
    for (const format of ['text', 'compact', 'github']) {
      const { stdout, exitCode } = await xclint(folder, ['.', '--format', format]);
      expect(exitCode).toBe(1);
      expect(stdout).not.toMatch(/[\u001b\u0007\u009b]/);
    }
  });
});
