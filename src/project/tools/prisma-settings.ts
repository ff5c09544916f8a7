import path from 'node:path';
import { readCodeSettings } from '../manifest/code-settings.js';
import { asText, at } from '../manifest/document.js';
import { readJson } from '../manifest/json.js';
import { perFolder } from '../manifest/per-folder.js';
import { walkTo, type FolderView } from '../tool.js';

/** What a project says of Prisma's files. */
export interface PrismaSettings {
  /** Of the file that says so, relative to the project. */
  readonly name: string;
  /** The folder of migrations (absolute), where it is named. */
  readonly migrations: string | undefined;
  /** The schema's file or folder, relative to the folder that says so, where it is named. */
  readonly schema: string | undefined;
  readonly holder: FolderView;
}

const ENDINGS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];

/** The settings of the nearest folder that has any, this one or above it. */
export const findPrismaSettings: (folder: FolderView) => PrismaSettings | undefined = perFolder((folder) => readHere(folder) ?? (folder.parent === undefined ? undefined : findPrismaSettings(folder.parent)));

function readHere(folder: FolderView): PrismaSettings | undefined {
  return readConfig(folder, 'prisma.config') ?? readConfig(folder, '.config/prisma') ?? readPackage(folder);
}

function readConfig(folder: FolderView, stem: string): PrismaSettings | undefined {
  const holder = walkTo(folder, path.posix.dirname(stem));
  const base = path.posix.basename(stem);
  const name = ENDINGS.map((ending) => `${base}.${ending}`).find((one) => holder?.names.has(one));
  if (holder === undefined || name === undefined) return undefined;
  const text = holder.read(name) ?? '';
  // Not worth a parser where it names neither.
  const value = /\b(?:migrations|schema)\b/.test(text) ? readCodeSettings(text, name) : undefined;
  const migrations = asText(at(value, 'migrations', 'path'));
  return { name, migrations: migrations === undefined ? undefined : path.resolve(holder.path, migrations), schema: asText(at(value, 'schema')), holder };
}

/** `"prisma": { "schema": … }`, which came before the files. */
function readPackage(folder: FolderView): PrismaSettings | undefined {
  const text = folder.names.has('package.json') ? (folder.read('package.json') ?? '') : '';
  const schema = text.includes('"prisma"') ? asText(at(readJson(text).value, 'prisma', 'schema')) : undefined;
  return schema === undefined ? undefined : { name: 'package.json', migrations: undefined, schema, holder: folder };
}

/** The database that the schema which the settings name is for, as it is written there, with the name of the file that says so. */
export function providerOfSchema({ schema, holder }: PrismaSettings): readonly [provider: string, file: string] | undefined {
  if (schema === undefined) return undefined;
  const folder = walkTo(holder, schema);
  return folder === undefined ? providerIn(walkTo(holder, path.posix.dirname(schema)), [path.posix.basename(schema)]) : providerIn(folder);
}

/** The same for the files of a schema in a folder; `names`: all of them. */
export function providerIn(folder: FolderView | undefined, names = [...(folder?.names ?? [])].filter((name) => name.endsWith('.prisma'))): readonly [provider: string, file: string] | undefined {
  for (const name of names) {
    const provider = /\bdatasource\s+\w+\s*\{[^}]*\bprovider\s*=\s*"([\w-]+)"/.exec(folder?.read(name) ?? '')?.[1];
    if (provider !== undefined) return [provider, name];
  }
  return undefined;
}
