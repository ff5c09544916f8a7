import fs from 'node:fs';
import path from 'node:path';
import { explainError } from '../project/source.js';
import { ConfigError } from './errors.js';
import { findJsonError } from './json.js';
import { showPath } from './paths.js';

/** A config file's content, not yet checked. */
export interface ConfigSource {
  /** Absolute. */
  readonly path: string;
  /** As people read it: relative to the working directory, with `/`; for a `package.json` with `#xclint`. */
  readonly shown: string;
  readonly value: unknown;
}

/** Names of config files that are data. In one folder there may be one of them only. */
const DATA_FILES = ['.xclintrc', '.xclintrc.json', '.xclintrc.yaml', '.xclintrc.yml'] as const;
const MANIFEST = 'package.json';
const MANIFEST_KEY = 'xclint';

/**
 * Finds the config file from a folder upwards to the folder that holds `.git`. Only data files count: a checkout's code
 * never runs. Undefined where there is none; throws a `ConfigError` for two in one folder or one that is not readable.
 */
export async function findConfig(cwd: string): Promise<ConfigSource | undefined> {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    const found = DATA_FILES.filter((name) => isFile(path.join(folder, name))).map((name) => path.join(folder, name));
    const manifest = path.join(folder, MANIFEST);
    if (isFile(manifest) && mentionsUs(manifest, cwd)) {
      const source = await readManifest(manifest, cwd);
      if (source !== undefined) {
        if (found.length === 0) return source;
        found.push(manifest);
      }
    }
    const [first, second] = found;
    if (first !== undefined && second !== undefined) {
      const names = found.map((file) => showPath(file, cwd)).join(' and ');
      throw new ConfigError([`${names} are both configs of xclint; keep one of them.`]);
    }
    if (first !== undefined) return readData(first, cwd);
    if (fs.existsSync(path.join(folder, '.git')) || path.dirname(folder) === folder) return undefined;
  }
}

/** Reads a config file that was named on the command line; one that is code runs. */
export async function readNamedConfig(file: string, cwd: string): Promise<ConfigSource> {
  const absolute = path.resolve(cwd, file);
  if (path.basename(absolute) === MANIFEST) {
    const source = await readManifest(absolute, cwd);
    if (source === undefined) throw new ConfigError([`${showPath(absolute, cwd)}: has no key "${MANIFEST_KEY}".`]);
    return source;
  }
  const ending = path.extname(absolute);
  return ending === '.js' || ending === '.cjs' || ending === '.mjs' || ending === '.ts' ? runCode(absolute, ending, cwd) : readData(absolute, cwd);
}

async function readData(file: string, cwd: string): Promise<ConfigSource> {
  const shown = showPath(file, cwd);
  const text = readText(file, shown);
  const value = path.extname(file) === '.json' ? await parseJson(text, file, shown) : await parseYaml(text, file, shown);
  return { path: file, shown, value };
}

async function readManifest(file: string, cwd: string): Promise<ConfigSource | undefined> {
  const shown = showPath(file, cwd);
  const text = readText(file, shown);
  // Most manifests name us among their dependencies and hold no config: not worth loading anything for.
  const manifest = tryJson(text) ?? (await parseJson(text, file, shown));
  if (typeof manifest !== 'object' || manifest === null || !Object.hasOwn(manifest, MANIFEST_KEY)) return undefined;
  return { path: file, shown: `${shown}#${MANIFEST_KEY}`, value: Reflect.get(manifest, MANIFEST_KEY) };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function runCode(file: string, ending: '.js' | '.cjs' | '.mjs' | '.ts', cwd: string): Promise<ConfigSource> {
  const shown = showPath(file, cwd);
  const text = readText(file, shown);
  const { defaultLoaders } = await import('cosmiconfig');
  try {
    return { path: file, shown, value: await defaultLoaders[ending](file, text) };
  } catch (error) {
    throw new ConfigError([`${shown}: could not be run: ${messageOf(error)}`]);
  }
}

async function parseJson(text: string, file: string, shown: string): Promise<unknown> {
  const { defaultLoaders } = await import('cosmiconfig');
  try {
    return defaultLoaders['.json'](file, text);
  } catch (error) {
    const found = findJsonError(text);
    // Whatever the loader refuses, this scanner refuses too; were it not so, the loader's words are still to be had.
    if (found === undefined) throw new ConfigError([`${shown}: ${messageOf(error)}`]);
    throw new ConfigError([`${shown}:${placeOf(text, found.offset)}: not JSON: ${found.message}`]);
  }
}

async function parseYaml(text: string, file: string, shown: string): Promise<unknown> {
  const { defaultLoaders } = await import('cosmiconfig');
  try {
    return defaultLoaders['.yaml'](file, text);
  } catch (error) {
    if (!isYamlError(error)) throw error;
    const place = error.mark === undefined ? '' : `:${String(error.mark.line + 1)}:${String(error.mark.column + 1)}`;
    throw new ConfigError([`${shown}${place}: not YAML: ${error.reason}.`]);
  }
}

interface YamlError {
  readonly reason: string;
  readonly mark?: { readonly line: number; readonly column: number };
}

function isYamlError(error: unknown): error is YamlError {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'string';
}

/** Whether it is worth the time to parse a manifest. */
function mentionsUs(manifest: string, cwd: string): boolean {
  return readText(manifest, showPath(manifest, cwd)).includes(`"${MANIFEST_KEY}"`);
}

function readText(file: string, shown: string): string {
  try {
    return fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new ConfigError([`${shown}: ${explainError(error, 'could not be read')}`]);
  }
}

function isFile(file: string): boolean {
  try {
    return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // A folder above that we may not look into, a link that goes round in a circle.
    return false;
  }
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `${String(line)}:${String(offset - before.lastIndexOf('\n'))}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
