import type { DefElem, Node, TransactionStmt, VariableSetStmt } from '@pgsql/types';
import { foldName } from '../../sql/placeholder-text.js';
import type { Change } from '../change.js';
import { baseOf, type Changes, type Context } from './context.js';
import { constantOf } from './expression.js';
import { other } from './other.js';
import { quoteIdentifier } from './type-name.js';

type TransactionAction = Extract<Change, { kind: 'transaction' }>['action'];

const ACTIONS: ReadonlyMap<string, TransactionAction> = new Map([
  ['TRANS_STMT_BEGIN', 'begin'],
  ['TRANS_STMT_START', 'begin'],
  ['TRANS_STMT_COMMIT', 'commit'],
  ['TRANS_STMT_ROLLBACK', 'rollback'],
  ['TRANS_STMT_SAVEPOINT', 'savepoint'],
]);

/** `BEGIN`, `COMMIT`, `ROLLBACK`, savepoints; `AND CHAIN` begins the next transaction at once. */
export function* transaction(cx: Context, stmt: TransactionStmt): Changes {
  yield { kind: 'transaction', action: ACTIONS.get(stmt.kind ?? '') ?? 'other', ...baseOf(cx) };
  yield* transactionModes(cx, '', stmt.options, true);
  if (stmt.chain === true) yield { kind: 'transaction', action: 'begin', ...baseOf(cx) };
}

/** The search path that `ALTER ROLE … SET` or `ALTER DATABASE … SET` gives to later sessions; nothing where it is about something else. */
export function laterPathOf(stmt: VariableSetStmt | undefined): { readonly laterPath?: readonly string[] | null } {
  if (stmt?.kind === 'VAR_RESET_ALL') return { laterPath: null };
  if (stmt?.name !== 'search_path') return {};
  return { laterPath: stmt.kind === 'VAR_SET_VALUE' ? (stmt.args ?? []).map((argument) => valueOf(argument)).filter((schema) => schema !== '$user' && schema !== '') : null };
}

/** `SET`, `RESET`, `SET LOCAL`; a list of values is joined by commas. */
export function* setVariable(cx: Context, stmt: VariableSetStmt): Changes {
  if (stmt.kind === 'VAR_SET_MULTI') {
    yield other(cx, `SET ${stmt.name ?? ''}`, false);
    const isSession = stmt.name === 'SESSION CHARACTERISTICS';
    yield* transactionModes(cx, isSession ? 'default_' : '', stmt.args, !isSession);
    return;
  }
  const name = (stmt.name ?? 'all').toLowerCase();
  const values = (stmt.args ?? []).map((argument) => valueOf(argument));
  // Each value of this list is a name, whatever characters it has.
  const written = name === 'search_path' ? values.map((schema) => quoteIdentifier(schema)) : values;
  const value = stmt.kind === 'VAR_SET_VALUE' ? written.join(', ') : null;
  yield { kind: 'set', name, value, local: stmt.is_local === true, ...baseOf(cx) };
}

/** The modes of a transaction, which are settings: `ISOLATION LEVEL SERIALIZABLE` is `transaction_isolation`. */
function* transactionModes(cx: Context, prefix: string, options: readonly Node[] | undefined, local: boolean): Changes {
  for (const option of options ?? []) {
    const { defname, arg }: DefElem = 'DefElem' in option ? option.DefElem : {};
    if (defname !== undefined && arg !== undefined) yield { kind: 'set', name: `${prefix}${defname}`, value: valueOf(arg), local, ...baseOf(cx) };
  }
}

function valueOf(node: Node): string {
  if ('A_Const' in node) return constantOf(node.A_Const) ?? '';
  return 'TypeCast' in node && node.TypeCast.arg !== undefined ? valueOf(node.TypeCast.arg) : '';
}

/** The schemas that a value of `search_path` names. `$user` is nobody's in particular, and left out. */
export function parseSearchPath(value: string): string[] {
  const names = Array.from(value.matchAll(/"((?:[^"]|"")*)"|((?:\$\{[^{}]*\}|\{\{.*?\}\}|[^,\s"])+)/g), ([, quoted, plain]) =>
    quoted === undefined ? foldName(plain ?? '') : quoted.replaceAll('""', '"'),
  );
  return names.filter((name) => name !== '$user' && name !== '');
}
