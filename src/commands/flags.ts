import path from 'node:path';
import type { InferredOptionTypes, Options } from 'yargs';
import type { ConfigRequest } from '../config/config.js';
import { UsageError } from '../config/errors.js';
import type { Level } from '../rule.js';
import { findNearest } from '../xcluster/nearest.js';

/** The levels that a rule can be given. */
export const LEVELS = ['error', 'warning', 'info', 'off'] as const satisfies readonly Level[];

/** What yargs hands over for a flag of type string. */
type Given = string | readonly string[] | undefined;

/** A flag that takes one value: giving it twice is a mistake that a silent "last one wins" would hide. */
export function one(flag: string): (value: Given) => string | undefined {
  return (value) => {
    if (value === '') throw new UsageError(`--${flag} needs a value.`);
    if (value === undefined || typeof value === 'string') return value;
    throw new UsageError(`--${flag} is given ${String(value.length)} times.`);
  };
}

/** A flag that takes one of some words. */
export function oneOf<const Word extends string>(flag: string, words: readonly Word[]): (value: Given) => Word | undefined {
  const read = one(flag);
  return (value) => {
    const text = read(value);
    return text === undefined ? undefined : pick(`--${flag}`, text, words);
  };
}

/** A flag that takes a whole number from 0 on. */
export function wholeNumber(flag: string): (value: Given) => number | undefined {
  const read = one(flag);
  return (value) => {
    const text = read(value);
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${flag} must be a whole number, and is "${text}".`);
    return Number(text);
  };
}

/** A flag that may be repeated, each time with one value or several with commas between them. */
export function names(flag: string): (value: Given) => readonly string[] {
  return (value) => {
    const found = texts(value).flatMap((text) => text.split(',')).map((text) => text.trim()).filter((text) => text !== '');
    // `--only "$RULES"` with an empty variable would otherwise mean all of them.
    if (value !== undefined && found.length === 0) throw new UsageError(`--${flag} needs a value.`);
    return found;
  };
}

/** A flag that may be repeated, with one value each time. */
export function texts(value: Given): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** No file can have this name. */
const STDIN = '\0';

/**
 * Words of the command line as yargs can take them: it loses `-`, and every path after `--`, which may begin with a dash
 * or be called like a command. `readPaths` undoes the first.
 */
export function shieldPaths(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  const before = end < 0 ? words : words.slice(0, end);
  const after = end < 0 ? [] : words.slice(end + 1);
  return [...before.map((word) => (word === '-' ? STDIN : word)), ...after.map((word) => (path.isAbsolute(word) ? word : `./${word}`))];
}

/** The paths of a command line whose words went through `shieldPaths`. */
export function readPaths(paths: readonly string[] | undefined): readonly string[] {
  return (paths ?? []).map((word) => (word === STDIN ? '-' : word));
}

/** Finds the word that was meant, or says which there are. `what` begins the sentence. */
export function pick<const Word extends string>(what: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  const longer = words.find((word) => word.startsWith(text) || text.startsWith(word));
  const hint = longer === undefined ? suggest(text, words) : ` Did you mean "${longer}"?`;
  throw new UsageError(`${what} cannot be "${text}".${hint} It takes: ${words.join(', ')}.`);
}

/** ` Did you mean "…"?`, or nothing. */
export function suggest(text: string, known: Iterable<string>): string {
  const nearest = findNearest(text, known);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

/** Checks that each is a rule's id. */
export function checkRuleIds(flag: string, ids: readonly string[], known: readonly string[]): void {
  for (const id of ids) {
    if (!known.includes(id)) throw new UsageError(`${flag}: there is no rule "${id}".${suggest(id, known)}`);
  }
}

/** Reads `NAME=VALUE`; a later one with the same name wins. The value may be empty. */
export function pairs(flag: string, example: string): (value: Given) => ReadonlyMap<string, string> {
  return (value) =>
    new Map(
      texts(value).map((text) => {
        const at = text.indexOf('=');
        if (at < 1) throw new UsageError(`--${flag} must be ${example}, and is "${text}".`);
        return [text.slice(0, at), text.slice(at + 1)] as const;
      }),
    );
}

/** What every command takes: any may meet a bug of ours. */
export const DEBUG_FLAG = {
  debug: { type: 'boolean', describe: 'Show the stack of an internal error', group: 'Output:' },
} as const satisfies Record<string, Options>;

/** What every command that reads migrations and the config takes. */
export const CONFIG_FLAGS = {
  config: { alias: 'c', type: 'string', requiresArg: true, coerce: one('config'), describe: 'Read this config file and look for no other', group: 'Config:' },
  'no-config': { type: 'boolean', conflicts: 'config', describe: 'Read no config file', group: 'Config:' },
  mode: { alias: 'm', type: 'string', requiresArg: true, coerce: one('mode'), describe: 'How the clusters replicate (default: bidirectional)', group: 'Config:' },
  yugabytedb: { type: 'string', requiresArg: true, coerce: one('yugabytedb'), describe: 'Version of YugabyteDB, such as 2025.2 or 2024.2.6.1', group: 'Config:' },
} as const satisfies Record<string, Options>;

/** What every command that reads migrations takes besides. */
export const PROJECT_FLAGS = {
  placeholder: {
    type: 'string',
    array: true,
    requiresArg: true,
    coerce: pairs('placeholder', 'NAME=VALUE'),
    describe: 'Put VALUE in for the placeholder NAME',
    group: 'Migrations:',
  },
  'stdin-filename': { type: 'string', requiresArg: true, coerce: one('stdin-filename'), describe: 'What the SQL on standard input (-) is called', group: 'Migrations:' },
  'no-error-on-unmatched-pattern': { type: 'boolean', describe: 'Do not fail where a path matches no file', group: 'Migrations:' },
} as const satisfies Record<string, Options>;

type ConfigFlags = InferredOptionTypes<typeof CONFIG_FLAGS>;

/** What `loadConfig` needs of the flags. */
export function configRequest(flags: ConfigFlags, cwd: string, ruleIds: readonly string[]): ConfigRequest {
  const { config, mode, yugabytedb } = flags;
  return { cwd, configPath: config ?? null, search: flags['no-config'] !== true, ruleIds, flags: { mode, yugabytedb } };
}
