import type { AlterTableStmt, Node, ObjectType, RangeVar, SelectStmt } from '@pgsql/types';
import type { DialectStatement } from '../../sql/dialect.js';
import type { AstNode } from '../../sql/parser.js';
import type { Routine } from '../model.js';
import { alterRelation, alterTable } from './alter-table.js';
import { baseOf, itemsOf, resolveRange, stringsOf, type Changes, type Context } from './context.js';
import { drop } from './drops.js';
import { dropRoles, grantRoles, namedGlobals, roleObject } from './globals.js';
import { alterSequence, createIndex, createSequence } from './indexes.js';
import { lockTables } from './locks.js';
import { optionValue } from './options.js';
import { notJudged, other } from './other.js';
import { pathDependence } from './path-names.js';
import { rename, setSchema } from './renames.js';
import { asNode, runBlock, runRoutine } from './bodies.js';
import { createRoutine, createTrigger } from './routines.js';
import { alterEventTrigger, createEventTrigger, createRule } from './rules.js';
import { copyRows, effectsOf, truncate } from './rows.js';
import { laterPathOf, setVariable, transaction } from './session.js';
import { createTable } from './tables.js';
import { objectWords } from './tags.js';
import { alterComposite, alterDomain, alterEnum, createComposite, createDomain, createEnum, createRange, define } from './types.js';
import { createTableAs, createView, refreshView, selectInto } from './views.js';

/** What one parsed statement does. Every kind of statement gives at least one change: none is dropped in silence. */
export function* interpret(cx: Context, ast: AstNode): Changes {
  const { own } = cx.statement.dialect;
  if (own !== null) {
    yield ownStatement(cx, own);
    return;
  }
  const node = asNode(ast);
  // Before the statement runs: what it drops is there then.
  const dependence = pathDependence(cx, node);
  yield* effectOf(cx, node, ast);
  if (cx.tellsGlobals) yield* namedGlobals(cx, node);
  if (dependence !== null) yield dependence;
}

