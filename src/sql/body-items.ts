import { cutTokens } from './body-text.js';
import type { BodyText } from './body-text.js';
import { readDialect } from './dialect-reader.js';
import type { AstNode, Parser } from './parser.js';
import { readStatement, type Reading } from './stand-ins.js';
import type { Clause, Statement } from './statement.js';
import { tokenize } from './tokens.js';

/** What a routine's body or a `DO` block holds, in the order of its text. */
export type BodyItem =
  /** Static SQL, or what an `EXECUTE` builds of literals (then `statement.folded`). `node` is empty for YugabyteDB's own statements. */
  | { readonly kind: 'statement'; readonly statement: Statement; readonly node: AstNode; /** Whether it stands in a branch, a loop or a handler. */ readonly conditional: boolean }
  /** What could not be known: text built at run time, text too deep for the parser, text that is wrong. */
  | { readonly kind: 'opaque'; readonly clause: Clause; readonly reason: string; readonly cause: 'dynamic' | 'unknown' | 'syntax' | 'placeholder' }
  /** `NEW.x := …`, `v := …`, `SELECT … INTO v`: the target's first name in lower case. */
  | { readonly kind: 'assign'; readonly target: string }
  /** A condition, a returned or assigned value, a `PERFORM`: whatever calls a function outside of a statement. */
  | { readonly kind: 'expression'; readonly statement: Statement; readonly node: AstNode };

/** A body as it was read. `complete` is false where some part of it could not be. */
export interface Body {
  readonly items: readonly BodyItem[];
  readonly complete: boolean;
}

/** Collects what a body holds; has PostgreSQL's grammar read each statement. */
export class BodyCollector {
  readonly body: BodyText;
  readonly #parser: Parser;
  readonly #items: BodyItem[] = [];
  #complete = true;

  constructor(body: BodyText, parser: Parser) {
    this.body = body;
    this.#parser = parser;
  }

  result(): Body {
    return { items: this.#items, complete: this.#complete };
  }

  /** Static SQL between two offsets of the body, without what is to be blanked. */
  statement(from: number, to: number, conditional: boolean, blanks: readonly (readonly [number, number])[] = []): void {
    this.#statement(this.body.statement(from, to, { blanks }), conditional);
  }

  /** An expression between two offsets. One that calls nothing is nobody's concern. */
  expression(from: number, to: number): void {
    if (this.body.text.slice(from, to).includes('(')) this.#expression(this.body.statement(from, to, { prefix: 'SELECT ' }));
  }

  /** `PERFORM …`, which is a `SELECT` without a result. */
  perform(from: number, to: number): void {
    this.#expression(this.body.reworded(from, to, 'SELECT '));
  }

  assign(target: string): void {
    this.#items.push({ kind: 'assign', target });
  }

  /** The statements in a text that the `EXECUTE` between two offsets builds of literals. */
  folded(from: number, to: number, text: string, conditional: boolean): void {
    const execute = this.body.statement(from, to);
    const tokens = tokenize(text);
    for (const [first, last] of cutTokens(tokens)) {
      const piece = text.slice(tokens[first]?.start, tokens[last - 1]?.end);
      this.#statement({ ...execute, ...readDialect(piece), rewrites: [], folded: true }, conditional);
    }
  }

  /** Text that the `EXECUTE` between two offsets builds as it runs. */
  dynamic(from: number, to: number): void {
    this.#opaque(wholeOf(this.body.statement(from, to)), 'EXECUTE runs text that is put together while it runs', 'dynamic');
  }

  /** The body is wrong from the offset on. */
  fail(offset: number, reason: string): void {
    const end = Math.max(offset, this.body.text.length);
    this.#opaque(wholeOf(this.body.statement(Math.min(offset, end), end)), reason, 'syntax');
  }

  #statement(statement: Statement, conditional: boolean): void {
    if (statement.dialect.own !== null) {
      this.#items.push({ kind: 'statement', statement, node: {}, conditional });
      return;
    }
    const read = this.#parse(statement);
    if (read === null) return;
    this.#items.push({ kind: 'statement', statement: read.statement, node: read.node, conditional });
    for (const { clause, reason } of read.unknown) this.#opaque(clause, reason, 'placeholder');
  }

  #expression(statement: Statement): void {
    const read = this.#parse(statement);
    if (read !== null) this.#items.push({ kind: 'expression', statement: read.statement, node: read.node });
  }

  #parse(statement: Statement): Extract<Reading, { readonly ok: true }> | null {
    const read = readStatement(statement, this.#parser);
    if (read.ok) return read;
    if (read.cause === 'placeholder') this.#opaque(read.clause, read.message, 'placeholder');
    else this.#opaque(wholeOf(statement), read.message, read.cause === 'crash' ? 'unknown' : 'syntax');
    return null;
  }

  #opaque(clause: Clause, reason: string, cause: 'dynamic' | 'unknown' | 'syntax' | 'placeholder'): void {
    this.#items.push({ kind: 'opaque', clause, reason, cause });
    this.#complete = false;
  }
}

function wholeOf(statement: Statement): Clause {
  return { statement, form: 'statement', at: 0 };
}
