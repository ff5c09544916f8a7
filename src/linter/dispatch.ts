import type {
  Change,
  ChangeContext,
  EventTrigger,
  FileChanges,
  Index,
  Problem,
  ProjectContext,
  Routine,
  Rule,
  Sequence,
  StateContext,
  StateRule,
  Table,
  TransactionChanges,
  UserType,
  View,
} from '../rule.js';

/** What one rule says about one kind of thing. */
export interface Handler<Input extends readonly unknown[]> {
  readonly rule: Rule;
  readonly run: (...input: Input) => Iterable<Problem>;
}

type ChangeHandler = Handler<[Change, ChangeContext]>;

/** The handlers of some rules, found by what they judge: no rule is asked about what it does not name. */
export class Dispatch {
  readonly #changes: ReadonlyMap<string, readonly ChangeHandler[]>;
  readonly file: readonly Handler<[FileChanges, ChangeContext]>[];
  readonly transactionEnd: readonly Handler<[TransactionChanges, ChangeContext]>[];
  readonly table: readonly Handler<[Table, StateContext]>[];
  readonly index: readonly Handler<[Index, Table, StateContext]>[];
  readonly sequence: readonly Handler<[Sequence, StateContext]>[];
  readonly view: readonly Handler<[View, StateContext]>[];
  readonly type: readonly Handler<[UserType, StateContext]>[];
  readonly routine: readonly Handler<[Routine, StateContext]>[];
  readonly eventTrigger: readonly Handler<[EventTrigger, StateContext]>[];
  readonly root: readonly Handler<[ProjectContext]>[];

  constructor(rules: readonly Rule[]) {
    const changes = new Map<string, ChangeHandler[]>();
    const file: Handler<[FileChanges, ChangeContext]>[] = [];
    const transactionEnd: Handler<[TransactionChanges, ChangeContext]>[] = [];
    const root: Handler<[ProjectContext]>[] = [];
    for (const rule of rules) {
      if (rule.kind === 'project') root.push({ rule, run: rule.on.root.bind(rule.on) });
      if (rule.kind !== 'change') continue;
      for (const [key, handler] of Object.entries(rule.on)) {
        if (key === 'file' || key === 'transactionEnd') continue;
        const handlers = changes.get(key) ?? [];
        // The key is the kind, and changes are only ever looked up by theirs: what the handler gets is of its type.
        handlers.push({ rule, run: handler as ChangeHandler['run'] });
        changes.set(key, handlers);
      }
      if (rule.on.file !== undefined) file.push({ rule, run: rule.on.file.bind(rule.on) });
      if (rule.on.transactionEnd !== undefined) transactionEnd.push({ rule, run: rule.on.transactionEnd.bind(rule.on) });
    }
    this.#changes = changes;
    this.file = file;
    this.transactionEnd = transactionEnd;
    this.root = root;
    this.table = stateHandlers(rules, (on) => on.table?.bind(on));
    this.index = stateHandlers(rules, (on) => on.index?.bind(on));
    this.sequence = stateHandlers(rules, (on) => on.sequence?.bind(on));
    this.view = stateHandlers(rules, (on) => on.view?.bind(on));
    this.type = stateHandlers(rules, (on) => on.type?.bind(on));
    this.routine = stateHandlers(rules, (on) => on.routine?.bind(on));
    this.eventTrigger = stateHandlers(rules, (on) => on.eventTrigger?.bind(on));
  }

  /** What change rules say about this kind of change; undefined where none asks for it. */
  changeHandlers(change: Change): readonly ChangeHandler[] | undefined {
    return this.#changes.get(change.kind);
  }
}

function stateHandlers<Input extends readonly unknown[]>(
  rules: readonly Rule[],
  pick: (on: StateRule['on']) => ((...input: Input) => Iterable<Problem>) | undefined,
): readonly Handler<Input>[] {
  const handlers: Handler<Input>[] = [];
  for (const rule of rules) {
    const run = rule.kind === 'state' ? pick(rule.on) : undefined;
    if (run !== undefined) handlers.push({ rule, run });
  }
  return handlers;
}
