import { Document, type Json, type Row, type RowWrite } from './document.js';
import { entriesOf, literal, placeRow, split, store, TAKE_LOG, type LogRecord, type Relation, type Session } from './storage.js';

/** What one transaction wrote to one table or index: replication carries it in one piece. */
export interface Batch {
  readonly relation: string;
  readonly writes: readonly RowWrite[];
}

/** A cluster that takes writes: a PostgreSQL for the query layer, and documents for what is stored. */
export class Cluster {
  readonly #session: Session;
  readonly #relations: ReadonlyMap<string, Relation>;
  readonly #documents = new Map<string, Map<string, Document>>();
  readonly #now: () => number;
  /** Told of each transaction's writes as it commits. */
  readonly #committed: (batches: readonly Batch[]) => void;

  private constructor(session: Session, relations: readonly Relation[], now: () => number, committed: (batches: readonly Batch[]) => void) {
    this.#session = session;
    this.#relations = new Map(relations.map((relation) => [relation.id, relation]));
    this.#now = now;
    this.#committed = committed;
  }

  /** On an empty database, with the schema that the migrations of both clusters leave. */
  static async create(session: Session, schema: string, now: () => number, committed: (batches: readonly Batch[]) => void): Promise<Cluster> {
    await session.run(schema);
    return new Cluster(session, await store(session), now, committed);
  }

  /** Ids of the tables (`schema.name`) and of the indexes. */
  get relations(): readonly string[] {
    return [...this.#relations.keys()];
  }

  /** Runs statements as one transaction; throws PostgreSQL's message, and then nothing is written. */
  async run(sql: string): Promise<void> {
    try {
      await this.#session.run(`BEGIN;\n${sql};\nCOMMIT`);
    } catch (error) {
      await this.#session.run('ROLLBACK');
      throw error;
    }
    await this.#commit();
  }

  /** Runs one statement as a transaction; the first column of the first row that it returns. */
  async runReturning(sql: string): Promise<string> {
    const answer = await this.#session.queryText(sql);
    await this.#commit();
    return answer;
  }

  /** What a query reads, which goes through the tables and not through the indexes. */
  async query(sql: string): Promise<readonly Row[]> {
    return JSON.parse(await this.#session.queryText(`SELECT coalesce(jsonb_agg(answer), '[]')::text FROM (${sql}) AS answer`)) as readonly Row[];
  }

  /** What a query of one column reads. */
  async column(sql: string): Promise<readonly Json[]> {
    return (await this.query(sql)).map((row) => Object.values(row)[0] ?? null);
  }

  /**
   * The rows that an index has for these values of its keys. YugabyteDB looks at the index alone to find them, and then
   * reads the rows by their keys; it does not compare the values again.
   */
  async lookup(table: string, index: string, values: readonly Json[]): Promise<readonly Row[]> {
    const relation = this.#relation(table);
    const entries = entriesOf({ name: index });
    const keys = relation.key.map((name) => `stored."${name}"`).join(', ');
    return this.query(
      `SELECT stored.* FROM ${entries.sql} AS entry JOIN ${relation.sql} AS stored ON entry."row" = jsonb_build_array(${keys}) WHERE entry.key -> 'values' = ${literal(JSON.stringify(values))}::jsonb ORDER BY ${keys}`,
    );
  }

  /** The entries of an index: what is indexed, and what is included. */
  async entries(index: string): Promise<readonly { readonly values: Json; readonly included: Json }[]> {
    const rows = await this.query(`SELECT key -> 'values' AS "values", included FROM ${entriesOf({ name: index }).sql} ORDER BY key`);
    return rows as readonly { values: Json; included: Json }[];
  }

  /** Where an index and its table disagree: rows that it does not find, and entries that fit no row. */
  async indexFaults(): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const { id, sql, expected } of this.#relations.values()) {
      if (expected === undefined) continue;
      const entries = `SELECT jsonb_build_object('key', key, 'row', "row", 'included', included) AS entry FROM ${sql}`;
      const name = id.slice(id.indexOf('.') + 1);
      const say = async (what: string, query: string): Promise<void> => {
        faults.push(...(await this.column(`SELECT entry -> 'key' -> 'values' FROM (${query}) AS different ORDER BY 1`)).map((values) => `${name}: ${what} ${JSON.stringify(values)}`));
      };
      await say('misses a row of', `(${expected}) EXCEPT (${entries})`);
      await say('has no row for', `(${entries}) EXCEPT (${expected})`);
    }
    return faults;
  }

