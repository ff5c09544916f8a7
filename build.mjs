// Builds what the package ships: one CommonJS bundle for the command line and what starts it, with what it seldom needs, the
// grammar's WebAssembly and the licences of all that beside it, and the library (ES modules and declarations) for `import 'xclint'`.
// It prints nothing on stdout: `npm pack` runs it, and pre-commit reads what `npm pack` prints there.
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');

let esbuild;
let ts;
try {
  esbuild = await import('esbuild');
  ({ default: ts } = await import('typescript'));
} catch {
  // `npm ci --omit=dev` runs `prepare` too.
  console.error('xclint: nothing built, for the devDependencies are not installed');
  process.exit(0);
}

mkdirSync(dist, { recursive: true });
/**
 * yargs measures its help text with `string-width`, whose tables of Unicode cost a third of the whole start-up.
 * Our help text has no wide characters, so its length will do. (The reports have their own way to measure.)
 */
const narrowText = {
  name: 'narrow-text',
  setup(build) {
    build.onResolve({ filter: /^string-width$/ }, () => ({ path: 'string-width', namespace: 'narrow-text' }));
    build.onLoad({ filter: /.*/, namespace: 'narrow-text' }, () => ({
      contents: "import { stripVTControlCharacters } from 'node:util'; export default (text) => stripVTControlCharacters(text).length;",
    }));
  },
};

/** Whether standard output is a terminal is for `commands` to find out: it takes the start of a stream. */
const unaskedColors = {
  name: 'unasked-colors',
  setup(build) {
    build.onLoad({ filter: /picocolors[\\/]picocolors\.js$/ }, ({ path }) => {
      const question = '(p.stdout || {}).isTTY';
      const source = readFileSync(path, 'utf8');
      if (!source.includes(question)) throw new Error(`picocolors no longer asks ${question}`);
      return { contents: source.replace(question, 'false') };
    });
  },
};

