import path from 'node:path';
import type { DirectiveReader } from '../../sql/migration.js';
import { asText, at, entriesOf } from '../manifest/document.js';
import { readJson5 } from '../manifest/json5.js';
import { perFolder } from '../manifest/per-folder.js';
import { compareNatural } from '../order.js';
import { detectMarker, findAbove, nameLike, type Detection, type FolderView, type MigrationTool, type ToolRemark } from '../tool.js';

const NAME = /^(\d+)(?:-[-\w]*)?\.sql$/;
const COMMITTED = 'committed';
const CURRENT = 'current';
const FIXTURES = 'fixtures';
const CONFIG = '.gmrc';
const CODE_CONFIGS = ['.gmrc.js', '.gmrc.cjs'];
const HEADER = /^--! ([A-Z]\w*)(?::(.*))?$/;

/** The header `--! no-transaction`, as far as a comment alone can tell. */
export const readNoTransaction: DirectiveReader = (comment, lineStart) => (lineStart && /^--!\s*no-transaction\b/.test(comment) ? { transaction: false } : null);

/** `--! include roles.sql`, a file in `fixtures`. */
const readInclude: DirectiveReader = (comment, lineStart) => {
  const include = lineStart ? /^--![ \t]*include[ \t]+(.*\.sql)[ \t]*$/.exec(comment)?.[1] : undefined;
  return include === undefined ? null : { include, boundary: true };
};

/** The headers at the top of a file (`--! Previous: sha1:…`), and the first line that has something to say after them. */
function readTop(text: string): { readonly headers: ReadonlyMap<string, string>; readonly firstLine: string } {
  const headers = new Map<string, string>();
  const lines = text.split(/\r?\n/);
  let at = 0;
  for (; at < lines.length; at++) {
    const header = HEADER.exec(lines[at] ?? '');
    if (header === null) break;
    headers.set(header[1] ?? '', (header[2] ?? '').trim());
  }
  return { headers, firstLine: lines.slice(at).find((line) => line.trim() !== '') ?? '' };
}

/** The settings of the nearest .gmrc, in a folder or above it. */
const settingsOf = perFolder((folder): { readonly holder: FolderView; readonly value: unknown; readonly error: string | undefined } | undefined => {
  const config = findAbove(folder, [CONFIG]);
  if (config === undefined) return undefined;
  const { value, error } = readJson5(config.folder.read(CONFIG) ?? '');
  return { holder: config.folder, value, error };
});

/**
 * What the tool replaces: the placeholders of .gmrc that have a value there, and the two of its own, which are names of a
 * database and a role; where nobody tells these, any name will do.
 */
function placeholdersOf(settings: unknown): ReadonlyMap<string, string> {
  const url = /^\w+:\/\/(?:([^:@/]+)(?::[^@/]*)?@)?[^/]*\/([^?/]+)/.exec(asText(at(settings, 'connectionString')) ?? '');
  const given = entriesOf(at(settings, 'placeholders')).flatMap(([name, value]) => {
    const text = asText(value);
    return text === undefined || text === '!ENV' ? [] : [[name.replace(/^:/, ''), text] as const];
  });
  const database = url?.[2] ?? 'database_name';
  return new Map([...given, ['DATABASE_NAME', database], ['DATABASE_OWNER', asText(at(settings, 'databaseOwner')) ?? url?.[1] ?? url?.[2] ?? 'database_owner']]);
}

/** The folder with `committed/` in it, for that folder itself and those in it that are the tool's. */
function holderOf(folder: FolderView): FolderView | undefined {
  if (folder.names.has(COMMITTED)) return folder;
  const isPart = folder.name === COMMITTED || folder.name === CURRENT || folder.name === FIXTURES;
  return isPart && folder.parent?.names.has(COMMITTED) === true ? folder.parent : undefined;
}

const MARKER = /^--! (?:Previous|Hash|Message|no-transaction)\b/m;

/** Whether a folder with `committed/` is this tool's: by its settings, else by what its files begin with. */
const detectHolder = perFolder((holder): Detection | undefined => {
  const settings = settingsOf(holder);
  if (settings !== undefined) {
    const named = asText(at(settings.value, 'migrationsFolder')) ?? 'migrations';
    if (path.resolve(settings.holder.path, named) === holder.path) return { root: holder, reason: CONFIG };
  }
  const code = findAbove(holder, CODE_CONFIGS);
  if (code !== undefined) return { root: holder, reason: code.name };
  const committed = holder.child(COMMITTED);
  const marked = committed === undefined ? undefined : detectMarker(committed, NAME, MARKER);
  return marked === undefined ? undefined : { root: holder, reason: marked.reason };
});

