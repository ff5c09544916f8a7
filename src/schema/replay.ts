import type { Node } from '@pgsql/types';
import type { SourceFile } from '../source/source-file.js';
import type { AstNode, Parser } from '../sql/parser.js';
import { readStatement, type UnknownPlaceholder } from '../sql/stand-ins.js';
import type { Statement } from '../sql/statement.js';
import { applyChange } from './apply/apply.js';
import { dropTable, dropView } from './apply/drops.js';
import type { Change } from './change.js';
import { asNode } from './interpret/bodies.js';
import { NONE, type Context, type Session } from './interpret/context.js';
import { interpret } from './interpret/interpret.js';
import { readColocated } from './interpret/options.js';
import { notJudged } from './interpret/other.js';
import { parseSearchPath } from './interpret/session.js';
import type { Schema, Table } from './model.js';
import { Catalog, TEMPORARY_SCHEMA } from './schema.js';

/** One change with the schema before and after it. */
export interface Step {
  readonly change: Change;
  readonly before: Schema;
  readonly after: Schema;
}

const DEFAULT_PATH: readonly string[] = ['public'];

/** A statement as the grammar read it: with stand-ins for placeholders, where it has any. */
interface Parsed {
  readonly statement: Statement;
  readonly node: AstNode;
  readonly unknown: readonly UnknownPlaceholder[];
}

/** What `ROLLBACK` goes back to. */
interface Restore {
  readonly savepoint: string | null;
  readonly catalog: Catalog;
  readonly searchPath: readonly string[];
  readonly hashByDefault: boolean | null;
}

/** A class, for an object literal with a getter costs ten times as much to make. */
class StatementContext implements Context {
  readonly statement: Statement;
  readonly parser: Parser;
  readonly session: Session;
  readonly inRoutine = null;
  readonly tellsGlobals: boolean;
  readonly #catalog: () => Catalog;

  constructor(statement: Statement, parser: Parser, session: Session, tellsGlobals: boolean, catalog: () => Catalog) {
    this.tellsGlobals = tellsGlobals;
    this.statement = statement;
    this.parser = parser;
    this.session = session;
    this.#catalog = catalog;
  }

  get catalog(): Catalog {
    return this.#catalog();
  }
}

/** A session that runs statements against the model instead of a database. */
export class Replay {
  readonly #parser: Parser;
  readonly #session: Session = { searchPath: DEFAULT_PATH, hashByDefault: null, databaseColocated: null, inExplicitTransaction: false };
  /** What each `CREATE DATABASE` says of colocation. */
  readonly #databases = new Map<string, boolean | null>();
  readonly #tellsGlobals: boolean;
  #catalog: Catalog;
  /** The start of the open transaction, then its savepoints. */
  #restores: Restore[] = [];
  /** What the end of the transaction takes a `SET LOCAL` back to. */
  #beforeLocal: Pick<Session, 'searchPath' | 'hashByDefault'> | null = null;
  #droppedOnCommit: Table[] = [];
  /** What a session begins with. */
  #startPath = DEFAULT_PATH;

  /**
   * `initial`: the schema to begin with, one that xclint made; else a new database. `tellsGlobals`: whether there are changes for
   * roles and tablespaces that statements name, which nearly every statement of a dump does.
   */
  constructor(parser: Parser, options: { readonly initial?: Schema; readonly tellsGlobals?: boolean } = {}) {
    this.#parser = parser;
    this.#tellsGlobals = options.tellsGlobals ?? true;
    this.#catalog = options.initial instanceof Catalog ? options.initial : Catalog.empty();
  }

  /** The schema as it is now. */
  get schema(): Schema {
    return this.#catalog;
  }

  /** The schemas in which the next statement looks names up. */
  get searchPath(): readonly string[] {
    return this.#session.searchPath;
  }

