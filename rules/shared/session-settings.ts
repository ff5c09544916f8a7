import { parseSearchPath, type Change, type ChangeOf } from '../../src/rule.js';

type Set = ChangeOf<'set'>;

/** What a session has set while the changes of a file go by: `SET`, `SET LOCAL`, `RESET`, `DISCARD ALL`, and what a rollback takes back. */
export class SessionSettings {
  #session = new Map<string, Set>();
  /** What the open transaction set locally. */
  readonly #local = new Map<string, Set>();
  #beforeTransaction: Map<string, Set> | null = null;

  /** Takes the next change. */
  take(change: Change): void {
    if (change.kind === 'set') this.#set(change);
    else if (change.kind === 'other' && change.tag === 'DISCARD ALL') this.#session.clear();
    else if (change.kind === 'transaction') this.#transact(change.action);
  }

  /** The `SET` whose value the setting has; undefined where it has its own. */
  get(name: string): Set | undefined {
    const set = this.#local.get(name) ?? this.#session.get(name);
    return set?.value === null ? undefined : set;
  }

  /** The schema in which unqualified names are made. */
  get currentSchema(): string {
    const path = this.get('search_path')?.value ?? null;
    return path === null ? 'public' : (parseSearchPath(path)[0] ?? 'public');
  }

  /** What the session keeps after the transaction that is open, if one is: what was set locally is over by then. */
  *lasting(): Iterable<Set> {
    for (const set of this.#session.values()) if (set.value !== null) yield set;
  }

  #set(change: Set): void {
    if (change.name === 'all') {
      this.#session.clear();
      this.#local.clear();
    } else if (!change.local) {
      this.#local.delete(change.name);
      this.#session.set(change.name, change);
    } else if (change.inExplicitTransaction || change.statement.inToolTransaction || change.statement.host !== null) {
      // Without a transaction it is over with the statement.
      this.#local.set(change.name, change);
    }
  }

  #transact(action: ChangeOf<'transaction'>['action']): void {
    if (action === 'begin') this.#beforeTransaction ??= new Map(this.#session);
    if (action !== 'commit' && action !== 'rollback') return;
    if (action === 'rollback') this.#session = this.#beforeTransaction ?? this.#session;
    this.#beforeTransaction = null;
    this.#local.clear();
  }
}
