import path from 'node:path';
import type { FolderView } from '../tool.js';
import { perFolder } from './per-folder.js';

const ENTRY = /^[ \t]*(?:export[ \t]+)?([\w.]+)[ \t]*[=:][ \t]*(?:'([^']*)'|"([^"]*)"|([^\r\n]*))/gm;

/** Reads a `.env` by the rules that its readers share: `NAME=value`, quotes, `export`, comments; the last value of a name holds. */
export function readEnvironmentFile(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [, name = '', single, double, plain] of text.matchAll(ENTRY)) {
    values.set(name, single ?? double ?? (plain ?? '').replace(/(?:^|[ \t])#.*$/, '').trim());
  }
  return values;
}

const environmentOf = perFolder((folder) => readEnvironmentFile(folder.names.has('.env') ? (folder.read('.env') ?? '') : ''));

/**
 * The folders that a variable names in the nearest `.env`, in a folder or above it, that sets it: absolute paths, commas
 * between them. Undefined where none sets it. Nothing else of a `.env` is used: it holds what must not come out in a report.
 */
export function foldersFromEnvironment(folder: FolderView, variable: string): readonly string[] | undefined {
  for (let at: FolderView | undefined = folder; at !== undefined; at = at.parent) {
    const value = environmentOf(at).get(variable);
    if (value === undefined || value.trim() === '') continue;
    const { path: base } = at;
    return value.split(',').map((one) => path.resolve(base, one.trim()));
  }
  return undefined;
}
