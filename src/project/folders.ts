import fs from 'node:fs';
import path from 'node:path';
import { isInside, relativePath } from '../config/paths.js';
import { decodeText } from '../source/decode.js';
import { isChangelogName, mayBeMigration } from './code.js';
import { parseIgnoreFile, type IgnoreFile } from './ignore.js';
import { compareBytes } from './order.js';
import { describeKind, explainError } from './source.js';
import type { FolderView } from './tool.js';

/** A file or folder that was met, with its place on disk after all links. */
export interface Entry {
  /** Absolute, as it was met. */
  readonly path: string;
  readonly name: string;
  readonly real: string;
}

/** A remark about something in a folder: a problem makes the exit code 2, a note does not. */
export interface Remark {
  readonly kind: 'unreadable-file' | 'unreadable-folder' | 'note';
  /** Absolute. */
  readonly path: string;
  readonly message: string;
}

interface IgnoreChain {
  readonly folder: string;
  readonly file: IgnoreFile;
  readonly above: IgnoreChain | undefined;
}

/** Folders that are never walked into. */
const NEVER_WALKED: ReadonlySet<string> = new Set(['.git', 'node_modules']);
const HEAD_BYTES = 4096;
/** In bytes. */
const LARGEST_SETTINGS = 1 << 24;

/** Picks of the names of a folder's code files those that are migrations. */
export type PickCode = (folder: FolderView, names: readonly string[]) => ReadonlySet<string>;

/** The file system as the project sees it: every folder is listed once. */
export class Folders {
  readonly #isWanted: (name: string) => boolean;
  readonly #pickCode: PickCode;
  readonly #opened = new Map<string, Folder>();
  readonly #repositories = new Map<string, string | null>();

  /** `isWanted`: whether a folder stands for a file of this name. */
  constructor(isWanted: (name: string) => boolean, pickCode: PickCode) {
    this.#isWanted = isWanted;
    this.#pickCode = pickCode;
  }

  /** The folder at an absolute path that exists. */
  open(folderPath: string): Folder {
    return this.#opened.get(folderPath) ?? this.#open(folderPath, realPath(folderPath), undefined);
  }

  #open(folderPath: string, real: string, from: Folder | undefined): Folder {
    const known = this.#opened.get(folderPath);
    if (known !== undefined) return known;
    const repository = from === undefined ? this.#repositoryOf(real) : from.repository;
    const above = from === undefined ? (repository === null || repository === real ? undefined : this.#ignoresOf(path.dirname(real), repository)) : from.ignores;
    const folder = new Folder({
      path: folderPath,
      real,
      repository,
      boundary: from?.boundary ?? repository ?? real,
      ignoresAbove: above,
      isWanted: this.#isWanted,
      pickCode: this.#pickCode,
      open: (childPath, childReal, parent) => this.#open(childPath, childReal, parent),
      parent: () => from ?? (repository === real || path.dirname(folderPath) === folderPath ? undefined : this.open(path.dirname(folderPath))),
    });
    this.#opened.set(folderPath, folder);
    return folder;
  }

  /** The nearest folder, this one or above it, that has `.git`; null where none has. */
  #repositoryOf(real: string): string | null {
    const known = this.#repositories.get(real);
    if (known !== undefined) return known;
    const above = path.dirname(real);
    const found = fs.existsSync(path.join(real, '.git')) ? real : above === real ? null : this.#repositoryOf(above);
    this.#repositories.set(real, found);
    return found;
  }

  #ignoresOf(real: string, repository: string): IgnoreChain | undefined {
    return readIgnores(real, real === repository ? undefined : this.#ignoresOf(path.dirname(real), repository));
  }
}

interface FolderFacts {
  readonly path: string;
  readonly real: string;
  readonly repository: string | null;
  readonly boundary: string;
  readonly ignoresAbove: IgnoreChain | undefined;
  isWanted(name: string): boolean;
  readonly pickCode: PickCode;
  open(path: string, real: string, parent: Folder): Folder;
  parent(): Folder | undefined;
}

interface Listing {
  readonly names: ReadonlySet<string>;
  readonly files: readonly Entry[];
  /** Files whose names say that they are code, or may be changelogs; ignored ones too. */
  readonly code: readonly Entry[];
  readonly folders: readonly Entry[];
  /** Links, which a walk looks at after everything else, so that a file goes by its own path where it has one. */
  readonly links: readonly Entry[];
  readonly ignores: IgnoreChain | undefined;
  /** Whether a `.gitignore` took away a folder or a file that was wanted. */
  readonly hasIgnored: boolean;
}

