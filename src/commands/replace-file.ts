import { accessSync, closeSync, constants, fchmodSync, fsyncSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../config/errors.js';

/**
 * Puts new content in a file's place in one step, so that a reader, or a process that is killed, leaves the old or the new
 * one. A link stays a link; what it points at is replaced. Throws `UsageError` where the file is not what was linted.
 */
export function replaceFile(location: string, before: Uint8Array, bytes: Uint8Array): void {
  checkUnchanged(location, before);
  const target = realpathSync(location);
  const fresh = path.join(path.dirname(target), `.${path.basename(target)}.${String(process.pid)}.xclint-tmp`);
  const descriptor = openSync(fresh, 'wx', 0o600);
  try {
    try {
      writeFileSync(descriptor, bytes);
      fchmodSync(descriptor, statSync(target).mode & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

/** Throws `UsageError` where the file is not what was linted. */
export function checkUnchanged(location: string, before: Uint8Array): void {
  if (!readFileSync(realpathSync(location)).equals(before)) throw new UsageError(`${location} has changed while it was linted, and is left as it is; run xclint again.`);
}

/** Throws `UsageError` where the file is read-only, or its folder takes no new file. */
export function checkWritable(location: string): void {
  const target = realpathSync(location);
  // Nobody stops root, but the file says what is wanted of it.
  const isReadOnly = (statSync(target).mode & 0o222) === 0;
  if (isReadOnly || !mayWrite(target)) throw new UsageError(`${location} is read-only; nothing was written.`);
  if (!mayWrite(path.dirname(target))) throw new UsageError(`${location} cannot be replaced, for its folder is read-only; nothing was written.`);
}

function mayWrite(place: string): boolean {
  try {
    accessSync(place, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
