import type { Node } from '@pgsql/types';
import type { Change } from '../change.js';
import type { FunctionCall, QualifiedName } from '../model.js';
import { baseOf, resolveRoutine, type Context } from './context.js';
import { callOf, literalOf, resolveRegclass, type Tagged } from './expression.js';

/** Functions that lock a number of the application's own until the transaction or the session ends. */
const ADVISORY_LOCKS: ReadonlySet<string> = new Set([
  'pg_advisory_lock',
  'pg_advisory_lock_shared',
  'pg_advisory_xact_lock',
  'pg_advisory_xact_lock_shared',
  'pg_try_advisory_lock',
  'pg_try_advisory_lock_shared',
  'pg_try_advisory_xact_lock',
  'pg_try_advisory_xact_lock_shared',
]);

/** Functions of extensions that run something by themselves from then on, and the schema that they have to be in (null: any). */
const SCHEDULERS: ReadonlyMap<string, { readonly extension: 'pg_cron' | 'pg_partman'; readonly schema: string | null }> = new Map([
  ['schedule', { extension: 'pg_cron', schema: 'cron' }],
  ['schedule_in_database', { extension: 'pg_cron', schema: 'cron' }],
  ['create_parent', { extension: 'pg_partman', schema: null }],
  ['run_maintenance', { extension: 'pg_partman', schema: null }],
  ['run_maintenance_proc', { extension: 'pg_partman', schema: null }],
]);

/** What a call does that matters beyond its result, or null. */
export function effectOfCall(cx: Context, node: Tagged): Change | null {
  const call = callOf(node);
  const args = node.FuncCall?.args ?? [];
  const scheduler = SCHEDULERS.get(call.name);
  if (scheduler !== undefined) return scheduledBy(cx, node, call, scheduler);
  if (call.schema !== null && call.schema !== 'pg_catalog') return null;
  const [first, second] = call.arguments;
  switch (call.name) {
    case 'nextval':
    case 'setval':
      return { kind: 'callSequence', function: call.name, sequence: sequenceIn(cx, args[0]), value: call.name === 'setval' ? numberIn(args[1]) : null, ...baseOf(cx) };
    case 'set_config': {
      if (typeof first !== 'string' || typeof second !== 'string') return null;
      return { kind: 'set', name: first.toLowerCase(), value: second, local: isTrue(args[2]), ...baseOf(cx) };
    }
    case 'pg_notify':
      return { kind: 'notify', words: 'pg_notify()', channel: first ?? null, ...baseOf(cx) };
    default:
      return ADVISORY_LOCKS.has(call.name) ? { kind: 'lock', form: 'advisory', words: `${call.name}()`, tables: [], skipLocked: false, ...baseOf(cx) } : null;
  }
}

/** The sequence that an argument names: as text, or as that of a column. */
function sequenceIn(cx: Context, argument: Node | undefined): QualifiedName | null {
  if (argument === undefined) return null;
  if ('TypeCast' in argument) return sequenceIn(cx, argument.TypeCast.arg);
  if (!('FuncCall' in argument)) {
    const name = literalOf(argument)?.value ?? null;
    return name === null ? null : resolveRegclass(cx, name);
  }
  const { name, arguments: args } = callOf(argument);
  const [table, column] = args;
  if (name !== 'pg_get_serial_sequence' || typeof table !== 'string' || typeof column !== 'string') return null;
  return cx.catalog.table(resolveRegclass(cx, table))?.columns.find((own) => own.name === column)?.sequence ?? null;
}

/** The number that the argument is; its sign is part of the literal. */
function numberIn(argument: Node | undefined): number | null {
  if (argument === undefined) return null;
  const text = literalOf(argument)?.value ?? null;
  return text === null || text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text);
}

/** A routine of the migrations' own that has such a name is none of the extension's. */
function scheduledBy(cx: Context, node: Tagged, call: FunctionCall, { extension, schema }: { readonly extension: 'pg_cron' | 'pg_partman'; readonly schema: string | null }): Change | null {
  if (schema !== null && call.schema !== schema) return null;
  if (cx.catalog.routines(resolveRoutine(cx, node.FuncCall?.funcname)).length > 0) return null;
  const args = node.FuncCall?.args ?? [];
  const texts = args.map((argument) => literalOf('NamedArgExpr' in argument ? (argument.NamedArgExpr.arg ?? argument) : argument)?.value ?? null);
  // The job's name is optional, and comes first: the schedule and the command do not identify it.
  const hasSubject = extension === 'pg_partman' || texts.length > 2;
  const named = args.findIndex((argument) => 'NamedArgExpr' in argument && argument.NamedArgExpr.name === 'command');
  const command = texts[named === -1 ? (hasSubject ? 2 : 1) : named] ?? null;
  return {
    kind: 'scheduleJob',
    extension,
    function: call.schema === null ? call.name : `${call.schema}.${call.name}`,
    subject: hasSubject ? (texts[0] ?? null) : null,
    command: extension === 'pg_cron' ? command : null,
    ...baseOf(cx),
  };
}

function isTrue(node: Node | undefined): boolean {
  const value = node === undefined ? null : (literalOf(node)?.value ?? null);
  return value !== null && ['true', 't', 'on', 'yes', '1'].includes(value);
}
