import type { Clause, Statement } from '../../sql/statement.js';
import { tokensOf, sqlUnit } from '../../sql/place.js';
import type { AstNode, Parser } from '../../sql/parser.js';
import type { Column, QualifiedName, Table } from '../model.js';
import { makeObjectName } from '../names.js';
import { isSameName } from '../schema.js';
import { wordOf, type MigrationRecord, type RecordedStatement } from './record.js';

/** Everything that the migrations do with an enum, where it is nothing but a type of columns and of literals. */
export interface EnumUse {
  readonly labels: readonly string[];
  /** The columns of the type, where they are defined. */
  readonly definitions: readonly EnumColumn[];
  /** The types of casts of literals: `'new'::mood`. */
  readonly casts: readonly Clause[];
  /** Statements that make or drop the type, and do nothing else. */
  readonly statements: readonly Statement[];
  /** The columns of the type that are left in the end, with the name that a check of the column gets where it is defined. */
  readonly left: readonly { readonly table: QualifiedName; readonly column: string; readonly check: string }[];
}

/** A column of an enum in the table that its definition names. */
export interface EnumColumn {
  readonly table: QualifiedName;
  readonly column: Column;
}

/** Operator class and functions of enums, which texts do not have. */
const ENUM_WORDS = ['enum_ops', 'enum_range', 'enum_first', 'enum_last', 'enum_cmp'];

/** Statements whose strings may hold SQL, or a name of a type. */
const RUNS_STRINGS = new Set(['DoStmt', 'CreateFunctionStmt', 'SelectStmt', 'CallStmt', 'ViewStmt', 'CreateTableAsStmt', 'CreateTrigStmt', 'RuleStmt', 'ExecuteStmt', 'PrepareStmt']);

/** Statements in which a literal means the same without its cast. */
const TAKES_LITERALS = new Set(['CreateStmt', 'AlterTableStmt', 'IndexStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt']);

/** What the migrations do with an enum; null where that is more than can be said of a text with a check, or cannot be followed, or where it has no columns. */
export function findEnumUse(name: QualifiedName, record: MigrationRecord, parser: Parser): EnumUse | null {
  const word = wordOf(name.name);
  if (word === null || record.unreadNaming(word).length > 0) return null;
  if (ENUM_WORDS.some((other) => record.naming(other).length > 0)) return null;
  const definitions: EnumColumn[] = [];
  const casts: Clause[] = [];
  const statements: Statement[] = [];
  let labels: readonly string[] | null = null;
  for (const recorded of record.naming(word)) {
    const { statement, changes } = recorded;
    const parsed = parser.parse(statement.sql);
    if (!parsed.ok) return null;
    const [tag = ''] = Object.keys(parsed.node);
    const fields = parsed.node[tag];
    if (!isNode(fields)) return null;
    const made = changes.find((change) => change.kind === 'createType' && isSameName(change.type, name));
    if (made?.kind === 'createType' && statement.host === null && tag === 'CreateEnumStmt') {
      if (labels !== null || made.type.labels.length === 0 || isAlone(recorded, record)) return null;
      ({ labels } = made.type);
      statements.push(statement);
      continue;
    }
    if (RUNS_STRINGS.has(tag) && mentionsInString(statement, name.name)) return null;
    const uses = typeUses(fields, name);
    const isAbout = tag === 'CreateEnumStmt' || tag.startsWith('AlterEnum') || tag.startsWith('AlterType') || Object.values(fields).includes('OBJECT_TYPE');
    if (uses === null) return null;
    if (tag === 'DropStmt' && uses.length > 0) {
      if (!isPlainDrop(fields) || isAlone(recorded, record)) return null;
      statements.push(statement);
      continue;
    }
    if (isAbout) return null;
    for (const { location, isArray, isOfLiteral } of uses) {
      const clause: Clause = { statement, form: 'type', at: location };
      const defined = definedColumns(recorded).find(({ column }) => isSameClause(column.typeClause, clause));
      if (isArray) return null;
      if (defined !== undefined) definitions.push(defined);
      else if (isOfLiteral && TAKES_LITERALS.has(tag) && isBehindColons(clause)) casts.push(clause);
      else return null;
    }
  }
  if (labels === null || definitions.length === 0) return null;
  const left = columnsLeft(name, definitions, record);
  return left === null ? null : { labels, definitions, casts, statements, left };
}

/** The columns that a statement defines. */
function definedColumns({ changes }: RecordedStatement): readonly EnumColumn[] {
  return changes.flatMap((change) => {
    if (change.kind === 'addColumn') return [{ table: change.table, column: change.column }];
    if (change.kind !== 'createTable') return [];
    return change.created.columns.filter(({ via }) => via === 'definition').map((column) => ({ table: change.table, column }));
  });
}