interface Targets {
  readonly files: readonly Entry[];
  readonly folders: readonly Folder[];
}

/** A folder with what is in it, listed when first asked. */
export class Folder implements FolderView {
  readonly #facts: FolderFacts;
  readonly path: string;
  readonly name: string;
  #listing: Listing | undefined;
  #targets: Targets | undefined;
  #files: readonly Entry[] | undefined;
  readonly #remarks: Remark[] = [];
  readonly #heads = new Map<string, string>();

  constructor(facts: FolderFacts) {
    this.#facts = facts;
    this.path = facts.path;
    this.name = path.basename(facts.path);
  }

  get real(): string {
    return this.#facts.real;
  }

  /** Links may lead anywhere below this real path: the repository, or the folder that was named. */
  get boundary(): string {
    return this.#facts.boundary;
  }

  /** The folder with `.git` in which this one stands; null outside of any. */
  get repository(): string | null {
    return this.#facts.repository;
  }

  get ignores(): IgnoreChain | undefined {
    return this.#list().ignores;
  }

  get hasIgnored(): boolean {
    return this.#list().hasIgnored;
  }

  /** What there was to say about this folder; each remark is handed out once. */
  takeRemarks(): readonly Remark[] {
    return this.#remarks.splice(0);
  }

  get parent(): Folder | undefined {
    return this.#facts.parent();
  }

  get names(): ReadonlySet<string> {
    return this.#list().names;
  }

  /** Files of a wanted name that are not ignored, and migrations in code, in the order of their names. */
  get files(): readonly Entry[] {
    this.#files ??= this.#withCode();
    return this.#files;
  }