/** Needed only where SQL or a diff is printed, a config or code is read. In files of their own they cost a run without these nothing. */
const APART = ['pgsql-ast-parser', 'diff', 'cosmiconfig', 'js-yaml', 'json5', 'saxes', 'smol-toml', '@babel/parser'];
/** The file of such a package. */
const fileOf = (name) => name.replace(/^@/, '').replace('/', '-');
const apart = {
  name: 'apart',
  setup(build) {
    // What is loaded by name, in the middle of a function, is looked for beside the bundle, not in `node_modules`.
    build.onLoad({ filter: /src[\\/]project[\\/]manifest[\\/]packages\.ts$/ }, () => ({
      contents: "import { createRequire } from 'node:module'; const load = createRequire(import.meta.url); export const loadPackage = (name) => load(`./${name.replace(/^@/, '').replace('/', '-')}.cjs`);",
    }));
    build.onResolve({ filter: new RegExp(`^(${APART.join('|')})$`) }, ({ path }) => ({ path, namespace: 'apart' }));
    build.onResolve({ filter: /^\.\//, namespace: 'apart' }, ({ path }) => ({ path, external: true }));
    build.onLoad({ filter: /.*/, namespace: 'apart' }, ({ path }) => ({ contents: `module.exports = require('./${fileOf(path)}.cjs');` }));
  },
};

/** The WebAssembly is compiled from PostgreSQL's parser, whose licence its package does not carry along. */
const POSTGRESQL = {
  title: "PostgreSQL, its parser in libpg-query.wasm (PostgreSQL)",
  text: `Portions Copyright (c) 1996-2025, PostgreSQL Global Development Group
Portions Copyright (c) 1994, The Regents of the University of California

Permission to use, copy, modify, and distribute this software and its documentation for any purpose, without fee, and
without a written agreement is hereby granted, provided that the above copyright notice and this paragraph and the
following two paragraphs appear in all copies.

IN NO EVENT SHALL THE UNIVERSITY OF CALIFORNIA BE LIABLE TO ANY PARTY FOR DIRECT, INDIRECT, SPECIAL, INCIDENTAL, OR
CONSEQUENTIAL DAMAGES, INCLUDING LOST PROFITS, ARISING OUT OF THE USE OF THIS SOFTWARE AND ITS DOCUMENTATION, EVEN IF THE
UNIVERSITY OF CALIFORNIA HAS BEEN ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

THE UNIVERSITY OF CALIFORNIA SPECIFICALLY DISCLAIMS ANY WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES
OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE. THE SOFTWARE PROVIDED HEREUNDER IS ON AN "AS IS" BASIS, AND THE
UNIVERSITY OF CALIFORNIA HAS NO OBLIGATIONS TO PROVIDE MAINTENANCE, SUPPORT, UPDATES, ENHANCEMENTS, OR MODIFICATIONS.`,
};

/** What all bundles have in common. */
const OPTIONS = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  // The starter reads it as Latin-1, which takes half the memory.
  charset: 'ascii',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

/** The names of functions stand in the stacks that people send us. They make the file larger, and the start no slower. */
const LEGIBLE = { minify: false, minifyWhitespace: true, minifySyntax: true };
const PLACES = { 'import.meta.url': 'bundleUrl', 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' };
const BUNDLE_URL = 'const bundleUrl=require("node:url").pathToFileURL(__filename).href;';

// esbuild has said what is wrong.
const metafiles = await Promise.all([buildBundle(), buildApart()]).catch(() => process.exit(1));
copyFileSync(createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm'), join(dist, 'libpg-query.wasm'));
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), describeLicences(metafiles.flatMap(({ inputs }) => Object.keys(inputs))));
if (!process.argv.includes('--bundle-only')) buildLibrary();

/** The command line, and the bin that starts it. */
async function buildBundle() {
  const commandLine = await esbuild.build({
    ...OPTIONS,
    ...LEGIBLE,
    write: false,
    entryPoints: [join(root, 'src/cli.ts')],
    define: {
      ...PLACES,
      // yargs asks when it is loaded, and the answer costs the start of a stream; the help's width is set elsewhere.
      'process.stdout.columns': 'undefined',
    },
    banner: { js: BUNDLE_URL },
    plugins: [narrowText, unaskedColors, apart],
  });
  const [{ contents }] = commandLine.outputFiles;
  const starter = await esbuild.build({
    ...OPTIONS,
    ...LEGIBLE,
    write: false,
    entryPoints: [join(root, 'src/start.ts')],
    define: { ...PLACES, BUILD: JSON.stringify(createHash('sha256').update(contents).digest('hex').slice(0, 16)) },
    banner: { js: `#!/usr/bin/env node\n${BUNDLE_URL}` },
  });
  for (const file of readdirSync(dist)) if (file.endsWith('.cache')) rmSync(join(dist, file));
  // The command line first: the bin of the build before starts it too.
  replace('cli.cjs', contents, 0o644);
  replace('xclint.cjs', starter.outputFiles[0].contents, 0o755);
  return { inputs: { ...commandLine.metafile.inputs, ...starter.metafile.inputs } };
}

/** In one step, so that whoever runs it during a rebuild has the old file or the new one. */
function replace(name, contents, mode) {
  const fresh = join(dist, `.${process.pid}.${name}`);
  writeFileSync(fresh, contents);
  chmodSync(fresh, mode);
  renameSync(fresh, join(dist, name));
}

async function buildApart() {
  const { metafile } = await esbuild.build({
    ...OPTIONS,
    entryPoints: Object.fromEntries(APART.map((name) => [fileOf(name), name])),
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    // cosmiconfig asks for it where a config is written in TypeScript, and says so where it is missing.
    external: ['typescript'],
  });
  return metafile;
}

/** The licences of every package of which some part is in the bundle, and of the WebAssembly beside it. */
function describeLicences(inputs) {
  const folders = new Set();
  for (const input of inputs) {
    const parts = input.split('/');
    const at = parts.lastIndexOf('node_modules');
    if (at >= 0) folders.add(parts.slice(0, at + (parts[at + 1].startsWith('@') ? 3 : 2)).join('/'));
  }
  // A package may be there twice, in two folders.
  const byTitle = new Map([...[...folders].map(describePackage), POSTGRESQL].map((entry) => [entry.title, entry]));
  const entries = [...byTitle.values()].sort((a, b) => (a.title < b.title ? -1 : 1));
  return [
    'The .cjs and .wasm files beside this one contain parts of the packages below, under their own licences.\n',
    ...entries.map(({ title, text }) => `${'-'.repeat(80)}\n${title}\n\n${text.trim()}\n`),
  ].join('\n');
}

function describePackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `Licence: ${license}` : readFileSync(join(root, folder, file), 'utf8');
  return { title: `${name} ${version} (${license})`, text };
}

/** `dist/src` and `dist/rules`: what `src/index.ts` reaches, with declarations. Type errors are `npm run typecheck`'s. */
function buildLibrary() {
  for (const folder of ['src', 'rules']) rmSync(join(dist, folder), { recursive: true, force: true });
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram([join(root, 'src/index.ts')], options);
  const { diagnostics } = program.emit();
  if (diagnostics.length === 0) return;
  const host = { getCurrentDirectory: () => root, getCanonicalFileName: (name) => name, getNewLine: () => '\n' };
  console.error(ts.formatDiagnostics(diagnostics, host));
  process.exitCode = 1;
}
