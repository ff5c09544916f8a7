import type { AlterTableStmt, ColumnDef, Constraint as ConstraintNode, CopyStmt, CreateFunctionStmt, CreateStmt, IndexStmt, Node, RangeVar, RenameStmt } from '@pgsql/types';
import { readBody } from '../../sql/body.js';
import type { Parser } from '../../sql/parser.js';
import type { Clause } from '../../sql/statement.js';
import { asNode, ownSearchPath } from '../interpret/bodies.js';
import { creationSchema, namesOf, newName, stringsOf } from '../interpret/context.js';
import { resolveRegclass, walk } from '../interpret/expression.js';
import type { QualifiedName } from '../model.js';
import { rangesIn } from './named-ranges.js';
import type { Parsed } from './parsed.js';
import { setvalOfSerial, stringOf } from './sequence-use.js';
import { strayWord } from './stray-word.js';
import { isValue, resolveCarrier, type Carriers, type Output, type RoutineScope, type ValueCheck } from './value-check.js';

/** What checking one statement needs. */
export interface CheckContext {
  readonly carriers: Carriers;
  /** Keys of the family's columns. */
  readonly keys: ReadonlySet<string>;
  /** The relation or routine for whose name the statement was looked at. */
  readonly name: string;
  readonly carriedNames: ReadonlySet<string>;
  readonly relationNames: ReadonlySet<string>;
  readonly parser: Parser;
  triggerTables(routine: QualifiedName): readonly QualifiedName[];
  checkerFor(parsed: Pick<Parsed, 'cx' | 'recorded'>, routine: RoutineScope | null, report: (reason: string, at: number | undefined) => void): ValueCheck;
  report(subject: string, reason: string, clause: Clause): void;
}

/** Statements that name relations without using values of theirs. */
const HARMLESS: ReadonlySet<string> = new Set([
  'CommentStmt', 'GrantStmt', 'GrantRoleStmt', 'DropStmt', 'TruncateStmt', 'LockStmt', 'VacuumStmt', 'ReindexStmt', 'ClusterStmt', 'AlterOwnerStmt', 'SecLabelStmt', 'AlterDefaultPrivilegesStmt',
  'TransactionStmt', 'VariableSetStmt', 'CreateSeqStmt', 'AlterSeqStmt', 'CreateRoleStmt', 'AlterRoleStmt', 'CreateExtensionStmt', 'AlterExtensionStmt', 'CreateEnumStmt', 'AlterEnumStmt', 'CreateDomainStmt', 'AlterDomainStmt',
  'CompositeTypeStmt', 'RefreshMatViewStmt', 'NotifyStmt', 'ListenStmt', 'UnlistenStmt', 'AlterFunctionStmt', 'DropRoleStmt', 'CreateEventTrigStmt', 'AlterObjectDependsStmt', 'AlterRoleSetStmt',
]);

/** The subject of what is said of a use. */
const ITS_VALUE = 'its value';

/** Looks for uses of the values in one statement. */
export class StatementCheck {
  readonly #parsed: Parsed;
  readonly #context: CheckContext;
  readonly #checker: ValueCheck;

  constructor(parsed: Parsed, context: CheckContext) {
    this.#parsed = parsed;
    this.#context = context;
    this.#checker = context.checkerFor(parsed, null, (reason, at) => this.#report(reason, at, ITS_VALUE));
  }

