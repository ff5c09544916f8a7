import type { CreateFunctionStmt, DefElem, Node } from '@pgsql/types';
import { readBody, type Body, type BodyItem } from '../../sql/body.js';
import type { AstNode } from '../../sql/parser.js';
import type { Clause, Statement } from '../../sql/statement.js';
import type { Change, ChangeKind } from '../change.js';
import type { QualifiedName, Routine } from '../model.js';
import { TEMPORARY_SCHEMA, type Catalog } from '../schema.js';
import { unlessThere } from './already-there.js';
import { baseOf, type Changes, type Context } from './context.js';
import { notJudged } from './other.js';
import { effectsOf } from './rows.js';

/** Interprets one parsed statement; handed in, for a body holds statements of every kind. */
export type Interpret = (cx: Context, node: AstNode) => Changes;

/** A `DO` block runs: its statements change the schema, conditional or not. */
export function* runBlock(cx: Context, node: AstNode, interpret: Interpret): Changes {
  const body = readBody(cx.statement, node, cx.parser);
  if (body === null) yield notJudged(cx, 'the block is in a language other than SQL and PL/pgSQL');
  else yield* bodyChanges(cx, body, interpret);
}

/** What the statements of a body do, each applied before the next is asked for. */
export function* bodyChanges(cx: Context, body: Body, interpret: Interpret): Changes {
  for (const item of body.items) {
    switch (item.kind) {
      case 'statement': {
        const inside = inBody(cx, item.statement);
        for (const change of interpret(inside, item.node)) yield cx.inRoutine === null ? unlessThere(inside, change) : change;
        break;
      }
      case 'expression':
        yield* effectsOf(inBody(cx, item.statement), asNode(item.node), (inside, routine) => runRoutine(inside, routine, interpret));
        break;
      case 'opaque':
        yield isDynamicDdl(item, cx.statement) ? dynamicDdl(cx, item.reason, 'here', item.clause) : notJudged(cx, item.reason, item.cause, item.clause);
        break;
      case 'assign':
        break;
    }
  }
}

/**
 * What a call of a routine does to the schema; its rows are the routine's own affair. Everything stands at the call,
 * for the body may stand in another file. A routine runs once a statement, which is enough: what it makes is there then.
 */
export function* runRoutine(cx: Context, routine: Routine, interpret: Interpret): Changes {
  const ran = cx.ran ?? new Set<Routine>();
  const host = routine.origin.statement;
  if (ran.has(routine)) return;
  ran.add(routine);
  const outcome = cx.parser.parse(host.sql);
  const body = outcome.ok ? readBody(host, outcome.node, cx.parser) : null;
  const definition = outcome.ok ? asNode(outcome.node) : null;
  if (body === null || definition === null || !('CreateFunctionStmt' in definition)) return;
  const items = body.items.flatMap((item) => {
    if (item.kind === 'statement' || item.kind === 'expression') return [{ ...item, statement: calledAt(cx.statement, item.statement) }];
    return [];
  });
  const inside: Context = {
    ...cx,
    ran,
    session: { ...cx.session, ...ownSearchPath(definition.CreateFunctionStmt) },
    get catalog(): Catalog {
      return cx.catalog;
    },
  };
  if (runsDynamicDdl(host, body)) yield dynamicDdl(cx, `${routine.name}() runs DDL that is put together while it runs`, { schema: routine.schema, name: routine.name });
  for (const change of bodyChanges(inside, { ...body, items }, interpret)) if (isSchemaChange(change) || change.kind === 'opaque') yield change;
}

/** A statement of a body as the call runs it: like text that is put together there. */
function calledAt(call: Statement, statement: Statement): Statement {
  return { ...call, sql: statement.sql, dialect: statement.dialect, rewrites: [], host: call.host ?? call, folded: true };
}

/** What changes rows, the session or nothing. */
const NO_DDL: ReadonlySet<ChangeKind> = new Set(['writeRows', 'truncate', 'lock', 'callSequence', 'notify', 'scheduleJob', 'set', 'transaction', 'refreshView', 'reindex', 'nameGlobal', 'dependOnPath', 'opaque']);

/** Whether the change is DDL on something that outlives the session. */
export function isSchemaChange(change: Change): boolean {
  if (change.kind === 'other') return change.ddl;
  const isTemporary = 'table' in change && change.table?.schema === TEMPORARY_SCHEMA;
  return !isTemporary && !NO_DDL.has(change.kind);
}

/** The first words of DDL in a string. */
const DDL_TEXT = /(?:'|\$\w*\$)\s*(?:create|alter|drop|grant|revoke|comment\s+on)\b/i;
/** The same behind a quote that opens a string: `''create''` is a word in one, as a row may have it. */
const OPENS_DDL = /(?:(?<!')'(?!')|\$\w*\$)\s*(?:create|alter|drop|grant|revoke|comment\s+on)\b/i;

/** Whether an `EXECUTE` of the body runs DDL that cannot be known. */
export function runsDynamicDdl(host: Statement, body: Body): boolean {
  return body.items.some((item) => item.kind === 'opaque' && isDynamicDdl(item, host));
}

/** Whether what cannot be known is an `EXECUTE` of DDL. One that has no string runs a variable's, built elsewhere in the body. */
function isDynamicDdl({ cause, clause }: Extract<BodyItem, { readonly kind: 'opaque' }>, host: Statement): boolean {
  if (cause !== 'dynamic') return false;
  const { sql } = clause.statement;
  // A whole routine may be written between quotes, with every string of it in doubled ones.
  return /['$]/.test(sql) ? OPENS_DDL.test(sql) : DDL_TEXT.test(host.sql);
}

function dynamicDdl(cx: Context, reason: string, ddl: 'here' | QualifiedName, clause?: Clause): Change {
  return { kind: 'opaque', reason, cause: 'dynamic', ddl, ...baseOf(cx, clause) };
}

function inBody(cx: Context, statement: Statement): Context {
  return {
    ...cx,
    statement,
    get catalog(): Catalog {
      return cx.catalog;
    },
  };
}

/** The parser's trees are what its own declarations say; nothing between knows their shape. */
export function asNode(node: AstNode): Node {
  return node as unknown as Node;
}

/** `SET search_path = …` of a routine itself. */
export function ownSearchPath(routine: CreateFunctionStmt): { readonly searchPath?: readonly string[] } {
  for (const option of routine.options ?? []) {
    const { defname, arg }: DefElem = 'DefElem' in option ? option.DefElem : {};
    if (defname !== 'set' || arg === undefined || !('VariableSetStmt' in arg)) continue;
    const { name, args } = arg.VariableSetStmt;
    if (name !== 'search_path') continue;
    const path = (args ?? []).flatMap((argument) => ('A_Const' in argument ? (argument.A_Const.sval?.sval ?? []) : []));
    return { searchPath: path.filter((schema) => schema !== '$user' && schema !== '') };
  }
  return {};
}
