import type { Node } from '@babel/types';
import { chainOf, isCall, isMember, propertyName, unwrap } from './syntax.js';

/** Whose statements run where a condition holds: PostgreSQL's, or only another database's. */
export type Dialect = 'ours' | 'foreign';

const OURS = /^(?:pg|pgnative|pg-native|pgsql|postgres(?:ql)?|aurora-postgres|yugabyte(?:db)?)$/i;
const FOREIGN = /^(?:mysql2?|mariadb|aurora-mysql|sqlite3?|better-sqlite3?|libsql|sqljs|expo|mssql|sqlserver|oracle(?:db)?|cockroach(?:db)?|redshift|tidb|snowflake|db2|spanner|mongodb)$/i;
const NAMED = /^(?:is|uses|has)_?(.*?)(?:db|database|dialect|client)?$/i;

/** The database that a condition asks for; undefined where it asks for something else. */
export function dialectWhere(test: Node): Dialect | undefined {
  const node = unwrap(test);
  if (node.type === 'UnaryExpression') return node.operator === '!' ? opposite(dialectWhere(node.argument)) : undefined;
  if (node.type === 'LogicalExpression') {
    const [left, right] = [dialectWhere(node.left), dialectWhere(node.right)];
    if (node.operator === '&&') return left ?? right;
    return left === right ? left : undefined;
  }
  if (node.type === 'BinaryExpression') {
    const dialect = dialectOfLiteral(node.left) ?? dialectOfLiteral(node.right);
    if (node.operator === '===' || node.operator === '==') return dialect;
    return node.operator === '!==' || node.operator === '!=' ? opposite(dialect) : undefined;
  }
  if (isCall(node) && isMember(node.callee) && propertyName(node.callee) === 'includes') return dialectOfList(node.callee.object);
  return dialectOf(NAMED.exec(chainOf(node).at(-1) ?? '')?.[1] ?? '');
}

/** The database that a word names. */
export function dialectOfLiteral(node: Node): Dialect | undefined {
  const inner = unwrap(node);
  return inner.type === 'StringLiteral' ? dialectOf(inner.value) : undefined;
}

/** Several databases: ours where PostgreSQL is one of them. */
function dialectOfList(node: Node): Dialect | undefined {
  const inner = unwrap(node);
  if (inner.type !== 'ArrayExpression') return undefined;
  const dialects = inner.elements.map((element) => (element === null ? undefined : dialectOfLiteral(element)));
  return dialects.includes('ours') ? 'ours' : dialects.length > 0 && dialects.every((dialect) => dialect === 'foreign') ? 'foreign' : undefined;
}

function dialectOf(word: string): Dialect | undefined {
  return OURS.test(word) ? 'ours' : FOREIGN.test(word) ? 'foreign' : undefined;
}

/** Not PostgreSQL is another; not MySQL may be PostgreSQL. */
function opposite(dialect: Dialect | undefined): Dialect | undefined {
  return dialect === undefined ? undefined : dialect === 'ours' ? 'foreign' : 'ours';
}
