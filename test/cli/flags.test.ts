import { describe, expect, test } from 'vitest';
import { project, xclint } from './command-line.js';

const FILES = { 'm/001_a.sql': 'CREATE TABLE a (id uuid PRIMARY KEY);\n' };

const MISTAKES: readonly (readonly [string, readonly string[], string])[] = [
  ['an unknown flag names the one that was meant', ['--fromat', 'json', 'm'], 'There is no flag --fromat here. Did you mean "--format"?'],
  ['an unknown short flag is named', ['-x', 'm'], 'There is no flag -x.'],
  ['an unknown format names the one that was meant', ['-f', 'jsno', 'm'], '--format cannot be "jsno". Did you mean "json"? It takes: text, compact, json, jsonl, lsp, github, none.'],
  ['a format with = needs a file', ['-f', 'json=', 'm'], '--format json= names no file.'],
  ['two formats cannot share standard output', ['-f', 'json', '-f', 'text', 'm'], 'Only one --format can go to standard output'],
  ['two formats cannot share a file', ['-f', 'json=x', '-f', 'text=x', 'm'], 'Two formats cannot go to one file, x.'],
  ['a report needs a folder that exists', ['-f', 'json=no/such/report.json', 'm'], '--format json=no/such/report.json: the folder does not exist.'],
  ['an unknown mode names the one that was meant', ['-m', 'bidirectoinal', 'm'], 'did you mean "bidirectional"?'],
  ['a version that is none is refused', ['--yugabytedb', 'latest', 'm'], 'latest'],
  ['a mode that the version does not have is refused', ['-m', 'transactional-automatic', '--yugabytedb', '2024.2', 'm'], '2024.2'],
  ['--only names the rule that was meant', ['--only', 'no-seriall', 'm'], '--only: there is no rule "no-seriall". Did you mean "no-serial"?'],
  ['--skip names the rule that was meant', ['--skip', 'no-triggers', 'm'], '--skip: there is no rule "no-triggers". Did you mean "no-trigger"?'],
  ['--severity knows its rules', ['--severity', 'no-serail=info', 'm'], 'Did you mean "no-serial"?'],
  ['--severity knows its levels', ['--severity', 'no-serial=warn', 'm'], '--severity no-serial cannot be "warn".'],
  ['--severity needs a level', ['--severity', 'no-serial', 'm'], '--severity must be RULE=LEVEL, and is "no-serial".'],
  ['--placeholder needs a value', ['--placeholder', 'SCHEMA', 'm'], '--placeholder must be NAME=VALUE, and is "SCHEMA".'],
  ['--fail-on knows its words', ['--fail-on', 'warn', 'm'], '--fail-on cannot be "warn". Did you mean "warning"?'],
  ['--level knows its words', ['--level', 'off', 'm'], '--level cannot be "off". It takes: error, warning, info.'],
  ['--max-warnings is a number', ['--max-warnings', 'many', 'm'], '--max-warnings must be a whole number, and is "many".'],
  ['--max-diagnostics is a number', ['--max-diagnostics=-1', 'm'], '--max-diagnostics must be a whole number, and is "-1".'],
  ['--on-unanalyzable knows its words', ['--on-unanalyzable', 'warning', 'm'], '--on-unanalyzable cannot be "warning". Did you mean "warn"?'],
  ['a flag given twice is a mistake', ['-m', 'bidirectional', '-m', 'non-transactional', 'm'], '--mode is given 2 times.'],
  ['a flag without its value is a mistake', ['m', '--mode'], '--mode needs a value.'],
  ['a short flag without its value is a mistake', ['m', '-f'], '-f needs a value.'],
  ['--only with an empty list does not mean every rule', ['--only', '', 'm'], '--only needs a value.'],
  ['--skip with an empty list is a mistake, too', ['--skip', ',', 'm'], '--skip needs a value.'],
  ['--config and --no-config exclude each other', ['--no-config', '-c', 'x.json', 'm'], '--no-config and --config exclude each other; give one of them.'],
  ['--color and --no-color exclude each other', ['--color', '--no-color', 'm'], '--no-color and --color exclude each other'],
  ['a config that is not there is a mistake', ['-c', 'nowhere.json', 'm'], 'nowhere.json'],
  ['a path that leads nowhere is a mistake', ['migratoins'], 'migratoins'],
  ['a command that is mistyped is told from a path', ['explian', 'no-serial'], 'Did you mean the command "explain"?'],
  ['a rule that does not exist cannot be explained', ['explain', 'no-seriall'], 'There is no rule "no-seriall". Did you mean "no-serial"?'],
  ['a command that is mistyped is told from a path beside one that exists', ['schmea', 'm', '-f', 'none'], 'Did you mean the command "schema"?'],
  ['a report cannot be a folder', ['-f', 'json=m', 'm'], '--format json=m: this is a folder; name a file.'],
  ['explain needs a rule', ['explain'], 'No rule is named: xclint explain RULE. `xclint rules` lists them.'],
  ['explain takes one rule', ['explain', 'no-serial', 'no-trigger'], '"no-trigger" is one word too many for this command.'],
  ['rules takes no paths', ['rules', 'm'], '"m" is one word too many for this command.'],
  ['a flag that ends like a word of the command line is told from it', ['rules', '--mm', 'mm'], 'There is no flag --mm here.'],
  ['a flag of another command is told from one that does not exist', ['schema', '--fail-on', 'error', 'm'], 'This command has no flag --fail-on.'],
  ['schema prints no document where there is nothing to read', ['schema', 'nowhere'], 'nowhere: there is no such file or folder.'],
];

describe('wrong command lines end with 2, say what is wrong on standard error, and print no document', () => {
  for (const [name, args, words] of MISTAKES) {
    test.concurrent(name, async () => {
      const ended = await xclint(args, { cwd: project(FILES) });
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toContain(words);
      expect(ended.stderr).not.toContain('Internal error');
    });
  }
});

test('a path that is called like a command is not taken for a typing mistake', async () => {
  const { stderr } = await xclint(['lint', 'schema'], { cwd: project(FILES) });
  expect(stderr).toBe('error[unmatched-path]: schema: there is no such file or folder.\n');
});

test('--help lists commands and flags on standard output', async () => {
  const { code, stdout, stderr } = await xclint(['--help'], { cwd: project({}) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const word of ['explain <rule>', 'schema [paths..]', 'init', '--format', '--fail-on', '--no-config', 'Exit code:']) expect(stdout).toContain(word);
});

test('--help of a command lists its own flags', async () => {
  const { code, stdout } = await xclint(['schema', '--help'], { cwd: project({}) });
  expect(code).toBe(0);
  expect(stdout).toContain('--placeholder');
  expect(stdout).not.toContain('--fail-on');
});

for (const args of [['m'], ['explain', 'no-serial'], ['rules'], ['schema', 'm'], ['init']]) {
  test.concurrent(`xclint ${args.join(' ')} takes --debug, which an internal error asks for`, async () => {
    expect((await xclint([...args, '--debug'], { cwd: project(FILES) })).stderr).toBe('');
  });
}

test('--version prints the version of the package', async () => {
  const { code, stdout } = await xclint(['--version'], { cwd: project({}) });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
