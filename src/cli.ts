import type { Argv } from 'yargs';
import { addExplain, EXPLAIN_FLAGS } from './commands/explain.js';
import { shieldPaths, suggest } from './commands/flags.js';
import { addInit, INIT_FLAGS } from './commands/init.js';
import { addLint, LINT_FLAGS } from './commands/lint.js';
import { addRemedy, REMEDY_FLAGS } from './commands/remedy.js';
import { addRules, RULES_FLAGS } from './commands/rules.js';
import { addSchema, SCHEMA_FLAGS } from './commands/schema.js';
import { writeErr, writeOut } from './commands/terminal.js';
import { describeTool } from './commands/tool.js';
import { ConfigError, UsageError } from './config/errors.js';
import { visibleLines } from './reporters/display.js';

const DEBUG = '--debug';
const HELP_WIDTH = 100;

/** How a command line ended. */
interface Ended {
  /** 0 nothing that counts, 1 findings, 2 could not do the job. */
  readonly exitCode: number;
  /** Whether migrations were read: what most runs do. */
  readonly hasRead: boolean;
}

/** Carries out the command line. */
export async function main(args: readonly string[]): Promise<Ended> {
  let ended: Ended = { exitCode: 0, hasRead: false };
  const finish = (exitCode: number): void => {
    ended = { exitCode, hasRead: true };
  };
  try {
    if (args.includes('--version') || args.includes('-V')) {
      writeOut([`${describeTool().version}\n`]);
      return ended;
    }
    const { default: yargs } = await import('yargs');
    // With a callback yargs gives the help text instead of printing it.
    await describeCommands(yargs(), args, finish).parseAsync(shieldPaths(args), {}, (_error: unknown, _flags: unknown, help: string) => {
      if (help !== '') writeOut([`${help}\n`]);
    });
    return ended;
  } catch (error) {
    // Names and values of files and configs are in it, which may hold anything.
    writeErr(visibleLines(explainFailure(error, args.includes(DEBUG))).join('\n'));
    return { exitCode: 2, hasRead: false };
  }
}

function describeCommands(yargs: Argv, args: readonly string[], finish: (exitCode: number) => void): Argv {
  yargs
    .scriptName('xclint')
    .usage('xclint [PATH…]\n\nTells before a migration runs what it will do to two YugabyteDB clusters that replicate into each other.')
    // Asking for the language of the environment reads files, and our own words are English anyway.
    .locale('en')
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .exitProcess(false)
    .strict()
    .recommendCommands()
    .wrap(HELP_WIDTH)
    .help('help', 'Show this help')
    .alias('h', 'help')
    .version(false)
    .option('version', { alias: 'V', type: 'boolean', describe: 'Show the version' })
    .epilogue('Exit code: 0 nothing at or above --fail-on, 1 findings, 2 the job could not be done.')
    .fail((message: string | null, error: Error | undefined) => {
      // yargs wraps what the reading of a flag throws in an error of its own.
      if (error !== undefined && error.name !== 'YError') throw error;
      throw new UsageError(describeMistake(message ?? error?.message ?? '', args));
    });
  addLint(yargs, finish);
  addExplain(yargs);
  addRules(yargs);
  addSchema(yargs, finish);
  addRemedy(yargs, finish);
  addInit(yargs);
  return yargs;
}

/** What yargs says of a wrong command line, in our words, with what was probably meant. */
function describeMistake(message: string, args: readonly string[]): string {
  const [, unknown] = /^Unknown arguments?: (.+)$/.exec(message) ?? [];
  if (unknown !== undefined) {
    return unknown
      .split(', ')
      .map((name) => describeUnknown(name, args))
      .join('\n');
  }
  const [, bare] = /^Not enough arguments following: (.+)$/.exec(message) ?? [];
  if (bare !== undefined) return `${dashed(bare)} needs a value.`;
  const [, one, other] = /^Arguments (\S+) and (\S+) are mutually exclusive$/.exec(message) ?? [];
  if (one !== undefined && other !== undefined) return `${dashed(one)} and ${dashed(other)} exclude each other; give one of them.`;
  // Only `explain` cannot do without a word.
  if (message.startsWith('Not enough non-option arguments')) return 'No rule is named: xclint explain RULE. `xclint rules` lists them.';
  return message.endsWith('.') ? message : `${message}.`;
}

function describeUnknown(name: string, args: readonly string[]): string {
  const isFlag = args.some((word) => word.startsWith('-') && word.replace(/^--?/, '').startsWith(name));
  if (!isFlag && args.includes(name)) return `"${name}" is one word too many for this command.`;
  if (name.length === 1) return `There is no flag -${name}.`;
  const known = [...new Set([LINT_FLAGS, SCHEMA_FLAGS, REMEDY_FLAGS, RULES_FLAGS, EXPLAIN_FLAGS, INIT_FLAGS].flatMap((flags) => Object.keys(flags)))];
  // A flag of another command.
  if (known.includes(name)) return `This command has no flag --${name}.`;
  return `There is no flag --${name} here.${suggest(name, known).replace('"', '"--')}`;
}

function dashed(flag: string): string {
  return flag.length === 1 ? `-${flag}` : `--${flag}`;
}

/** What went wrong, for people: a mistake of theirs in full sentences, a mistake of ours with the way to tell us. */
function explainFailure(error: unknown, debug: boolean): string {
  if (error instanceof ConfigError) return `${error.problems.join('\n')}\n`;
  if (error instanceof UsageError) return `${error.message}\n\nxclint --help tells more.\n`;
  if (error instanceof Error && debug) return `${error.stack ?? error.message}\n`;
  // A full disk, a folder that may not be written to.
  if (error instanceof Error && 'syscall' in error) return `${error.message}\n`;
  const words = error instanceof Error ? error.message : String(error);
  return `Internal error: ${words}\nThis is a bug in xclint. Run again with ${DEBUG} and tell us: ${describeTool().homepage}/issues\n`;
}