/** Each committed file names the hash of the one before it; where they disagree, the tool runs nothing. */
function remarkOnChain(root: FolderView, paths: readonly string[]): readonly ToolRemark[] {
  const committed = paths.filter((file) => file.startsWith(`${COMMITTED}/`)).sort((a, b) => compareNatural(path.posix.basename(a), path.posix.basename(b)));
  const remarks: ToolRemark[] = [];
  let before: { readonly file: string; readonly hash: string | undefined } | undefined;
  for (const file of committed) {
    const { headers } = readTop(root.head(file));
    const previous = headers.get('Previous');
    const expected = before === undefined ? '-' : before.hash;
    if (previous === undefined) remarks.push(broken(file, 'has no header "--! Previous": graphile-migrate refuses it.'));
    else if (expected !== undefined && previous !== expected) {
      const wants = previous === '-' ? 'says that nothing comes before it' : 'follows another migration than the one before it';
      const actual = before === undefined ? ', and there is none before it' : `, and ${path.posix.basename(before.file)} comes before it`;
      remarks.push(broken(file, `${wants} ("--! Previous: ${previous}")${actual}: graphile-migrate refuses the folder.`));
    }
    before = { file, hash: headers.get('Hash') };
  }
  return remarks;
}

function broken(file: string, message: string): ToolRemark {
  return { kind: 'broken-project', path: file, message };
}

/** What there is to say of what is not committed yet, and of settings that cannot be read. */
function remarkOnRest(root: FolderView): readonly ToolRemark[] {
  const remarks: ToolRemark[] = [];
  if (root.names.has('current.sql') && root.child(CURRENT) !== undefined) {
    remarks.push(broken('current.sql', 'stands beside a folder current/: graphile-migrate takes one of the two only.'));
  }
  const settings = settingsOf(root);
  if (settings?.error !== undefined) remarks.push({ kind: 'note', path: '', message: `has settings that cannot be read: ${CONFIG}, ${settings.error}.` });
  const code = settings === undefined ? findAbove(root, CODE_CONFIGS)?.name : undefined;
  if (code !== undefined) remarks.push({ kind: 'note', path: '', message: `has its settings in ${code}, which is code and was not run: placeholders have no values from it.` });
  return remarks;
}

export const graphileMigrate: MigrationTool = {
  name: 'graphile-migrate',
  defaultFolders: ['migrations/committed'],
  wrapsTransaction: true,
  sendsAtOnce: true,
  transactions: {
    tool: 'graphile-migrate',
    unit: 'each file',
    escape: 'that begins with "--! no-transaction"',
    directive: { place: 'top', line: '--! no-transaction', alone: true, conflict: /^--! [A-Z]/m, files: /(?:^|\/)current\.sql$/ },
  },
  readDirective: readInclude,
  includeFolder: FIXTURES,
  onSameVersion: 'refuses the two',
  compare: compareNatural,
  format: { refusal: 'has one migration at a time, current.sql, which is committed before the next one begins: take the SQL over step by step' },
  detect(folder) {
    const holder = holderOf(folder);
    const found = holder === undefined ? undefined : detectHolder(holder);
    if (found !== undefined) return found;
    // Files that were moved out of `committed`.
    return nameLike(folder, NAME) === undefined ? undefined : detectMarker(folder, NAME, MARKER);
  },
  configure(root) {
    // Beside `committed` lie scripts that the settings name, numbered or not.
    const isFlat = !root.names.has(COMMITTED);
    return {
      ...this,
      placeholders: placeholdersOf(settingsOf(root)?.value),
      readName: (file) => (isFlat || file.includes('/') || file === 'current.sql' ? this.readName(file) : undefined),
    };
  },
  enters: (entered) => entered === COMMITTED || entered === CURRENT,
  readName(file) {
    const [folder, name, ...rest] = file.split('/');
    if (folder === FIXTURES) return 'skip';
    if (file === 'current.sql') return { version: null, direction: 'up', order: ['1'] };
    if (rest.length > 0) return undefined;
    const version = NAME.exec(name ?? file)?.[1];
    if (version === undefined) return undefined;
    if (folder === CURRENT) return { version: null, direction: 'up', order: ['1', version] };
    if (name !== undefined && folder !== COMMITTED) return undefined;
    // The header "--! Hash" is of the text below it.
    return { version, direction: 'up', order: ['0', version], isSealed: true };
  },
  explainSkip: () => 'is only included by migrations, and is read where they include it.',
  examine: (root, paths) => [...remarkOnChain(root, paths), ...remarkOnRest(root)],
  // The header counts at the very top only, headers aside.
  runsInTransaction: (_folder, _file, head) => !/^--!\s*no-transaction\b/.test(readTop(head()).firstLine),
};