  /** Applies what the other cluster wrote: below the query layer, so nothing is checked, locked or fired. */
  async apply({ relation: id, writes }: Batch): Promise<void> {
    const relation = this.#relation(id);
    const keys = new Map(writes.map((write) => [JSON.stringify(write.key), write.key]));
    for (const write of writes) this.#document(id, write.key).write(write);
    const rows = [...keys.values()].map((key) => placeRow(relation, key, this.#document(id, key).read()));
    await this.#session.run(['BEGIN', 'SET LOCAL session_replication_role = replica', ...rows, 'COMMIT'].join(';\n'));
  }

  /** Every table and index with its rows, as the documents have them. */
  stored(): Readonly<Record<string, readonly Row[]>> {
    return Object.fromEntries(
      this.relations.map((id) => {
        const rows = [...(this.#documents.get(id)?.values() ?? [])].map((document) => document.read());
        return [id, sorted(this.#relation(id), rows.filter((row) => row !== null))];
      }),
    );
  }

  /** The same as a reader of PostgreSQL finds it. */
  async scanned(): Promise<Readonly<Record<string, readonly Row[]>>> {
    const tables: [string, readonly Row[]][] = [];
    for (const relation of this.#relations.values()) {
      tables.push([relation.id, sorted(relation, await this.query(`SELECT * FROM ${relation.sql}`))]);
    }
    return Object.fromEntries(tables);
  }

  /** Leaves no row and no count, as if just created. */
  async clear(): Promise<void> {
    const tables = [...this.#relations.values()].map(({ sql }) => sql).join(', ');
    // The log is no relation; what is in it has been taken.
    await this.#session.run(`BEGIN; SET LOCAL session_replication_role = replica; TRUNCATE ${tables} RESTART IDENTITY CASCADE; COMMIT`);
    this.#documents.clear();
  }

  async #commit(): Promise<void> {
    const records = JSON.parse(await this.#session.queryText(TAKE_LOG)) as readonly LogRecord[];
    const batches = new Map<string, RowWrite[]>();
    for (const record of records) {
      if (record.operation === 'TRUNCATE') {
        // The table gets new, empty storage; its log, which is what is carried, says nothing of it.
        this.#documents.delete(record.relation);
        batches.delete(record.relation);
        continue;
      }
      for (const write of writesOf(this.#relation(record.relation), record, this.#now)) {
        this.#document(record.relation, write.key).write(write);
        batches.set(record.relation, [...(batches.get(record.relation) ?? []), write]);
      }
    }
    this.#committed([...batches].map(([relation, writes]) => ({ relation, writes })));
  }

  #relation(id: string): Relation {
    const relation = this.#relations.get(id);
    if (relation === undefined) throw new Error(`no table ${id}`);
    return relation;
  }

  #document(id: string, key: Row): Document {
    const documents = this.#documents.get(id) ?? new Map<string, Document>();
    this.#documents.set(id, documents);
    const text = JSON.stringify(key);
    const document = documents.get(text) ?? new Document(key);
    documents.set(text, document);
    return document;
  }
}

/** The writes of one record. An UPDATE of the primary key is a DELETE and an INSERT. */
function writesOf(relation: Relation, record: LogRecord, now: () => number): readonly RowWrite[] {
  const { operation } = record;
  const after = record.new === null ? null : split(relation, record.new);
  if (typeof record.old === 'string') {
    // The column that an UPDATE named; what it was set to may be what it was.
    if (after === null) throw new Error('an UPDATE without a row');
    return [{ kind: 'update', key: after.key, columns: { [record.old]: after.columns[record.old] ?? null }, time: now() }];
  }
  const before = record.old === null ? null : split(relation, record.old);
  if (operation === 'UPDATE' && before !== null && after !== null && isSame(before.key, after.key)) {
    const changed = Object.entries(after.columns).filter(([name, value]) => !isSame(value, before.columns[name] ?? null));
    return [{ kind: 'update', key: after.key, columns: Object.fromEntries(changed), time: now() }];
  }
  return [
    ...(before === null ? [] : [{ kind: 'delete', key: before.key, columns: {}, time: now() } as const]),
    ...(after === null ? [] : [{ kind: 'insert', key: after.key, columns: after.columns, time: now() } as const]),
  ];
}

/** Rows by their keys, without the columns that PostgreSQL computes. */
function sorted(relation: Relation, rows: readonly Row[]): readonly Row[] {
  const keyed = rows.map((row) => {
    const { key, columns } = split(relation, row);
    return { id: JSON.stringify(key), row: { ...key, ...columns } };
  });
  return keyed.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ row }) => row);
}

/** Both come from `jsonb`, which puts the names of an object in one order. */
function isSame(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
