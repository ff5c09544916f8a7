import type { AlterEventTrigStmt, CreateEventTrigStmt, RuleStmt } from '@pgsql/types';
import type { Change } from '../change.js';
import type { RewriteRule } from '../model.js';
import { baseOf, clauseAt, resolveRange, resolveRoutine, type Context } from './context.js';

const EVENTS: Readonly<Record<string, RewriteRule['event']>> = { CMD_SELECT: 'select', CMD_INSERT: 'insert', CMD_UPDATE: 'update', CMD_DELETE: 'delete' };

/** `CREATE RULE`. */
export function createRule(cx: Context, stmt: RuleStmt): Change {
  const rule: RewriteRule = {
    name: stmt.rulename ?? '',
    event: EVENTS[stmt.event ?? ''] ?? 'select',
    instead: stmt.instead === true,
    enabled: true,
    origin: clauseAt(cx, 'statement', 0),
  };
  return { kind: 'createRule', table: resolveRange(cx, stmt.relation), rule, replaces: stmt.replace === true, ...baseOf(cx) };
}

/** `CREATE EVENT TRIGGER`. */
export function createEventTrigger(cx: Context, stmt: CreateEventTrigStmt): Change {
  const eventTrigger = {
    name: stmt.trigname ?? '',
    event: stmt.eventname ?? '',
    function: resolveRoutine(cx, stmt.funcname, ({ kind, argumentTypes }) => kind === 'function' && argumentTypes.length === 0),
    enabled: true,
    origin: clauseAt(cx, 'statement', 0),
  };
  return { kind: 'createEventTrigger', eventTrigger, ...baseOf(cx) };
}

/** `ALTER EVENT TRIGGER … ENABLE` or `DISABLE`. */
export function alterEventTrigger(cx: Context, stmt: AlterEventTrigStmt): Change {
  return { kind: stmt.tgenabled === 'D' ? 'disableEventTrigger' : 'enableEventTrigger', name: stmt.trigname ?? '', ...baseOf(cx) };
}
