import type { Change } from '../change.js';
import type { Clause } from '../../sql/statement.js';
import { baseOf, statementClause, type Context } from './context.js';

/** Something that the model cannot follow. The reason ends a sentence that begins "not judged:". */
export function notJudged(
  cx: Context,
  reason: string,
  cause: 'syntax' | 'placeholder' | 'unknown' | 'dynamic' | 'missing' = 'unknown',
  clause: Clause = statementClause(cx),
): Change {
  return { kind: 'opaque', reason, cause, ...baseOf(cx, clause) };
}

/** A statement that is understood and changes nothing in the model. */
export function other(cx: Context, tag: string, ddl: boolean, object: { readonly type: string; readonly name: string } | null = null): Change {
  return { kind: 'other', tag, ddl, object, ...baseOf(cx) };
}
