import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** Files of a folder by their path; null makes an empty folder. */
export type Tree = Readonly<Record<string, string | Uint8Array | null>>;

/** A new folder with these files, gone when the test is over. Its path has no links in it. */
export function makeFolder(tree: Tree): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync.native(os.tmpdir()), 'xclint-'));
  onTestFinished(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, content] of Object.entries(tree)) {
    const file = path.join(folder, name);
    fs.mkdirSync(content === null ? file : path.dirname(file), { recursive: true });
    if (content !== null) fs.writeFileSync(file, content);
  }
  return folder;
}
