import type { Node, RangeVar } from '@pgsql/types';
import { itemsOf, namesOf, newName, resolveRange, resolveRelation, type Context } from '../interpret/context.js';
import { resolveRegclass, walk } from '../interpret/expression.js';
import type { QualifiedName } from '../model.js';
import { isSameName } from '../schema.js';
import { rangesIn } from './named-ranges.js';
import type { Parsed } from './parsed.js';

/** What a statement that has the name of a sequence in it does with the sequence; null where it means something else. */
export function useOfSequence(parsed: Parsed, sequence: QualifiedName): 'whole' | { readonly reason: string; readonly at: number | undefined } | null {
  const { node, cx } = parsed;
  const isIt = (range: RangeVar | undefined): boolean => isSameName(resolveRange(cx, range), sequence);
  if ('CreateSeqStmt' in node) return isSameName(newName(cx, node.CreateSeqStmt.sequence), sequence) ? 'whole' : null;
  if ('AlterSeqStmt' in node) return isIt(node.AlterSeqStmt.sequence) ? 'whole' : null;
  if ('AlterTableStmt' in node && isIt(node.AlterTableStmt.relation)) return 'whole';
  if ('GrantStmt' in node) {
    const objects = node.GrantStmt.objects ?? [];
    if (!objects.some((object) => 'RangeVar' in object && isIt(object.RangeVar))) return null;
    return objects.length === 1 ? 'whole' : { reason: 'is named together with other objects', at: undefined };
  }
  if ('CommentStmt' in node) return node.CommentStmt.objtype === 'OBJECT_SEQUENCE' && isSameName(nameOfList(cx, node.CommentStmt.object), sequence) ? 'whole' : null;
  if ('DropStmt' in node) {
    const objects = node.DropStmt.removeType === 'OBJECT_SEQUENCE' ? (node.DropStmt.objects ?? []) : [];
    if (!objects.some((object) => isSameName(nameOfList(cx, object), sequence))) return null;
    return objects.length === 1 ? 'whole' : { reason: 'is named together with other objects', at: undefined };
  }
  if ('AlterOwnerStmt' in node) return node.AlterOwnerStmt.relation !== undefined && isIt(node.AlterOwnerStmt.relation) ? 'whole' : null;
  const set = setvalOfSerial(parsed) ?? setvalOf(parsed);
  if (set !== null) return isSameName(set, sequence) ? 'whole' : null;
  if ('CreateStmt' in node || 'AlterTableStmt' in node) return null;
  if ('CreateFunctionStmt' in node || 'DoStmt' in node) return { reason: 'may be used in a body', at: undefined };
  const places: (number | undefined)[] = rangesIn(node).flatMap((range) => (isIt(range) ? [range.location] : []));
  walk(node, (tag, tagged) => {
    const text = tag === 'A_Const' ? tagged.A_Const?.sval?.sval : undefined;
    if (text !== undefined && isSameName(resolveRegclass(cx, text), sequence)) places.push(tagged.A_Const?.location);
  });
  return places.length === 0 ? null : { reason: 'is used', at: places[0] };
}

/** The sequence of a `SELECT setval('…', …)` and nothing else. */
function setvalOf({ node, cx }: Parsed): QualifiedName | null {
  const text = stringOf(setvalCall(node)?.args?.[0]);
  return text === null ? null : resolveRegclass(cx, text);
}

/** The same of `setval(pg_get_serial_sequence('table', 'column'), …)`. */
export function setvalOfSerial({ node, cx, recorded }: Parsed): QualifiedName | null {
  const argument = setvalCall(node)?.args?.[0];
  const inner = argument !== undefined && 'TypeCast' in argument ? argument.TypeCast.arg : argument;
  if (inner === undefined || !('FuncCall' in inner) || namesOf(inner.FuncCall.funcname).name !== 'pg_get_serial_sequence') return null;
  const [table, column] = (inner.FuncCall.args ?? []).map(stringOf);
  if (typeof table !== 'string' || typeof column !== 'string') return null;
  return recorded.before.table(resolveRegclass(cx, table))?.columns.find(({ name }) => name === column)?.sequence ?? null;
}

function setvalCall(node: Node): Extract<Node, { FuncCall: unknown }>['FuncCall'] | null {
  const targets = 'SelectStmt' in node ? (node.SelectStmt.targetList ?? []) : [];
  const [target] = targets;
  if (target === undefined || targets.length > 1 || !('ResTarget' in target)) return null;
  const value = target.ResTarget.val;
  return value !== undefined && 'FuncCall' in value && namesOf(value.FuncCall.funcname).name === 'setval' ? value.FuncCall : null;
}

export function stringOf(node: Node | undefined): string | null {
  if (node === undefined) return null;
  if ('TypeCast' in node) return stringOf(node.TypeCast.arg);
  return 'A_Const' in node ? (node.A_Const.sval?.sval ?? null) : null;
}

function nameOfList(cx: Context, node: Node | undefined): QualifiedName {
  const { schema, name } = namesOf(itemsOf(node));
  return resolveRelation(cx, schema, name);
}
