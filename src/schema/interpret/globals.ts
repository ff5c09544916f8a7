import type { DropRoleStmt, GrantRoleStmt, RoleSpec } from '@pgsql/types';
import type { Changes, Context } from './context.js';
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
