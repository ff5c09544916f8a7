import type { DropRoleStmt, GrantRoleStmt, GrantStmt, Node, RoleSpec, VariableSetStmt } from '@pgsql/types';
import { hasPlaceholder } from '../../sql/placeholder-text.js';
import type { Clause } from '../../sql/statement.js';
import { baseOf, clauseAt, itemsOf, statementClause, type Changes, type Context } from './context.js';
import { literalOf } from './expression.js';
import { other } from './other.js';

/** `DROP ROLE`: one change a role. */
export function* dropRoles(cx: Context, stmt: DropRoleStmt): Changes {
  for (const node of stmt.roles ?? []) yield other(cx, 'DROP ROLE', true, 'RoleSpec' in node ? roleObject(node.RoleSpec) : null);
}

/** `GRANT role TO role` and `REVOKE role FROM role`: one change a role whose members it changes. */
export function* grantRoles(cx: Context, stmt: GrantRoleStmt): Changes {
  const tag = stmt.is_grant === true ? 'GRANT ROLE' : 'REVOKE ROLE';
  for (const node of stmt.granted_roles ?? []) yield other(cx, tag, true, 'AccessPriv' in node ? { type: 'role', name: node.AccessPriv.priv_name ?? '' } : null);
}

/** A role as the object of a statement, one that stands for whoever it is at the time (`CURRENT_USER`) by its words; null where all are meant. */
export function roleObject(role: RoleSpec | undefined): { readonly type: string; readonly name: string } | null {
  return role === undefined ? null : { type: 'role', name: role.rolename ?? (role.roletype ?? '').replace('ROLESPEC_', '') };
}

/** Roles and tablespaces that a statement names. */
interface Names {
  readonly roles?: readonly (Node | RoleSpec | undefined)[];
  readonly tablespaces?: readonly (string | undefined)[];
}

/** Objects that are no part of a schema, and that nothing carries to another cluster. */
const STAYING: ReadonlySet<string> = new Set(['OBJECT_DATABASE', 'OBJECT_TABLESPACE', 'OBJECT_ROLE', 'OBJECT_EVENT_TRIGGER', 'OBJECT_PUBLICATION', 'OBJECT_SUBSCRIPTION']);

/** The roles and tablespaces that have to be there for the statement to run, as changes of their own. */
export function* namedGlobals(cx: Context, node: Node): Changes {
  if ('AlterTableStmt' in node) {
    const { cmds, objtype } = node.AlterTableStmt;
    for (const [ordinal, action] of (cmds ?? []).entries()) {
      const names = namesInAction(action);
      if (names !== undefined) yield* changesFor(cx, names, objtype === 'OBJECT_TABLE' ? clauseAt(cx, 'action', ordinal) : statementClause(cx));
    }
    return;
  }
  const names = namesIn(node);
  if (names !== undefined) yield* changesFor(cx, names, statementClause(cx));
}

function* changesFor(cx: Context, { roles = [], tablespaces = [] }: Names, clause: Clause): Changes {
  for (const role of roles) {
    const name = roleName(role);
    // Which one a placeholder means, only the migration tool knows.
    if (name !== undefined && !hasPlaceholder(name)) yield { kind: 'nameGlobal', type: 'role', name, ...baseOf(cx, clause) };
  }
  for (const name of tablespaces) {
    if (name !== undefined && name !== '' && !hasPlaceholder(name)) yield { kind: 'nameGlobal', type: 'tablespace', name, ...baseOf(cx, clause) };
  }
}

