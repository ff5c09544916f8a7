import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../config/errors.js';
import { checkUnchanged, checkWritable, replaceFile } from './replace-file.js';

/** A file that gets new content. */
export interface NewContent {
  /** As people read it. */
  readonly file: string;
  readonly location: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** What a run that is killed between two files leaves, for the next one to go on with. */
interface Journal {
  readonly version: 1;
  readonly files: readonly { readonly file: string; readonly before: string; readonly after: string }[];
}

const NAME = '.xclint-fix.json';

/**
 * Puts new content into files, each in one step. Of several, all are written down first: a run that is killed between two of them is
 * gone on with by `completeFiles`. Throws `UsageError` where a file is not what was linted, or read-only; then none is changed, but for a race.
 */
export function replaceFiles(directory: string, files: readonly NewContent[]): void {
  for (const { location, before } of files) {
    checkUnchanged(location, before);
    checkWritable(location);
  }
  const isSeveral = files.length > 1;
  if (isSeveral) writeJournal(directory, files);
  for (const { location, before, after } of files) replaceFile(location, before, after);
  if (isSeveral) rmSync(path.join(directory, NAME));
}

/**
 * Goes on with what a killed run has begun; `locations` are the files of this run, as people read them. Gives the number of files that
 * were left to write. Throws `UsageError` where that cannot be done.
 */
export function completeFiles(directory: string, locations: ReadonlyMap<string, string>): number {
  const place = path.join(directory, NAME);
  if (!existsSync(place)) return 0;
  const left = readJournal(place).files.flatMap(({ file, before, after }): readonly NewContent[] => {
    const location = locations.get(file);
    if (location === undefined) throw new UsageError(`A run of --fix was interrupted before it had written all files, ${file} among them: run it again on the same paths, or undo it and delete ${place}.`);
    const now = readFileSync(realpathSync(location));
    const content = Buffer.from(after);
    if (now.equals(content)) return [];
    if (hashOf(now) !== before) throw new UsageError(`${file} has changed since a run of --fix was interrupted: undo what it has written, and delete ${place}.`);
    return [{ file, location, before: now, after: content }];
  });
  for (const { location } of left) checkWritable(location);
  for (const { location, before, after } of left) replaceFile(location, before, after);
  rmSync(place);
  return left.length;
}

function writeJournal(directory: string, files: readonly NewContent[]): void {
  const journal: Journal = { version: 1, files: files.map(({ file, before, after }) => ({ file, before: hashOf(before), after: new TextDecoder('utf-8', { ignoreBOM: true }).decode(after) })) };
  const place = path.join(directory, NAME);
  const fresh = `${place}.${String(process.pid)}.xclint-tmp`;
  const descriptor = openSync(fresh, 'wx', 0o600);
  try {
    writeFileSync(descriptor, JSON.stringify(journal));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(fresh, place);
}

function readJournal(place: string): Journal {
  const broken = new UsageError(`${place} is not what an interrupted run of --fix leaves: delete it.`);
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(place, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw broken;
    throw error;
  }
  if (!isJournal(read)) throw broken;
  return read;
}

function isJournal(value: unknown): value is Journal {
  if (typeof value !== 'object' || value === null || !('files' in value) || !('version' in value) || value.version !== 1 || !Array.isArray(value.files)) return false;
  const files: readonly unknown[] = value.files;
  return files.every((entry) => {
    if (typeof entry !== 'object' || entry === null) return false;
    const { file, before, after } = { file: undefined, before: undefined, after: undefined, ...entry };
    return [file, before, after].every((field) => typeof field === 'string');
  });
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