function* effectOf(cx: Context, node: Node, ast: AstNode): Changes {
  if ('CreateStmt' in node) yield* createTable(cx, node.CreateStmt);
  else if ('AlterTableStmt' in node) yield* alter(cx, node.AlterTableStmt);
  else if ('IndexStmt' in node) yield* createIndex(cx, node.IndexStmt);
  else if ('SelectStmt' in node) yield* select(cx, node.SelectStmt);
  else if ('InsertStmt' in node || 'UpdateStmt' in node || 'DeleteStmt' in node || 'MergeStmt' in node) yield* effectsOf(cx, node, run);
  else if ('CreateFunctionStmt' in node) yield* createRoutine(cx, node.CreateFunctionStmt, ast, interpret);
  else if ('DoStmt' in node) yield* runBlock(cx, ast, interpret);
  else if ('CreateTrigStmt' in node) yield* createTrigger(cx, node.CreateTrigStmt);
  else if ('RuleStmt' in node) yield createRule(cx, node.RuleStmt);
  else if ('CreateEventTrigStmt' in node) yield createEventTrigger(cx, node.CreateEventTrigStmt);
  else if ('AlterEventTrigStmt' in node) yield alterEventTrigger(cx, node.AlterEventTrigStmt);
  else if ('DropStmt' in node) yield* drop(cx, node.DropStmt);
  else if ('RenameStmt' in node) yield* rename(cx, node.RenameStmt);
  else if ('AlterObjectSchemaStmt' in node) yield* setSchema(cx, node.AlterObjectSchemaStmt);
  else if ('CreateSeqStmt' in node) yield* createSequence(cx, node.CreateSeqStmt);
  else if ('AlterSeqStmt' in node) yield* alterSequence(cx, node.AlterSeqStmt);
  else if ('CreateForeignTableStmt' in node) yield* createTable(cx, node.CreateForeignTableStmt.base ?? {}, true);
  else if ('CreateEnumStmt' in node) yield* createEnum(cx, node.CreateEnumStmt);
  else if ('AlterEnumStmt' in node) yield* alterEnum(cx, node.AlterEnumStmt);
  else if ('CreateDomainStmt' in node) yield* createDomain(cx, node.CreateDomainStmt);
  else if ('AlterDomainStmt' in node) yield* alterDomain(cx, node.AlterDomainStmt);
  else if ('CompositeTypeStmt' in node) yield* createComposite(cx, node.CompositeTypeStmt);
  else if ('CreateRangeStmt' in node) yield* createRange(cx, node.CreateRangeStmt);
  else if ('DefineStmt' in node) yield* define(cx, node.DefineStmt);
  else if ('ViewStmt' in node) yield* createView(cx, node.ViewStmt);
  else if ('CreateTableAsStmt' in node) yield* createTableAs(cx, node.CreateTableAsStmt);
  else if ('RefreshMatViewStmt' in node) yield* refreshView(cx, node.RefreshMatViewStmt);
  else if ('CreateSchemaStmt' in node) yield* createSchema(cx, node);
  else if ('CreateExtensionStmt' in node) {
    const { extname, options, if_not_exists: guarded } = node.CreateExtensionStmt;
    yield { kind: 'createExtension', name: extname ?? '', schema: optionValue(options, 'schema') ?? null, guarded: guarded === true, ...baseOf(cx) };
  } else if ('TruncateStmt' in node) yield* truncate(cx, node.TruncateStmt);
  else if ('CopyStmt' in node && node.CopyStmt.is_from === true) yield* copyRows(cx, node.CopyStmt);
  else if ('TransactionStmt' in node) yield* transaction(cx, node.TransactionStmt);
  else if ('VariableSetStmt' in node) yield* setVariable(cx, node.VariableSetStmt);
  else if ('LockStmt' in node) yield* lockTables(cx, node.LockStmt);
  else if ('ListenStmt' in node) yield { kind: 'notify', words: 'LISTEN', channel: node.ListenStmt.conditionname ?? null, ...baseOf(cx) };
  else if ('NotifyStmt' in node) yield { kind: 'notify', words: 'NOTIFY', channel: node.NotifyStmt.conditionname ?? null, ...baseOf(cx) };
  else if ('CallStmt' in node) {
    yield other(cx, 'CALL', false, { type: 'procedure', name: stringsOf(node.CallStmt.funccall?.funcname).join('.') });
    const { funccall: call } = node.CallStmt;
    if (call !== undefined) yield* effectsOf(cx, { FuncCall: call }, run);
  } else if ('ReindexStmt' in node) {
    const { relation, name, kind } = node.ReindexStmt;
    const scope = REINDEX_SCOPES[kind ?? 'REINDEX_OBJECT_TABLE'];
    yield { kind: 'reindex', scope, target: relation === undefined ? (name ?? '') : textOfRange(cx, relation), relation: relation === undefined ? null : resolveRange(cx, relation), ...baseOf(cx) };
  } else if ('DropRoleStmt' in node) yield* dropRoles(cx, node.DropRoleStmt);
  else if ('GrantRoleStmt' in node) yield* grantRoles(cx, node.GrantRoleStmt);
  else yield remaining(cx, node);
}

function* alter(cx: Context, stmt: AlterTableStmt): Changes {
  const name = resolveRange(cx, stmt.relation);
  if (stmt.objtype === 'OBJECT_TYPE') yield* alterComposite(cx, stmt);
  else if (stmt.objtype === 'OBJECT_TABLE' || stmt.objtype === 'OBJECT_FOREIGN_TABLE') {
    // ALTER TABLE is taken for a view, an index or a sequence too: for its owner, say.
    const isOther = cx.catalog.table(name) === undefined && cx.catalog.hasRelation(name.schema, name.name);
    yield* isOther ? alterRelation(cx, stmt) : alterTable(cx, stmt);
  } else yield* alterRelation(cx, stmt);
}

function* select(cx: Context, stmt: SelectStmt): Changes {
  if (stmt.intoClause !== undefined) yield* selectInto(cx, stmt);
  else yield other(cx, 'SELECT', false);
  yield* effectsOf(cx, { SelectStmt: stmt }, run);
}

function run(cx: Context, routine: Routine): Changes {
  return runRoutine(cx, routine, interpret);
}

const REINDEX_SCOPES = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_DATABASE: 'database',
  REINDEX_OBJECT_SYSTEM: 'system',
} as const;