  #withCode(): readonly Entry[] {
    const { files, code, ignores } = this.#list();
    if (code.length === 0) return files;
    const picked = this.#facts.pickCode(this, code.map(({ name }) => name));
    if (picked.size === 0) return files;
    const migrations = code.filter(({ name, real }) => picked.has(name) && !isIgnored(ignores, real, false));
    return [...files, ...migrations].sort((a, b) => compareBytes(a.name, b.name));
  }

  /** Folders to walk into. */
  get folders(): readonly Folder[] {
    return this.#list().folders.map((entry) => this.#open(entry));
  }

  /** What links in this folder lead to: files and folders inside the boundary. The rest is remarked upon. */
  followLinks(): Targets {
    this.#targets ??= this.#followAll();
    return this.#targets;
  }

  #followAll(): Targets {
    const files: Entry[] = [];
    const folders: Folder[] = [];
    for (const link of this.#list().links) {
      const target = this.#follow(link);
      if (target === undefined) continue;
      if (target.isFolder) folders.push(this.#facts.open(link.path, target.real, this));
      else files.push({ ...link, real: target.real });
    }
    return { files, folders };
  }

  child(name: string): Folder | undefined {
    const entry = this.#list().folders.find((folder) => folder.name === name);
    return entry === undefined ? undefined : this.#open(entry);
  }

  #open({ path: at, real }: Entry): Folder {
    return this.#facts.open(at, real, this);
  }

  head(name: string): string {
    let head = this.#heads.get(name);
    if (head === undefined) {
      head = readHead(path.join(this.path, name));
      this.#heads.set(name, head);
    }
    return head;
  }

  read(name: string): string | undefined {
    const file = path.join(this.path, name);
    try {
      const stats = fs.statSync(file);
      if (!stats.isFile() || stats.size > LARGEST_SETTINGS || !isInside(realPath(file), this.#facts.boundary)) return undefined;
      return new TextDecoder().decode(fs.readFileSync(file));
    } catch {
      return undefined;
    }
  }

  #follow(link: Entry): { readonly real: string; readonly isFolder: boolean } | undefined {
    const { boundary } = this.#facts;
    const isWanted = this.#facts.isWanted(link.name);
    try {
      const real = fs.realpathSync.native(link.path);
      const stats = fs.statSync(real);
      const isFolder = stats.isDirectory();
      if (isFolder ? NEVER_WALKED.has(path.basename(real)) : !isWanted) return undefined;
      if (isFolder || stats.isFile()) {
        if (isInside(real, boundary)) return { real, isFolder };
        this.#remark('note', link.path, 'is a link that leads out of the project; it was not followed.');
      } else {
        this.#remark('unreadable-file', link.path, `is a link to ${describeKind(stats)}, not to a file.`);
      }
    } catch (error) {
      // A link that leads nowhere is no business of ours unless its name says SQL.
      if (isWanted) this.#remark('unreadable-file', link.path, explainError(error, isMissing(error) ? 'is a link that leads nowhere' : 'is a link that cannot be followed'));
    }
    return undefined;
  }

  #remark(kind: Remark['kind'], at: string, message: string): void {
    this.#remarks.push({ kind, path: at, message });
  }

  #list(): Listing {
    this.#listing ??= this.#read();
    return this.#listing;
  }

  #read(): Listing {
    const { real, ignoresAbove } = this.#facts;
    const files: Entry[] = [];
    const code: Entry[] = [];
    const folders: Entry[] = [];
    const links: Entry[] = [];
    let entries: fs.Dirent[];
    try {
      entries = fs.readdirSync(this.path, { withFileTypes: true });
    } catch (error) {
      this.#remark('unreadable-folder', this.path, explainError(error, 'could not be listed'));
      return { names: new Set(), files, code: [], folders, links, ignores: ignoresAbove, hasIgnored: false };
    }
    entries.sort((a, b) => compareBytes(a.name, b.name));
    const names = new Set(entries.map(({ name }) => name));
    const ignores = names.has('.gitignore') ? readIgnores(real, ignoresAbove) : ignoresAbove;
    // Plain names behind a clean path: `join` would look at every letter of it again.
    const [base, realBase] = [this.path, real].map((folder) => (folder.endsWith(path.sep) ? folder : `${folder}${path.sep}`));
    let hasIgnored = false;
    for (const entry of entries) {
      const { name } = entry;
      const isFolder = entry.isDirectory();
      const isWanted = this.#facts.isWanted(name);
      const isCodeFile = !isWanted && entry.isFile() && (mayBeMigration(name) || isChangelogName(name));
      if (isFolder ? NEVER_WALKED.has(name) : !isWanted && !isCodeFile && !entry.isSymbolicLink()) continue;
      const met = { path: `${base}${name}`, name, real: `${realBase}${name}` };
      if (isCodeFile) {
        code.push(met);
        continue;
      }
      if (isIgnored(ignores, met.real, isFolder)) hasIgnored = true;
      else if (isFolder) folders.push(met);
      else if (entry.isFile()) files.push(met);
      else if (entry.isSymbolicLink()) links.push(met);
      else this.#remark('unreadable-file', met.path, `is ${describeKind(entry)}, not a file.`);
    }
    return { names, files, code, folders, links, ignores, hasIgnored };
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function isIgnored(chain: IgnoreChain | undefined, real: string, isFolder: boolean): boolean {
  for (let one = chain; one !== undefined; one = one.above) {
    const decided = one.file.decide(relativePath(one.folder, real), isFolder);
    if (decided !== undefined) return decided;
  }
  return false;
}

function readIgnores(real: string, above: IgnoreChain | undefined): IgnoreChain | undefined {
  const file = path.join(real, '.gitignore');
  try {
    // Git does not read one that is a link either.
    if (fs.lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return above;
    return { folder: real, file: parseIgnoreFile(fs.readFileSync(file, 'utf8')), above };
  } catch {
    // One that cannot be read ignores nothing: more is judged, never less.
    return above;
  }
}

/** Where a path leads after all links; itself where it leads nowhere. */
export function realPath(folderPath: string): string {
  try {
    return fs.realpathSync.native(folderPath);
  } catch {
    return folderPath;
  }
}

function readHead(file: string): string {
  try {
    if (!fs.statSync(file).isFile()) return '';
    const descriptor = fs.openSync(file, 'r');
    try {
      const bytes = Buffer.allocUnsafe(HEAD_BYTES);
      const read = bytes.subarray(0, fs.readSync(descriptor, bytes, 0, HEAD_BYTES, 0));
      // A zero among the first two bytes, or a mark, is UTF-16, as PowerShell writes what a program says.
      if (read[0] === 0 || read[1] === 0 || (read[0] ?? 0) >= 0xfe) return decodeHead(read);
      return read.toString('utf8').replace(/^\uFEFF/, '');
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    return '';
  }
}

function decodeHead(bytes: Uint8Array): string {
  let text = '';
  for (const decoded of decodeText([bytes])) if (decoded.kind === 'text') text += decoded.text;
  return text;
}
