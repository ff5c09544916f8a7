import type { Entry, Folder } from './folders.js';
import { leadingVersion } from './tool.js';

/** Names that say in a path for which other database SQL is meant, with the name that people know it by. */
const ENGINES: ReadonlyMap<string, string> = new Map([
  ['mysql', 'MySQL'],
  ['mariadb', 'MariaDB'],
  ['sqlite', 'SQLite'],
  ['sqlite3', 'SQLite'],
  ['libsql', 'SQLite'],
  ['mssql', 'SQL Server'],
  ['sqlserver', 'SQL Server'],
  ['clickhouse', 'ClickHouse'],
  ['cockroach', 'CockroachDB'],
  ['cockroachdb', 'CockroachDB'],
  ['crdb', 'CockroachDB'],
  ['hsqldb', 'HSQLDB'],
  ['starrocks', 'StarRocks'],
  ['bigquery', 'BigQuery'],
  ['duckdb', 'DuckDB'],
  ['cassandra', 'Cassandra'],
  ['scylla', 'ScyllaDB'],
  ['tidb', 'TiDB'],
]);

/** The same for names that are words of other trades as well: they count beside a folder or file for PostgreSQL or one of the above. */
const AMBIGUOUS: ReadonlyMap<string, string> = new Map([
  ['oracle', 'Oracle'],
  ['h2', 'H2'],
  ['derby', 'Derby'],
  ['db2', 'Db2'],
  ['spanner', 'Spanner'],
  ['redshift', 'Redshift'],
  ['snowflake', 'Snowflake'],
]);

/** Names that end no other word: `riversqlite` is for SQLite. */
const ENDINGS: readonly string[] = ['sqlite', 'sqlite3', 'mariadb', 'clickhouse', 'cockroachdb'];

const OURS = /^(?:postgres|postgresql|pg|pgsql|psql|yugabyte|yugabytedb|ysql)$/;

/** The other database that a tool's settings name (`mysql`), as people know it; undefined for PostgreSQL and YugabyteDB. */
export function otherDatabase(word: string): string | undefined {
  const name = word.toLowerCase();
  return OURS.test(name) ? undefined : (ENGINES.get(name) ?? AMBIGUOUS.get(name) ?? word);
}

/**
 * Finds the files that are meant for another database: `mysql/`, `jdbc-sqlite/`, `001_x.clickhouse.up.sql`. They are not
 * judged, and it is said. Only whole words count (`archived` has no Hive in it) but for a few that end no other word, and in file names only whole segments
 * between dots, or the last word beside a twin for PostgreSQL: `add_mysql_import.sql` is about MySQL, not for it.
 */
export class ForeignFiles {
  /** By the folder that they were met in. */
  readonly #met = new Map<string, Set<string>>();

  /** Whether a folder, met in a walk, is for another database as a whole. */
  has(folder: Folder): boolean {
    // A step of a series, or a migration with a folder of its own, is named after what it does.
    if (leadingVersion(folder.name) !== undefined) return false;
    const words = wordsOf(folder.name);
    if (words.some((word) => OURS.test(word))) return false;
    const engine = findEngine(words, () => [...(folder.parent?.names ?? [])].some((name) => name !== folder.name && isTelling(wordsOf(name))));
    if (engine === undefined) return false;
    this.#add(folder.parent?.path ?? folder.path, `${folder.name}/ (${engine})`);
    return true;
  }

  /** The files of a folder without those for another database. */
  withoutFiles(folder: Folder): readonly Entry[] {
    const { files } = folder;
    return files.some(({ name }) => this.#engineOf(name, folder) !== undefined) ? files.filter(({ name }) => !this.#leave(name, folder)) : files;
  }

  #leave(name: string, folder: Folder): boolean {
    const engine = this.#engineOf(name, folder);
    if (engine !== undefined) this.#add(folder.path, `files for ${engine}`);
    return engine !== undefined;
  }

  #engineOf(name: string, folder: Folder): string | undefined {
    const segments = name.toLowerCase().split('.');
    if (segments.length > 2) {
      const inner = segments.slice(1, -1);
      const engine = inner.some((segment) => OURS.test(segment)) ? undefined : findEngine(inner, () => false);
      if (engine !== undefined) return engine;
    }
    const last = /^(.*[-_])([a-z0-9]+)$/.exec(segments[0] ?? '');
    if (last === null) return undefined;
    const [, stem = '', word = ''] = last;
    const engine = ENGINES.get(word) ?? AMBIGUOUS.get(word);
    if (engine === undefined) return undefined;
    const rest = segments.slice(1).join('.');
    return [...folder.names].some((other) => other.toLowerCase().startsWith(stem) && other.toLowerCase().endsWith(rest) && OURS.test(other.toLowerCase().slice(stem.length, -rest.length - 1))) ? engine : undefined;
  }

  #add(folder: string, what: string): void {
    const known = this.#met.get(folder);
    if (known === undefined) this.#met.set(folder, new Set([what]));
    else known.add(what);
  }

  /** A remark for each folder in which something was left alone. */
  remarks(): readonly { readonly folder: string; readonly message: string }[] {
    return [...this.#met].map(([folder, what]) => ({ folder, message: `what is for other databases was left alone: ${[...what].sort().join(', ')}.` }));
  }
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().split(/[^a-z0-9]+/);
}

function isTelling(words: readonly string[]): boolean {
  return words.some((word) => OURS.test(word) || ENGINES.has(word));
}

function findEngine(words: readonly string[], hasTellingNeighbour: () => boolean): string | undefined {
  for (const word of words) {
    const engine = ENGINES.get(word) ?? ENGINES.get(ENDINGS.find((ending) => word.endsWith(ending)) ?? '');
    if (engine !== undefined) return engine;
    const other = AMBIGUOUS.get(word);
    if (other !== undefined && hasTellingNeighbour()) return other;
  }
  return undefined;
}