/** `CREATE SCHEMA` with the objects that it may hold, which go into it where they do not say otherwise. */
function* createSchema(cx: Context, node: Extract<Node, { CreateSchemaStmt: unknown }>): Changes {
  const { schemaname, authrole, schemaElts, if_not_exists: guarded } = node.CreateSchemaStmt;
  const name = schemaname ?? authrole?.rolename ?? '';
  yield { kind: 'createSchema', name, guarded: guarded === true, ...baseOf(cx) };
  const inside: Context = {
    ...cx,
    session: { ...cx.session, searchPath: [name, ...cx.session.searchPath] },
    get catalog() {
      return cx.catalog;
    },
  };
  for (const element of schemaElts ?? []) {
    const relation = relationOf(element);
    // PostgreSQL writes the schema into the element, so a temporary table of the same name does not come first.
    if (relation !== undefined) relation.schemaname ??= name;
    // Of the path it is asked no more: the new schema comes first, on whatever cluster.
    yield* effectOf(inside, element, element);
    yield* namedGlobals(inside, element);
  }
}

/** What an element of a `CREATE SCHEMA` makes, or the table on which it makes something. */
function relationOf(element: Node): RangeVar | undefined {
  if ('CreateStmt' in element) return element.CreateStmt.relation;
  if ('IndexStmt' in element) return element.IndexStmt.relation;
  if ('CreateTrigStmt' in element) return element.CreateTrigStmt.relation;
  if ('ViewStmt' in element) return element.ViewStmt.view;
  return 'CreateSeqStmt' in element ? element.CreateSeqStmt.sequence : undefined;
}

/** Statements that change nothing the model holds: PostgreSQL's command tag, and whether the other cluster needs them. */
const TAGS: ReadonlyMap<string, readonly [tag: string, ddl: boolean]> = new Map<string, readonly [string, boolean]>([
  ['AlterCollationStmt', ['ALTER COLLATION', true]],
  ['AlterDatabaseRefreshCollStmt', ['ALTER DATABASE', true]],
  ['AlterDatabaseStmt', ['ALTER DATABASE', true]],
  ['AlterDefaultPrivilegesStmt', ['ALTER DEFAULT PRIVILEGES', true]],
  ['AlterExtensionContentsStmt', ['ALTER EXTENSION', true]],
  ['AlterExtensionStmt', ['ALTER EXTENSION', true]],
  ['AlterFdwStmt', ['ALTER FOREIGN DATA WRAPPER', true]],
  ['AlterForeignServerStmt', ['ALTER SERVER', true]],
  ['AlterOpFamilyStmt', ['ALTER OPERATOR FAMILY', true]],
  ['AlterOperatorStmt', ['ALTER OPERATOR', true]],
  ['AlterPolicyStmt', ['ALTER POLICY', true]],
  ['AlterPublicationStmt', ['ALTER PUBLICATION', true]],
  ['AlterStatsStmt', ['ALTER STATISTICS', true]],
  ['AlterSubscriptionStmt', ['ALTER SUBSCRIPTION', true]],
  ['AlterTableMoveAllStmt', ['ALTER TABLE', true]],
  ['AlterTableSpaceOptionsStmt', ['ALTER TABLESPACE', true]],
  ['AlterTSConfigurationStmt', ['ALTER TEXT SEARCH CONFIGURATION', true]],
  ['AlterTSDictionaryStmt', ['ALTER TEXT SEARCH DICTIONARY', true]],
  ['AlterTypeStmt', ['ALTER TYPE', true]],
  ['AlterUserMappingStmt', ['ALTER USER MAPPING', true]],
  ['CheckPointStmt', ['CHECKPOINT', false]],
  ['ClosePortalStmt', ['CLOSE CURSOR', false]],
  ['ClusterStmt', ['CLUSTER', false]],
  ['ConstraintsSetStmt', ['SET CONSTRAINTS', false]],
  ['CopyStmt', ['COPY', false]],
  ['CreateAmStmt', ['CREATE ACCESS METHOD', true]],
  ['CreateCastStmt', ['CREATE CAST', true]],
  ['CreateConversionStmt', ['CREATE CONVERSION', true]],
  ['CreatedbStmt', ['CREATE DATABASE', true]],
  ['CreateFdwStmt', ['CREATE FOREIGN DATA WRAPPER', true]],
  ['CreateForeignServerStmt', ['CREATE SERVER', true]],
  ['CreateOpClassStmt', ['CREATE OPERATOR CLASS', true]],
  ['CreateOpFamilyStmt', ['CREATE OPERATOR FAMILY', true]],
  ['CreatePLangStmt', ['CREATE LANGUAGE', true]],
  ['CreatePolicyStmt', ['CREATE POLICY', true]],
  ['CreatePublicationStmt', ['CREATE PUBLICATION', true]],
  ['CreateRoleStmt', ['CREATE ROLE', true]],
  ['CreateStatsStmt', ['CREATE STATISTICS', true]],
  ['CreateSubscriptionStmt', ['CREATE SUBSCRIPTION', true]],
  ['CreateTableSpaceStmt', ['CREATE TABLESPACE', true]],
  ['CreateTransformStmt', ['CREATE TRANSFORM', true]],
  ['CreateUserMappingStmt', ['CREATE USER MAPPING', true]],
  ['DeallocateStmt', ['DEALLOCATE', false]],
  ['DeclareCursorStmt', ['DECLARE CURSOR', false]],
  ['DropdbStmt', ['DROP DATABASE', true]],
  ['DropOwnedStmt', ['DROP OWNED', true]],
  ['DropSubscriptionStmt', ['DROP SUBSCRIPTION', true]],
  ['DropTableSpaceStmt', ['DROP TABLESPACE', true]],
  ['DropUserMappingStmt', ['DROP USER MAPPING', true]],
  ['ExecuteStmt', ['EXECUTE', false]],
  ['ExplainStmt', ['EXPLAIN', false]],
  ['FetchStmt', ['FETCH', false]],
  ['ImportForeignSchemaStmt', ['IMPORT FOREIGN SCHEMA', true]],
  ['LoadStmt', ['LOAD', false]],
  ['PLAssignStmt', ['SELECT', false]],
  ['PrepareStmt', ['PREPARE', false]],
  ['ReassignOwnedStmt', ['REASSIGN OWNED', true]],
  ['ReturnStmt', ['SELECT', false]],
  ['UnlistenStmt', ['UNLISTEN', false]],
  ['VariableShowStmt', ['SHOW', false]],
]);

