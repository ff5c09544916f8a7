import type { Change, Schema, Statement, TransactionChanges } from '../rule.js';
import type { Step } from '../schema/replay.js';

/** A transaction that was committed, with the schema before its first change and after its last. */
export interface Committed {
  readonly transaction: TransactionChanges;
  readonly before: Schema;
  readonly after: Schema;
}

interface Open {
  readonly origin: 'explicit' | 'tool';
  /** Which of the tool's it is. */
  readonly number: number;
  readonly changes: Change[];
  /** The place of its first statement in the file. */
  readonly start: number;
  readonly before: Schema;
  after: Schema;
}

/** Gathers the changes of one file into the transactions in which they run. */
export class TransactionGatherer {
  readonly #keepsChanges: boolean;
  #open: Open | null = null;

  /** `keepsChanges`: whether anybody asks for the transactions themselves. */
  constructor(keepsChanges: boolean) {
    this.#keepsChanges = keepsChanges;
  }

  /** The place of the statement with which the transaction began that the next change goes on with; null where it goes on with none. */
  startOf(change: Change): number | null {
    if (this.#open === null) return null;
    return this.#open.origin === 'explicit' || this.#goesOn(change.statement.host ?? change.statement) ? this.#open.start : null;
  }

  /** Takes the next change; gives the transaction that it ends. */
  add(step: Step): Committed | null {
    const { change } = step;
    const statement = change.statement.host ?? change.statement;
    const left = this.#open?.origin === 'tool' && !this.#goesOn(statement) ? this.end() : null;
    if (this.#open === null && statement.inToolTransaction) this.#begin('tool', step);
    if (change.kind === 'transaction') {
      // A BEGIN within a transaction is only a warning to PostgreSQL.
      if (change.action === 'begin' && this.#open === null) this.#begin('explicit', step);
      if (change.action === 'commit') return this.end() ?? left;
      if (change.action === 'rollback') this.#open = null;
    } else if (this.#open !== null && this.#keepsChanges) {
      this.#open.changes.push(change);
      this.#open.after = step.after;
    }
    return left;
  }

  /** Whether a statement runs in the transaction of the tool's that is open. */
  #goesOn({ inToolTransaction, toolTransaction = 0 }: Statement): boolean {
    return inToolTransaction && toolTransaction === this.#open?.number;
  }

  /** At the end of the file: what is still open is taken as committed, for nobody writes a migration to lose it. */
  end(): Committed | null {
    const open = this.#open;
    this.#open = null;
    if (open === null || open.changes.length === 0) return null;
    const { origin, changes, before, after } = open;
    return { transaction: { origin, changes, routine: null }, before, after };
  }

  #begin(origin: Open['origin'], { change, before }: Step): void {
    const { toolTransaction: number = 0 } = change.statement.host ?? change.statement;
    this.#open = { origin, number, changes: [], start: change.statement.ordinal, before, after: before };
  }
}