  /** Begins a session: settings, temporary objects and an open transaction of the last one are gone. */
  startFile(_file: SourceFile): void {
    this.#session.searchPath = this.#startPath;
    this.#session.hashByDefault = null;
    this.#session.inExplicitTransaction = false;
    this.#restores = [];
    this.#beforeLocal = null;
    this.#droppedOnCommit = [];
    this.#catalog = withoutTemporaryObjects(this.#catalog);
  }

  /** Runs a statement; each change is a step, in the order in which PostgreSQL does them. */
  run(statement: Statement): readonly Step[] {
    const steps: Step[] = [];
    this.#session.databaseColocated = this.#databases.get(statement.database ?? '') ?? null;
    const parsed = this.#parse(statement);
    if ('opaque' in parsed) return [this.#step(parsed.opaque)];
    const cx = this.#context(parsed.statement);
    try {
      for (const change of interpret(cx, parsed.node)) {
        steps.push(this.#step(change));
        this.#follow(change, parsed.node);
      }
    } catch (error) {
      // Trees too deep for the parts that follow them by recursion.
      if (!(error instanceof RangeError)) throw error;
      steps.push(this.#step(notJudged(cx, 'the statement is nested too deeply')));
    }
    for (const { clause, reason } of parsed.unknown) steps.push(this.#step(notJudged(cx, reason, 'placeholder', clause)));
    if (!this.#session.inExplicitTransaction && !statement.inToolTransaction) this.#endLocal();
    return steps;
  }

  /** Reads a statement that does not run (a down part): the changes that say what of it cannot be read. */
  check(statement: Statement): readonly Change[] {
    const parsed = this.#parse(statement);
    if ('opaque' in parsed) return [parsed.opaque];
    return parsed.unknown.map(({ clause, reason }) => notJudged(this.#context(parsed.statement), reason, 'placeholder', clause));
  }

  #step(change: Change): Step {
    const before = this.#catalog;
    this.#catalog = applyChange(before, change);
    return { change, before, after: this.#catalog };
  }

  #context(statement: Statement): Context {
    return new StatementContext(statement, this.#parser, this.#session, this.#tellsGlobals, () => this.#catalog);
  }

  #parse(statement: Statement): Parsed | { readonly opaque: Change } {
    if (statement.dialect.own !== null) return { statement, node: {}, unknown: NONE };
    const read = readStatement(statement, this.#parser);
    if (read.ok) return read;
    const { clause, cause, message } = read;
    return { opaque: notJudged(this.#context(clause.statement), message, cause === 'crash' ? 'unknown' : cause, clause) };
  }

  /** What a change does to the session. */
  #follow(change: Change, node: AstNode): void {
    if (change.kind === 'set') this.#set(change.name, change.value, change.local);
    else if (change.kind === 'other' && change.laterPath !== undefined) this.#startPath = change.laterPath ?? DEFAULT_PATH;
    else if (change.kind === 'transaction') this.#transact(change.action, node);
    else if (change.kind === 'other' && change.tag === 'CREATE DATABASE') this.#createDatabase(asNode(node));
    else if ((change.kind === 'createTable' || change.kind === 'createTableAs') && isDroppedOnCommit(node)) this.#droppedOnCommit.push(change.created);
  }

  #createDatabase(node: Node): void {
    if ('CreatedbStmt' in node) this.#databases.set(node.CreatedbStmt.dbname ?? '', readColocated(node.CreatedbStmt.options));
  }

  #set(name: string, value: string | null, local: boolean): void {
    if (local) this.#beforeLocal ??= { searchPath: this.#session.searchPath, hashByDefault: this.#session.hashByDefault };
    if (name === 'search_path' || name === 'all') {
      this.#session.searchPath = value === null ? this.#startPath : parseSearchPath(value);
    }
    if (name === 'yb_use_hash_splitting_by_default' || name === 'all') {
      this.#session.hashByDefault = value === null ? null : /^(on|true|t|yes|1)$/i.test(value);
    }
  }

  #transact(action: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'other', node: AstNode): void {
    switch (action) {
      case 'begin':
        if (this.#restores.length === 0) this.#restores = [this.#restore(null)];
        this.#session.inExplicitTransaction = true;
        break;
      case 'savepoint':
        this.#restores.push(this.#restore(savepointOf(node)));
        break;
      case 'commit':
        this.#end();
        break;
      case 'rollback': {
        const [start] = this.#restores;
        if (start !== undefined) this.#goBack(start);
        this.#end();
        break;
      }
      case 'other':
        this.#endSavepoint(node);
        break;
    }
  }

  /** `ROLLBACK TO` and `RELEASE`: of several savepoints with the name, the last is meant. */
  #endSavepoint(node: AstNode): void {
    const kind = fieldsOf(node, 'TransactionStmt')['kind'];
    const isRelease = kind === 'TRANS_STMT_RELEASE';
    if (!isRelease && kind !== 'TRANS_STMT_ROLLBACK_TO') return;
    const name = savepointOf(node);
    const at = this.#restores.findLastIndex((restore) => restore.savepoint === name);
    const restore = this.#restores[at];
    if (restore === undefined) return;
    this.#restores = this.#restores.slice(0, isRelease ? at : at + 1);
    if (!isRelease) this.#goBack(restore);
  }

  /** What was set locally is over with the transaction: without one, with the statement. */
  #endLocal(): void {
    if (this.#beforeLocal === null) return;
    this.#session.searchPath = this.#beforeLocal.searchPath;
    this.#session.hashByDefault = this.#beforeLocal.hashByDefault;
    this.#beforeLocal = null;
  }

  #restore(savepoint: string | null): Restore {
    return { savepoint, catalog: this.#catalog, searchPath: this.#session.searchPath, hashByDefault: this.#session.hashByDefault };
  }

  #goBack(restore: Restore): void {
    this.#catalog = restore.catalog;
    this.#session.searchPath = restore.searchPath;
    this.#session.hashByDefault = restore.hashByDefault;
  }

  #end(): void {
    this.#session.inExplicitTransaction = false;
    this.#restores = [];
    this.#endLocal();
    for (const table of this.#droppedOnCommit) this.#catalog = dropTable(this.#catalog, table);
    this.#droppedOnCommit = [];
  }
}

function withoutTemporaryObjects(catalog: Catalog): Catalog {
  if (!catalog.hasTemporaryObjects) return catalog;
  let result = catalog;
  for (const view of [...catalog.allViews()]) if (view.schema === TEMPORARY_SCHEMA) result = dropView(result, view);
  for (const table of [...catalog.allTables()]) if (table.schema === TEMPORARY_SCHEMA) result = dropTable(result, table);
  for (const sequence of [...result.allSequences()]) if (sequence.schema === TEMPORARY_SCHEMA) result = result.withoutSequence(sequence);
  for (const type of [...result.allTypes()]) if (type.schema === TEMPORARY_SCHEMA) result = result.withoutType(type);
  for (const routine of [...result.allRoutines()]) if (routine.schema === TEMPORARY_SCHEMA) result = result.withRoutines(routine, NONE);
  return result;
}

function fieldsOf(node: AstNode, tag: string): AstNode {
  const fields = node[tag];
  return typeof fields === 'object' && fields !== null ? { ...fields } : {};
}

function savepointOf(node: AstNode): string {
  const name = fieldsOf(node, 'TransactionStmt')['savepoint_name'];
  return typeof name === 'string' ? name : '';
}

function isDroppedOnCommit(node: AstNode): boolean {
  const into = fieldsOf(fieldsOf(node, 'CreateTableAsStmt'), 'into');
  return fieldsOf(node, 'CreateStmt')['oncommit'] === 'ONCOMMIT_DROP' || into['onCommit'] === 'ONCOMMIT_DROP';
}