function remaining(cx: Context, node: Node): ReturnType<typeof other> {
  if ('GrantStmt' in node) {
    const { is_grant: grants, objtype, objects } = node.GrantStmt;
    return other(cx, grants === true ? 'GRANT' : 'REVOKE', true, objectOf(cx, objtype, objects?.[0]));
  }
  if ('AlterRoleStmt' in node) return other(cx, 'ALTER ROLE', true, roleObject(node.AlterRoleStmt.role));
  if ('AlterRoleSetStmt' in node) {
    const { role, setstmt } = node.AlterRoleSetStmt;
    // A role that is named is the application's, as a rule; whoever runs the migrations is somebody else.
    const isNamed = role?.roletype === 'ROLESPEC_CSTRING';
    return { kind: 'other', tag: 'ALTER ROLE', ddl: true, object: roleObject(role), ...(isNamed ? {} : laterPathOf(setstmt)), ...baseOf(cx) };
  }
  if ('AlterDatabaseSetStmt' in node) {
    const { dbname, setstmt } = node.AlterDatabaseSetStmt;
    return { kind: 'other', tag: 'ALTER DATABASE', ddl: true, object: { type: 'database', name: dbname ?? '' }, ...laterPathOf(setstmt), ...baseOf(cx) };
  }
  if ('AlterSystemStmt' in node) return other(cx, 'ALTER SYSTEM', true, { type: 'setting', name: node.AlterSystemStmt.setstmt?.name ?? 'all' });
  if ('CommentStmt' in node) return other(cx, 'COMMENT', true, objectOf(cx, node.CommentStmt.objtype, node.CommentStmt.object));
  if ('SecLabelStmt' in node) return other(cx, 'SECURITY LABEL', true, objectOf(cx, node.SecLabelStmt.objtype, node.SecLabelStmt.object));
  if ('VacuumStmt' in node) return other(cx, node.VacuumStmt.is_vacuumcmd === true ? 'VACUUM' : 'ANALYZE', false);
  if ('DiscardStmt' in node) return other(cx, (node.DiscardStmt.target ?? '').replace('_', ' '), false);
  if ('CreatePolicyStmt' in node) return other(cx, 'CREATE POLICY', true, { type: 'policy', name: `${textOfRange(cx, node.CreatePolicyStmt.table)}.${node.CreatePolicyStmt.policy_name ?? ''}` });
  if ('AlterPolicyStmt' in node) return other(cx, 'ALTER POLICY', true, { type: 'policy', name: `${textOfRange(cx, node.AlterPolicyStmt.table)}.${node.AlterPolicyStmt.policy_name ?? ''}` });
  if ('AlterOwnerStmt' in node) {
    const { objectType, relation, object } = node.AlterOwnerStmt;
    return other(cx, `ALTER ${objectWords(objectType)}`, true, relation === undefined ? objectOf(cx, objectType, object) : { type: objectWords(objectType).toLowerCase(), name: textOfRange(cx, relation) });
  }
  if ('AlterFunctionStmt' in node) return other(cx, `ALTER ${objectWords(node.AlterFunctionStmt.objtype)}`, true, { type: 'function', name: stringsOf(node.AlterFunctionStmt.func?.objname).join('.') });
  if ('AlterObjectDependsStmt' in node) return other(cx, `ALTER ${objectWords(node.AlterObjectDependsStmt.objectType)}`, true);
  const [kind] = Object.keys(node);
  const known = TAGS.get(kind ?? '');
  if (known === undefined) return notJudged(cx, `xclint does not know statements of the kind ${kind ?? 'nothing'}`);
  return other(cx, known[0], known[1], namedObject(kind ?? '', node));
}