/** Null where one came about in another way, or where what was defined as one is something else by then. */
function columnsLeft(name: QualifiedName, definitions: readonly EnumColumn[], record: MigrationRecord): EnumUse['left'] | null {
  const left: { table: QualifiedName; column: string; check: string }[] = [];
  for (const table of record.schema.allTables()) {
    for (const column of table.columns) {
      const definition = definitions.find((one) => isSameClause(one.column.origin, column.origin));
      const isOfType = isSameName(column.type.base, name);
      if (definition === undefined && !isOfType) continue;
      if (definition === undefined || !isOfType || !isSameClause(column.typeClause, definition.column.typeClause) || !isPlain(table, record)) return null;
      const check = makeObjectName(definition.table.name, definition.column.name, 'check');
      // PostgreSQL would take another name then.
      if (table.constraints.some((constraint) => constraint.name.startsWith(check))) return null;
      left.push({ table, column: column.name, check });
    }
  }
  return left;
}

function isSameClause(a: Clause, b: Clause): boolean {
  return a.statement === b.statement && a.at === b.at;
}

/** Whether no other table has its columns from this one, or gives it its own. */
function isPlain(table: Table, { schema }: MigrationRecord): boolean {
  return table.partitionKey === null && table.partitionOf === null && table.inherits.length === 0 && schema.children(table).length === 0;
}

/** Whether a migration would do nothing without the statement, which some tools refuse; then it is about the type, and others may rely on it. */
function isAlone({ statement }: RecordedStatement, { statements }: MigrationRecord): boolean {
  return statements.every(({ statement: other }) => other === statement || other.file !== statement.file || other.direction !== statement.direction || SETS_UP.test(other.sql));
}

/** Statements that do nothing by themselves. */
const SETS_UP = /^(?:begin|start\s+transaction|commit|end|set)\b/i;

/** `DROP TYPE` of one type that takes nothing along. */
function isPlainDrop(fields: AstNode): boolean {
  return Array.isArray(fields['objects']) && fields['objects'].length === 1 && fields['behavior'] !== 'DROP_CASCADE';
}

interface TypeUse {
  /** In bytes, as the parser counts. */
  readonly location: number;
  readonly isArray: boolean;
  /** Whether it is what a literal is cast to. */
  readonly isOfLiteral: boolean;
}

/** Where a tree names the type; null where something else has its name that may stand for it. */
function typeUses(root: AstNode, name: QualifiedName): readonly TypeUse[] | null {
  const found = { uses: new Array<TypeUse>(), isCalled: false };
  const visit = (value: unknown, isOfLiteral: boolean): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, false);
      return;
    }
    if (!isNode(value)) return;
    if (isNamed(value['names'], name) && 'typemod' in value) {
      const { location } = value;
      found.uses.push({ location: typeof location === 'number' ? location : 0, isArray: value['arrayBounds'] !== undefined || value['setof'] === true, isOfLiteral });
    }
    if (isNamed(value['funcname'], name)) found.isCalled = true;
    const { arg } = value;
    const isLiteral = isNode(arg) && isNode(arg['A_Const']) && 'sval' in arg['A_Const'];
    for (const [key, field] of Object.entries(value)) visit(field, key === 'typeName' && isLiteral);
  };
  visit(root, false);
  return found.isCalled ? null : found.uses;
}

/** Whether a list of strings is the type's name, with its schema or without. */
function isNamed(names: unknown, { schema, name }: QualifiedName): boolean {
  if (!Array.isArray(names)) return false;
  const [last, before] = names.map(textOfName).reverse();
  return last === name && (before === undefined || before === schema);
}

function textOfName(part: unknown): string {
  const text = isNode(part) && isNode(part['String']) ? part['String']['sval'] : undefined;
  return typeof text === 'string' ? text : '';
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the type is written behind `::`. */
function isBehindColons({ statement, at }: Clause): boolean {
  const unit = sqlUnit(statement, at);
  const tokens = tokensOf(statement);
  const i = tokens.findIndex((token) => token.start === unit);
  return tokens[i - 1]?.value === '::';
}

/** Whether the name stands in a string of the statement. */
function mentionsInString(statement: Statement, name: string): boolean {
  const isFolded = name === name.toLowerCase();
  return tokensOf(statement).some(({ kind, start, end }) => {
    if (kind !== 'string') return false;
    const text = statement.sql.slice(start, end);
    return isFolded ? wordsIn(text.toLowerCase()).has(name) : text.includes(name);
  });
}

function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\p{L}_][\p{L}\d_$]*/gu));
}
