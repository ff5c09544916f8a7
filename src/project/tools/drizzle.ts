import path from 'node:path';
import type { DirectiveReader } from '../../sql/migration.js';
import { otherDatabase } from '../dialects.js';
import { asText, at, membersOf } from '../manifest/document.js';
import { readJson } from '../manifest/json.js';
import { compareNatural, compareWords } from '../order.js';
import { findAbove, leadingVersion, nameLike, type FolderView, type MigrationName, type MigrationTool, type ToolRemark } from '../tool.js';

const JOURNAL = 'meta/_journal.json';
const SNAPSHOT = 'snapshot.json';
const SCRIPT = 'migration.sql';
const CONFIGS = ['drizzle.config.ts', 'drizzle.config.js', 'drizzle.config.mjs', 'drizzle.config.json'];
const FOLDER_NAME = /^(\d+)_[^/]*$/;
const FILE_NAME = /^\d{4,14}_.*\.sql$/;

/** The tool cuts its files here, `;` or not; the mark may follow code on its line. */
const readDirective: DirectiveReader = (comment) => (comment.startsWith('--> statement-breakpoint') ? { boundary: true } : null);

/** One line of the journal, in which the migrations stand in the order of their run. */
interface JournalEntry {
  /** The file's name without `.sql`. */
  readonly tag: string;
  /** When it was made, in milliseconds. */
  readonly when: number | undefined;
}

export const drizzle: MigrationTool = {
  name: 'drizzle',
  defaultFolders: ['drizzle'],
  wrapsTransaction: true,
  transactions: { tool: 'Drizzle', unit: 'all pending files', escape: null },
  readDirective,
  compare: compareNatural,
  format: { refusal: 'keeps a journal and snapshots beside its migrations, which `drizzle-kit generate --custom` writes: take the SQL over by hand' },
  detect(folder) {
    if (folder.child('meta')?.names.has('_journal.json') === true) return { root: folder, reason: JOURNAL };
    const root = folder.names.has(SCRIPT) ? folder.parent : folder;
    const example = root === undefined ? undefined : findSnapshot(root);
    if (root !== undefined && example !== undefined) return { root, reason: `${SNAPSHOT} in ${example}` };
    const config = nameLike(folder, FILE_NAME) === undefined ? undefined : findConfig(folder);
    return config === undefined ? undefined : { root: folder, reason: config.name };
  },
  configure(root) {
    const journal = root.read(JOURNAL);
    if (journal !== undefined) return followJournal(journal);
    const example = findSnapshot(root);
    return example === undefined ? withoutJournal(root) : followFolders(root, example);
  },
  enters: (folder) => FOLDER_NAME.test(folder),
  readName: readByName,
};

function readByName(file: string): MigrationName | undefined {
  const [folder = '', name] = file.split('/');
  const version = name === undefined || name === SCRIPT ? leadingVersion(folder) : undefined;
  return version === undefined ? undefined : { version, direction: 'up', order: [version, file] };
}

/** Until version 1: the journal says which files there are, in which order, and for which database. */
function followJournal(text: string): MigrationTool {
  const { value, error } = readJson(text);
  const list = at(value, 'entries');
  if (error !== undefined || !Array.isArray(list)) {
    const reason = error === undefined ? 'has no list of entries' : `is no JSON (${error})`;
    return { ...drizzle, examine: () => [{ kind: 'broken-project', path: JOURNAL, message: `${reason}: files are read in the order of their names.` }] };
  }
  const entries = membersOf(list).flatMap((entry): readonly JournalEntry[] => {
    const tag = asText(at(entry, 'tag'));
    const when = at(entry, 'when');
    return tag === undefined ? [] : [{ tag, when: typeof when === 'number' ? when : undefined }];
  });
  const positions = new Map(entries.map(({ tag }, position) => [`${tag}.sql`, position]));
  return {
    ...withDatabase(asText(at(value, 'dialect')), JOURNAL),
    readName(file) {
      const position = positions.get(file);
      return position === undefined ? undefined : { version: leadingVersion(file) ?? null, direction: 'up', order: [String(position)] };
    },
    examine: (root) => examineJournal(root, entries),
  };
}

function examineJournal(root: FolderView, entries: readonly JournalEntry[]): readonly ToolRemark[] {
  const remarks: ToolRemark[] = [];
  let latest: JournalEntry | undefined;
  for (const entry of entries) {
    const { tag, when } = entry;
    if (!root.names.has(`${tag}.sql`)) remarks.push({ kind: 'missing-file', path: JOURNAL, message: `names ${tag}, but there is no ${tag}.sql.` });
    if (when === undefined) continue;
    // The tool compares with the time of what it ran last, not with names.
    if (latest?.when !== undefined && when < latest.when) {
      remarks.push({ kind: 'note', path: JOURNAL, message: `says of ${tag} that it is older than ${latest.tag} before it: Drizzle never runs it on a database that has ${latest.tag}.` });
    } else {
      latest = entry;
    }
  }
  return remarks;
}

/** Since version 1: each migration has a folder, and they run in the order of the folders' names. */
function followFolders(root: FolderView, example: string): MigrationTool {
  const dialect = /"dialect"\s*:\s*"(\w+)"/.exec(root.child(example)?.head(SNAPSHOT) ?? '')?.[1];
  return {
    ...withDatabase(dialect, SNAPSHOT),
    compare: compareWords,
    readName(file) {
      const [folder = '', name, rest] = file.split('/');
      if (name !== SCRIPT || rest !== undefined) return undefined;
      return { version: FOLDER_NAME.exec(folder)?.[1] ?? null, direction: 'up', order: [folder] };
    },
    enters: (folder) => !folder.includes('/'),
  };
}

/** The folder that a config names, without a journal in it: nothing runs, but the files may still be judged. */
function withoutJournal(root: FolderView): MigrationTool {
  const config = findConfig(root);
  return {
    ...withDatabase(config?.dialect, config?.name ?? ''),
    examine: () => (config === undefined ? [] : [{ kind: 'missing-file', path: JOURNAL, message: 'Drizzle has no journal to go by: files are read in the order of their names.' }]),
  };
}

function withDatabase(dialect: string | undefined, source: string): MigrationTool {
  const name = dialect === undefined ? undefined : otherDatabase(dialect);
  return name === undefined ? drizzle : { ...drizzle, database: { name, source } };
}

/** How many folders are looked at for a snapshot. */
const MOST_LOOKED_AT = 5;

/** One of a root's first folders that has what the tool puts beside a migration since version 1. */
function findSnapshot(root: FolderView): string | undefined {
  let left = MOST_LOOKED_AT;
  for (const name of root.names) {
    if (!FOLDER_NAME.test(name)) continue;
    const names = root.child(name)?.names;
    if (names?.has(SNAPSHOT) === true && names.has(SCRIPT)) return name;
    if (--left === 0) return undefined;
  }
  return undefined;
}

/** A drizzle.config above a folder whose `out` is that folder, as far as it says so in a literal. */
function findConfig(folder: FolderView): { readonly name: string; readonly dialect: string | undefined } | undefined {
  const config = findAbove(folder, CONFIGS);
  const text = config?.folder.read(config.name);
  if (config === undefined || text === undefined) return undefined;
  const literal = (key: string): string | undefined => new RegExp(`\\b${key}["']?\\s*:\\s*["'\`]([^"'\`$]+)["'\`]`).exec(text)?.[1];
  return path.resolve(config.folder.path, literal('out') ?? 'drizzle') === folder.path ? { name: config.name, dialect: literal('dialect') } : undefined;
}