/** The object of a statement that names it in the one field that such statements have. */
function namedObject(kind: string, node: Node): { readonly type: string; readonly name: string } | null {
  const fields: unknown = Object.values(node)[0];
  if (typeof fields !== 'object' || fields === null) return null;
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value !== 'string' || !/^(role|dbname|extname|servername|fdwname|pubname|subname|tablespacename|plname|amname|evtname)$/.test(key)) continue;
    const type = TAGS.get(kind)?.[0].replace(/^(ALTER|CREATE|DROP|IMPORT) /, '').toLowerCase() ?? '';
    return { type, name: value };
  }
  return null;
}

function objectOf(cx: Context, type: ObjectType | undefined, object: Node | undefined): { readonly type: string; readonly name: string } | null {
  if (object === undefined) return null;
  const words = objectWords(type).toLowerCase();
  if ('RangeVar' in object) return { type: words, name: textOfRange(cx, object.RangeVar) };
  if ('ObjectWithArgs' in object) return { type: words, name: stringsOf(object.ObjectWithArgs.objname).join('.') };
  if ('TypeName' in object) return { type: words, name: stringsOf(object.TypeName.names).join('.') };
  return { type: words, name: stringsOf(itemsOf(object)).join('.') };
}

function textOfRange(cx: Context, range: RangeVar | undefined): string {
  const { schema, name } = resolveRange(cx, range);
  return `${schema}.${name}`;
}

function ownStatement(cx: Context, own: DialectStatement): ReturnType<typeof other> {
  switch (own.kind) {
    case 'createTablegroup':
    case 'alterTablegroup':
    case 'dropTablegroup':
      return other(cx, `${own.kind.replace('Tablegroup', '').toUpperCase()} TABLEGROUP`, true, { type: 'tablegroup', name: own.name });
    case 'createTablespace':
      return other(cx, 'CREATE TABLESPACE', true, { type: 'tablespace', name: own.name });
    case 'createProfile':
    case 'dropProfile':
      return other(cx, `${own.kind.replace('Profile', '').toUpperCase()} PROFILE`, true, { type: 'profile', name: own.name });
    case 'backfillIndex':
      return other(cx, 'BACKFILL INDEX', false);
    case 'grantOnTablegroup':
      return other(cx, 'GRANT', true, { type: 'tablegroup', name: '' });
  }
}