  run(): void {
    const { node, statement, hasStandIns } = this.#parsed;
    const isHarmless = HARMLESS.has(Object.keys(node)[0] ?? '');
    if (hasStandIns && !isHarmless) {
      this.#report('is named by a statement with a placeholder', undefined);
      return;
    }
    if (statement.dialect.split?.kind === 'at' && this.#splitsCarrier()) this.#report('is split at values that are written out', undefined);
    this.#calls(node);
    if ('CreateStmt' in node) this.#createTable(node.CreateStmt);
    else if ('CreateForeignTableStmt' in node) this.#createTable(node.CreateForeignTableStmt.base ?? {});
    else if ('AlterTableStmt' in node) this.#alterTable(node.AlterTableStmt);
    else if ('IndexStmt' in node) this.#index(node.IndexStmt);
    else if ('ViewStmt' in node || 'CreateTableAsStmt' in node) this.#view();
    else if ('SelectStmt' in node || 'InsertStmt' in node || 'UpdateStmt' in node || 'DeleteStmt' in node || 'MergeStmt' in node) {
      const outputs = this.#checker.query(node);
      if ('SelectStmt' in node && node.SelectStmt.intoClause !== undefined) this.#copied(outputs);
    } else if ('CopyStmt' in node) this.#copy(node.CopyStmt);
    else if ('CreateFunctionStmt' in node) this.#routine(node.CreateFunctionStmt);
    else if ('DoStmt' in node) this.#body(null);
    else if ('CreateTrigStmt' in node) this.#checker.expressionOver(this.#range(node.CreateTrigStmt.relation), node.CreateTrigStmt.whenClause, ['new', 'old']);
    else if ('CreatePolicyStmt' in node) this.#policy(node.CreatePolicyStmt);
    else if ('AlterPolicyStmt' in node) this.#policy(node.AlterPolicyStmt);
    else if ('CreateStatsStmt' in node) for (const each of node.CreateStatsStmt.exprs ?? []) this.#statistics(each, node.CreateStatsStmt.relations?.[0]);
    else if ('RenameStmt' in node) this.#rename(node.RenameStmt);
    else if ('AlterObjectSchemaStmt' in node) {
      if (this.#context.carriers.has(this.#range(node.AlterObjectSchemaStmt.relation), '*')) this.#report('is moved to another schema', undefined);
    } else if ('CreatePublicationStmt' in node || 'AlterPublicationStmt' in node) {
      if (hasColumnReference(node)) this.#report('is in a publication of some of its rows', undefined);
    } else if ('ExplainStmt' in node) this.#checker.query(node.ExplainStmt.query);
    else if ('DeclareCursorStmt' in node) this.#checker.query(node.DeclareCursorStmt.query);
    else if (!isHarmless) {
      const mayName = Object.keys(node).length === 0 || namesCarrier(this.#parsed, this.#context.relationNames);
      if (mayName) this.#report('is named by a statement that is not followed', undefined);
    }
  }

  /** Functions that know the table by its name. */
  #calls(node: Node): void {
    if (setvalOfSerial(this.#parsed) !== null) return;
    walk(node, (tag, tagged) => {
      if (tag !== 'FuncCall') return;
      const { name } = namesOf(tagged.FuncCall?.funcname);
      if (name !== 'pg_get_serial_sequence') return;
      const table = stringOf(tagged.FuncCall?.args?.[0]);
      if (table === null || this.#context.carriers.has(resolveRegclass(this.#parsed.cx, table), '*')) this.#report('has a sequence that is asked for', tagged.FuncCall?.location);
    });
  }

  #createTable(stmt: CreateStmt): void {
    const name = this.#newTable(stmt.relation);
    const isOurs = this.#context.carriers.has(name, '*');
    if (this.#isDown && isOurs) this.#report('is defined by a down part', stmt.relation?.location);
    if (isOurs && stmt.ofTypename !== undefined) this.#report('has its type from a composite type', stmt.relation?.location);
    for (const element of stmt.tableElts ?? []) {
      if ('ColumnDef' in element) this.#columnDefinition(name, element.ColumnDef);
      else if ('Constraint' in element) this.#constraint(name, element.Constraint, null);
    }
    for (const part of stmt.partspec?.partParams ?? []) {
      if (!('PartitionElem' in part)) continue;
      const { name: column, expr, location } = part.PartitionElem;
      if (column !== undefined && this.#context.carriers.has(name, column)) this.#report(`is in the partition key of "${name.name}"`, location, shown(name, column));
      if (isValue(this.#checker.expressionOver(name, expr))) this.#report(`is in the partition key of "${name.name}"`, location, ITS_VALUE);
    }
  }

  #columnDefinition(table: QualifiedName, def: ColumnDef): void {
    const column = def.colname ?? '';
    for (const node of def.constraints ?? []) {
      if (!('Constraint' in node)) continue;
      const { contype, raw_expr: expression, location } = node.Constraint;
      if (contype === 'CONSTR_DEFAULT') this.#default(table, column, expression, location);
      else if (contype === 'CONSTR_GENERATED') {
        if (isValue(this.#checker.expressionOver(table, expression))) this.#report(`makes the generated column "${column}"`, location, ITS_VALUE);
      } else this.#constraint(table, node.Constraint, column);
    }
  }

  #default(table: QualifiedName, column: string, expression: Node | undefined, at: number | undefined): void {
    if (expression === undefined || !this.#context.carriers.has(table, column) || (callsNextval(expression) && !this.#isDown)) return;
    const kind = this.#checker.expressionOver(table, expression);
    if (kind !== 'null') this.#report('has a default of its own', at, shown(table, column));
  }

  #constraint(table: QualifiedName, node: ConstraintNode, column: string | null): void {
    const { contype, location } = node;
    if (contype === 'CONSTR_CHECK') this.#checker.expressionOver(table, node.raw_expr);
    else if (contype === 'CONSTR_EXCLUSION') {
      walk(node.exclusions, (tag, tagged) => {
        const { name = '', expr } = tag === 'IndexElem' ? (tagged.IndexElem ?? {}) : {};
        if (this.#context.carriers.has(table, name) || isValue(this.#checker.expressionOver(table, expr))) this.#report('is in an exclusion constraint', location, ITS_VALUE);
      });
    } else if (contype === 'CONSTR_FOREIGN' && this.#isDown) {
      const columns = column === null ? stringsOf(node.fk_attrs) : [column];
      const target = this.#range(node.pktable);
      if (this.#context.carriers.has(target, '*') && !columns.some((each) => this.#context.carriers.has(table, each))) this.#report('is referenced by a down part', location);
    }
  }

  #alterTable(stmt: AlterTableStmt): void {
    const table = this.#range(stmt.relation);
    for (const command of stmt.cmds ?? []) {
      if (!('AlterTableCmd' in command)) continue;
      const { subtype, name = '', def } = command.AlterTableCmd;
      const isOurs = this.#context.carriers.has(table, name);
      if (def !== undefined && 'ColumnDef' in def && subtype === 'AT_AddColumn') {
        if (this.#isDown && this.#context.carriers.has(table, def.ColumnDef.colname ?? '')) this.#report('is defined by a down part', def.ColumnDef.location);
        this.#columnDefinition(table, def.ColumnDef);
      } else if (def !== undefined && 'Constraint' in def && subtype === 'AT_AddConstraint') this.#constraint(table, def.Constraint, null);
      else if (subtype === 'AT_ColumnDefault') this.#default(table, name, def, stmt.relation?.location);
      else if (subtype === 'AT_AlterColumnType') {
        if (isOurs) this.#report('gets another type', stmt.relation?.location, shown(table, name));
        const using = def !== undefined && 'ColumnDef' in def ? def.ColumnDef.raw_default : undefined;
        if (isValue(this.#checker.expressionOver(table, using))) this.#report(`makes the values of "${table.name}.${name}"`, stmt.relation?.location, ITS_VALUE);
      } else if ((subtype === 'AT_SetIdentity' || subtype === 'AT_DropIdentity' || (subtype === 'AT_AddIdentity' && this.#isDown)) && isOurs) this.#report('has an identity that is changed', stmt.relation?.location, shown(table, name));
    }
  }

  #index(stmt: IndexStmt): void {
    const table = this.#range(stmt.relation);
    const method = stmt.accessMethod ?? 'btree';
    for (const node of stmt.indexParams ?? []) {
      if (!('IndexElem' in node)) continue;
      const { name, expr, opclass } = node.IndexElem;
      if (name !== undefined && this.#context.carriers.has(table, name)) {
        if (opclass !== undefined) this.#report('is indexed by an operator class that is written out', stmt.relation?.location, shown(table, name));
        if (!['btree', 'hash', 'lsm'].includes(method)) this.#report(`is in an index of the method ${method}`, stmt.relation?.location, shown(table, name));
      }
      if (isValue(this.#checker.expressionOver(table, expr)) && opclass !== undefined) this.#report('is indexed by an operator class that is written out', stmt.relation?.location, ITS_VALUE);
    }
    this.#checker.expressionOver(table, stmt.whereClause);
  }

  #view(): void {
    const view = viewOf(this.#parsed);
    const outputs = namedOutputs(this.#checker.query(view?.query ?? this.#createdQuery), view?.names ?? []);
    if (view === null) this.#copied(outputs);
    else if (outputs.some(({ name, kind }) => kind === 'unsure' || kind === 'row' || (kind === 'key' && name === null))) this.#report(`may be in "${view.name.name}", whose columns are not known`, undefined, ITS_VALUE);
  }

  get #createdQuery(): Node | undefined {
    const { node } = this.#parsed;
    return 'CreateTableAsStmt' in node ? node.CreateTableAsStmt.query : undefined;
  }

  #copied(outputs: readonly Output[]): void {
    if (outputs.some(({ kind }) => isValue(kind))) this.#report('is copied into a table that is made of a query', undefined, ITS_VALUE);
  }

  #copy(stmt: CopyStmt): void {
    if (stmt.query !== undefined) this.#checker.query(stmt.query);
    if (stmt.is_from !== true) return;
    const table = this.#range(stmt.relation);
    const columns = stringsOf(stmt.attlist);
    const isFilled = columns.length === 0 ? this.#context.carriers.has(table, '*') : columns.some((column) => this.#context.carriers.has(table, column));
    if (isFilled) this.#report(`is written by the COPY into "${table.name}"`, stmt.relation?.location, ITS_VALUE);
  }

  #rename({ renameType, relation, subname = '' }: RenameStmt): void {
    const isWhole = renameType === 'OBJECT_TABLE' || renameType === 'OBJECT_VIEW' || renameType === 'OBJECT_MATVIEW';
    const isColumn = renameType === 'OBJECT_COLUMN';
    if ((isWhole || isColumn) && this.#context.carriers.has(this.#range(relation), isWhole ? '*' : subname)) this.#report('is renamed', relation?.location);
  }

  #policy({ table, qual, with_check: check }: { readonly table?: RangeVar; readonly qual?: Node; readonly with_check?: Node }): void {
    for (const expression of [qual, check]) this.#checker.expressionOver(this.#range(table), expression);
  }

  #statistics(node: Node, relation: Node | undefined): void {
    const expression = 'StatsElem' in node ? node.StatsElem.expr : undefined;
    if (expression === undefined || relation === undefined || !('RangeVar' in relation)) return;
    this.#checker.expressionOver(this.#range(relation.RangeVar), expression);
  }

  #routine(stmt: CreateFunctionStmt): void {
    const { schema, name } = namesOf(stmt.funcname);
    const routine = { schema: schema ?? creationSchema(this.#parsed.cx), name };
    this.#body({ triggerTables: this.#context.triggerTables(routine) }, ownSearchPath(stmt).searchPath ?? []);
  }

  /** A body: SQL in it is followed; whatever else names a column with the values is not. */
  #body(scope: RoutineScope | null, ownPath: readonly string[] = []): void {
    const { statement, node, recorded } = this.#parsed;
    const { session } = this.#parsed.cx;
    const cx = { ...this.#parsed.cx, session: { ...session, searchPath: [...ownPath, ...session.searchPath] } };
    const body = readBody(statement, { ...node }, this.#context.parser);
    if (body === null) {
      this.#report('is named by a routine in a language that is not read', undefined);
      return;
    }
    const routine = scope ?? { triggerTables: [] };
    for (const item of body.items) {
      if (item.kind === 'opaque') this.#context.report(ITS_VALUE, 'may be used by text that is put together, or that is not understood', item.clause);
      if (item.kind !== 'statement' && item.kind !== 'expression') continue;
      const inside: Parsed = { recorded, statement: item.statement, node: asNode(item.node), cx: { ...cx, statement: item.statement }, hasStandIns: false };
      const isQuery = 'SelectStmt' in inside.node || 'InsertStmt' in inside.node || 'UpdateStmt' in inside.node || 'DeleteStmt' in inside.node;
      const report = (reason: string, at: number | undefined): void => this.#context.report(ITS_VALUE, reason, { statement: item.statement, form: at === undefined ? 'statement' : 'word', at: at ?? 0 });
      if (isQuery) {
        const outputs = this.#context.checkerFor(inside, routine, report).query(inside.node);
        if (outputs.some(({ kind }) => isValue(kind))) report('is returned, or put into a variable', undefined);
        if (callsLastval(inside.node)) report('is asked for by lastval() or currval()', undefined);
      } else if (scope === null && ('AlterTableStmt' in inside.node || 'IndexStmt' in inside.node)) {
        new StatementCheck(inside, this.#context).run();
      } else if (!HARMLESS.has(Object.keys(inside.node)[0] ?? '') && namesCarrier(inside, this.#context.relationNames)) {
        this.#context.report(this.#context.name, 'is named by a statement in a body that is not followed', { statement: item.statement, form: 'statement', at: 0 });
      }
    }
    const stray = strayWord(statement, body, new Set([...this.#context.carriedNames, ...this.#context.relationNames]));
    if (stray !== null) this.#report(`may be meant by "${stray}" outside of the SQL of a body`, undefined, ITS_VALUE);
  }

  get #isDown(): boolean {
    return this.#parsed.statement.direction === 'down';
  }

  #splitsCarrier(): boolean {
    const { node } = this.#parsed;
    return 'CreateStmt' in node ? this.#context.carriers.has(this.#newTable(node.CreateStmt.relation), '*') : 'IndexStmt' in node;
  }

  #range(range: RangeVar | undefined): QualifiedName {
    return resolveCarrier(this.#parsed.cx, range, this.#context.carriers);
  }

  /** The table that a `CREATE TABLE` makes. What a down part makes is there in the end, if it means the same. */
  #newTable(range: RangeVar | undefined): QualifiedName {
    return this.#isDown ? this.#range(range) : newName(this.#parsed.cx, range);
  }

  #report(reason: string, at: number | undefined, subject = this.#context.name): void {
    this.#context.report(subject, reason, { statement: this.#parsed.statement, form: at === undefined ? 'statement' : 'word', at: at ?? 0 });
  }
}

/** The view that a statement makes. */
export function viewOf({ node, cx }: Parsed): { readonly name: QualifiedName; readonly names: readonly string[]; readonly query: Node | undefined } | null {
  if ('ViewStmt' in node) return { name: newName(cx, node.ViewStmt.view), names: stringsOf(node.ViewStmt.aliases), query: node.ViewStmt.query };
  if (!('CreateTableAsStmt' in node) || node.CreateTableAsStmt.objtype !== 'OBJECT_MATVIEW') return null;
  const { into, query } = node.CreateTableAsStmt;
  return { name: newName(cx, into?.rel), names: stringsOf(into?.colNames), query };
}

export function namedOutputs(outputs: readonly Output[], names: readonly string[]): readonly Output[] {
  return names.length === 0 ? outputs : outputs.map(({ name, kind }, i) => ({ name: name === null ? null : (names[i] ?? name), kind }));
}

function callsNextval(expression: Node): boolean {
  let found = false;
  walk(expression, (tag, node) => {
    if (tag === 'FuncCall' && namesOf(node.FuncCall?.funcname).name === 'nextval') found = true;
  });
  return found;
}

function hasColumnReference(node: Node): boolean {
  let found = false;
  walk(node, (tag) => {
    if (tag === 'ColumnRef') found = true;
  });
  return found;
}

function callsLastval(node: Node): boolean {
  let found = false;
  walk(node, (tag, tagged) => {
    const { name } = tag === 'FuncCall' ? namesOf(tagged.FuncCall?.funcname) : { name: '' };
    if (name === 'lastval' || name === 'currval') found = true;
  });
  return found;
}

/** Whether a relation with one of these names stands in the statement. */
function namesCarrier({ node }: Parsed, names: ReadonlySet<string>): boolean {
  return rangesIn(node).some(({ relname }) => names.has(relname ?? ''));
}

function shown(table: QualifiedName, column: string): string {
  return `"${table.name}.${column}"`;
}