function namesIn(node: Node): Names | undefined {
  if ('CreateStmt' in node) {
    const { tablespacename, tableElts, relation } = node.CreateStmt;
    if (relation?.relpersistence === 't') return undefined;
    return { tablespaces: [tablespacename, ...(tableElts ?? []).flatMap(tablespacesOfKeys)] };
  }
  if ('IndexStmt' in node) return { tablespaces: [node.IndexStmt.tableSpace] };
  if ('CreateTableAsStmt' in node) return { tablespaces: [node.CreateTableAsStmt.into?.tableSpaceName] };
  if ('GrantStmt' in node) return namesInGrant(node.GrantStmt);
  if ('AlterOwnerStmt' in node) return STAYING.has(node.AlterOwnerStmt.objectType ?? '') ? undefined : { roles: [node.AlterOwnerStmt.newowner] };
  if ('VariableSetStmt' in node) return namesInSetting(node.VariableSetStmt);
  if ('CreatePolicyStmt' in node) return { roles: node.CreatePolicyStmt.roles ?? [] };
  if ('AlterPolicyStmt' in node) return { roles: node.AlterPolicyStmt.roles ?? [] };
  if ('CreateSchemaStmt' in node) return { roles: [node.CreateSchemaStmt.authrole] };
  if ('AlterDefaultPrivilegesStmt' in node) {
    const { options, action } = node.AlterDefaultPrivilegesStmt;
    const owners = (options ?? []).flatMap((option) => ('DefElem' in option && option.DefElem.defname === 'roles' ? itemsOf(option.DefElem.arg) : []));
    return { roles: [...owners, ...(action?.grantees ?? [])] };
  }
  if ('CreateUserMappingStmt' in node) return { roles: [node.CreateUserMappingStmt.user] };
  if ('DropUserMappingStmt' in node) return { roles: [node.DropUserMappingStmt.user] };
  if ('DropOwnedStmt' in node) return { roles: node.DropOwnedStmt.roles ?? [] };
  if ('AlterTableMoveAllStmt' in node) {
    const { roles, orig_tablespacename: from, new_tablespacename: to } = node.AlterTableMoveAllStmt;
    return { roles: roles ?? [], tablespaces: [from, to] };
  }
  return undefined;
}

function namesInGrant({ objtype, grantees }: GrantStmt): Names | undefined {
  return STAYING.has(objtype ?? '') ? undefined : { roles: grantees ?? [] };
}

/** `OWNER TO`, `SET TABLESPACE`, and keys that are added with a tablespace. */
function namesInAction(action: Node): Names | undefined {
  if (!('AlterTableCmd' in action)) return undefined;
  const { subtype, newowner, name, def } = action.AlterTableCmd;
  if (subtype === 'AT_ChangeOwner') return { roles: [newowner] };
  if (subtype === 'AT_SetTableSpace') return { tablespaces: [name] };
  return def === undefined ? undefined : { tablespaces: tablespacesOfKeys(def) };
}

/** `USING INDEX TABLESPACE` of a constraint, or of a column's constraints. */
function tablespacesOfKeys(node: Node): readonly string[] {
  if ('Constraint' in node) return node.Constraint.indexspace === undefined ? [] : [node.Constraint.indexspace];
  return 'ColumnDef' in node ? (node.ColumnDef.constraints ?? []).flatMap(tablespacesOfKeys) : [];
}

/** `SET ROLE`, `SET SESSION AUTHORIZATION`, `SET default_tablespace`: what comes after depends on it. */
function namesInSetting({ name, kind, args }: VariableSetStmt): Names | undefined {
  const [argument] = args ?? [];
  const value = kind === 'VAR_SET_VALUE' && argument !== undefined ? literalOf(argument)?.value : null;
  if (typeof value !== 'string') return undefined;
  if (name === 'default_tablespace') return { tablespaces: [value] };
  const isRole = name === 'session_authorization' || (name === 'role' && value !== 'none');
  return isRole ? { roles: [{ roletype: 'ROLESPEC_CSTRING', rolename: value }] } : undefined;
}

/** Undefined for `PUBLIC`, `CURRENT_USER` and their like. */
function roleName(role: Node | RoleSpec | undefined): string | undefined {
  if (role === undefined) return undefined;
  const spec = 'RoleSpec' in role ? role.RoleSpec : (role as RoleSpec);
  return spec.roletype === 'ROLESPEC_CSTRING' ? spec.rolename : undefined;
}
