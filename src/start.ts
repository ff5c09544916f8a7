// The bin: starts the command line from what V8 compiled at an earlier start, a fifth of the time of a small run.
// `build.mjs` bundles it beside cli.cjs, which it loads.
import { accessSync, constants, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import type { main } from './cli.js';

/** Tells builds apart: V8 would take code that was compiled from another text of the same length. */
declare const BUILD: string;

/** What `cli.ts` exports. */
interface CommandLine {
  readonly main: typeof main;
}

const folder = import.meta.dirname;
const location = path.join(folder, 'cli.cjs');
/** Another V8 refuses it; under other flags this one does, and then it stays for those who have none. */
const compiled = path.join(folder, `cli.${BUILD}.${process.versions.v8}.${process.arch}.cache`);

// V8 compiles WebAssembly twice: quickly when it is loaded, then again, optimised, in the background, and a process that has
// finished its work still waits for that. A short run does without; `createParser` takes it back for a long one. What is
// never called need not be checked: the file is our own. Compiled code is good only under the flags that it was made under.
setFlags();

/** As for Node's own cache of compiled code. */
const isUnwanted = process.env['NODE_DISABLE_COMPILE_CACHE'] !== undefined;
const cachedData = isUnwanted ? undefined : readCompiled();
const script = new Script(`(function(exports,require,module,__filename,__dirname){${readFileSync(location, 'latin1')}\n})`, {
  filename: location,
  ...(cachedData === undefined ? {} : { cachedData }),
});
const loaded: { exports: Partial<CommandLine> } = { exports: {} };
const wrapper: unknown = script.runInThisContext();
if (typeof wrapper === 'function') Reflect.apply(wrapper, loaded.exports, [loaded.exports, createRequire(location), loaded, location, folder]);

void loaded.exports.main?.(process.argv.slice(2)).then(({ exitCode, hasRead }) => {
  if (hasRead && cachedData === undefined && !isUnwanted) keepCompiled();
  // All that was written is written (see `writeOut`), and there is nothing to wait for.
  process.exit(exitCode);
});

function readCompiled(): Buffer | undefined {
  try {
    return readFileSync(compiled);
  } catch {
    return undefined;
  }
}

/** Puts what V8 has compiled so far beside the code, where the user may write there. */
function keepCompiled(): void {
  const fresh = `${compiled}.${String(process.pid)}`;
  try {
    accessSync(folder, constants.W_OK);
    setFlags();
    writeFileSync(fresh, script.createCachedData());
    // Whoever starts meanwhile has all of it or none.
    renameSync(fresh, compiled);
  } catch {
    rmSync(fresh, { force: true });
  }
}

function setFlags(): void {
  setFlagsFromString('--liftoff-only');
  setFlagsFromString('--wasm-lazy-validation');
}
