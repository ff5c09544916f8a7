import { compareNatural } from './order.js';

/** A migration that somebody wants to add to a series, before it has a version. */
export interface NewMigration {
  /** What it does, in lower case with `_` between the words: `create_users_email_idx`. */
  readonly title: string;
  /** Comments and statements that take the schema forward, without a line's end behind them. */
  readonly up: string;
  /** The same for the way back; comments alone where there is none. */
  readonly down: string;
  /** Whether it may run in a transaction; otherwise it is one statement that must not. */
  readonly transaction: boolean;
}

/** A new migration with its place in the series. */
export interface NumberedMigration extends NewMigration {
  readonly version: string;
  /** The path of the migration that has the highest version so far, relative to the root, with `/`. */
  readonly last: string;
}

/** A file of a new migration. */
export interface NewFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** How a tool's migrations are written. */
export interface MigrationFormat {
  /** The files of a migration, that which goes up first. */
  files(migration: NumberedMigration): readonly NewFile[];
  /** Whether a file can say that it runs outside of a transaction. */
  readonly leavesTransaction: boolean;
  /** What is to be done by hand once the files are there, as a sentence. */
  readonly afterwards?: string;
}

/** Why no migrations are written for a tool, to follow its name: `has a plan …`. */
export interface NoFormat {
  readonly refusal: string;
}

/** The migrations of a root, as something that can be continued. */
export interface Series<Root> {
  /** Why no migrations can be added, to follow the root's path; null where they can. */
  readonly refusal: string | null;
  /** Whether a migration can say that it runs outside of a transaction. */
  readonly leavesTransaction: boolean;
  /** What is to be done by hand once the files are there, as a sentence; null for nothing. */
  readonly afterwards: string | null;
  /** The root with further migrations in it, whose files are in memory only, behind those that it has. */
  extend(added: readonly NewMigration[], now: Date): ExtendedSeries<Root> | NoFormat;
}

/** A root with migrations that are not on disk yet. */
export interface ExtendedSeries<Root> {
  readonly root: Root;
  /** In the order in which they run, those that take a change back behind their own. */
  readonly files: readonly AddedFile[];
}

/** A file that is to be written. */
export interface AddedFile {
  /** Absolute. */
  readonly location: string;
  /** As people read it. */
  readonly path: string;
  readonly text: string;
  /** Which of the migrations it belongs to, from 0 on. */
  readonly migration: number;
}

/** For tools whose migrations are programs. */
export const WRITTEN_IN_CODE: NoFormat = { refusal: 'runs migrations that are written in code, and xclint writes SQL' };
/** For what describes a schema as it is, and is no series of changes. */
export const NO_SERIES: NoFormat = { refusal: 'describes the whole schema in one file: there is no series to add a migration to' };

/** Moments written as digits, by how many there are: how many of them say the year, the month and so on, in milliseconds at the end. */
const CLOCK = /^((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(\d{3})?$/;
/** Numbers that count from 1970: how many digits they have in our time, and how many of their units make a millisecond, or the other way round. */
const EPOCHS: ReadonlyMap<number, (milliseconds: bigint) => bigint> = new Map([
  [10, (milliseconds) => milliseconds / 1000n],
  [13, (milliseconds) => milliseconds],
  [16, (milliseconds) => milliseconds * 1000n],
  [19, (milliseconds) => milliseconds * 1_000_000n],
]);

/** The highest of some versions; undefined of none. */
export function highestVersion(versions: readonly string[]): string | undefined {
  return versions.reduce<string | undefined>((highest, version) => (highest === undefined || compareNatural(version, highest) > 0 ? version : highest), undefined);
}

/** The version after another, in its style: a moment becomes that of `now`, or the next one where that has passed; a number becomes the next of the same width. */
export function nextVersion(last: string, now: Date): string {
  const parts = last.split('.');
  const number = parts.pop() ?? '';
  return [...parts, nextNumber(number, now)].join('.');
}

function nextNumber(last: string, now: Date): string {
  const moment = readClock(last);
  if (moment !== undefined) return writeClock(Math.max(now.getTime(), moment.at + moment.unit), last.length);
  const following = BigInt(last) + 1n;
  const present = isEpoch(last) ? (EPOCHS.get(last.length)?.(BigInt(now.getTime())) ?? 0n) : 0n;
  return String(present > following ? present : following).padStart(last.length, '0');
}

function isEpoch(digits: string): boolean {
  // From 2001 to 2033; a shorter number with zeros before it is none.
  return EPOCHS.has(digits.length) && /^1/.test(digits);
}

/** The moment that 12, 14 or 17 digits name, and the unit of the last ones; undefined where they name none. */
function readClock(digits: string): { readonly at: number; readonly unit: number } | undefined {
  const [, year = '', month = '', day = '', hour = '', minute = '', second, rest] = CLOCK.exec(digits) ?? [];
  if (year === '') return undefined;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second ?? '00'}.${rest ?? '000'}Z`);
  if (Number.isNaN(at)) return undefined;
  return { at, unit: rest !== undefined ? 1 : second !== undefined ? 1000 : 60_000 };
}

function writeClock(at: number, digits: number): string {
  return new Date(at).toISOString().replace(/\D/g, '').slice(0, digits);
}

/** One file with both ways in it, each behind a line of its own. */
export function inOneFile(path: string, ways: { readonly up: string; readonly down: string }, { up, down }: NewMigration): readonly NewFile[] {
  return [{ path, text: `${ways.up}\n${up}\n\n${ways.down}\n${down}\n` }];
}

/** A file for each way, or for the way up alone. */
export function inTwoFiles(up: string, down: string | null, migration: NewMigration, header = ''): readonly NewFile[] {
  const files = [{ path: up, text: `${header}${migration.up}\n` }];
  return down === null ? files : [...files, { path: down, text: `${header}${migration.down}\n` }];
}

/** `first_second` as the names of a series have it: with `-` where the last one has these only, and in the same folder. */
export function titleLike(title: string, last: string): string {
  const name = last.slice(last.lastIndexOf('/') + 1).replace(/^\D?\d+/, '');
  return name.includes('-') && !name.includes('_') ? title.replaceAll('_', '-') : title;
}

/** The folder of a path with the `/` behind it; empty without one. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** `<version>_<title>`, with what stands between the two in the name before: `-`, `.`, two `_`. */
export function nameLike(version: string, title: string, last: string): string {
  const [, prefix = '', separator = '_'] = /^([vV]?)\d+(?:\.\d+)*([-_. ]+)/.exec(last.slice(last.lastIndexOf('/') + 1)) ?? [];
  return `${prefix}${version}${separator}${titleLike(title, last)}`;
}
