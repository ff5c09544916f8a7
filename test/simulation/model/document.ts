/** A value as `to_jsonb` gives it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A row by column name. */
export type Row = Readonly<Record<string, Json>>;

/** When a write happened: one count for both clusters, so that no two writes have the same time. */
export type Time = number;

/**
 * One write of one row, as the log of a tablet has it and replication carries it: an INSERT writes every column, an UPDATE
 * those that it sets, a DELETE none of them but the end of all that is older.
 */
export interface RowWrite {
  readonly kind: 'insert' | 'update' | 'delete';
  /** The row's primary key. */
  readonly key: Row;
  /** The columns besides the key. */
  readonly columns: Row;
  readonly time: Time;
}

/**
 * What is stored under one key. Every column keeps the later of two values, whoever wrote it and in whichever order they arrive;
 * a DELETE ends what is older. A row is there if it was inserted, or if any column was set, after it was last deleted: an
 * UPDATE that is later than the DELETE brings the row back with the columns that it set.
 */
export class Document {
  readonly #key: Row;
  readonly #columns = new Map<string, { readonly value: Json; readonly time: Time }>();
  #inserted: Time = 0;
  #deleted: Time = 0;

  constructor(key: Row) {
    this.#key = key;
  }

  write({ kind, columns, time }: RowWrite): void {
    if (kind === 'delete') {
      this.#deleted = Math.max(this.#deleted, time);
      return;
    }
    if (kind === 'insert') this.#inserted = Math.max(this.#inserted, time);
    for (const [name, value] of Object.entries(columns)) {
      if (time > (this.#columns.get(name)?.time ?? 0)) this.#columns.set(name, { value, time });
    }
  }

  /** The row as a reader sees it; null where there is none. */
  read(): Row | null {
    const alive = [...this.#columns].filter(([, { time }]) => time > this.#deleted);
    if (this.#inserted <= this.#deleted && alive.every(([, { value }]) => value === null)) return null;
    const absent = [...this.#columns.keys()].map((name) => [name, null] as const);
    return { ...this.#key, ...Object.fromEntries(absent), ...Object.fromEntries(alive.map(([name, { value }]) => [name, value])) };
  }
}
