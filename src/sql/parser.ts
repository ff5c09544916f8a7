import factory from 'libpg-query/wasm/libpg-query.js';
import type { PgQueryModule } from 'libpg-query/wasm/libpg-query.js';

/** A node of libpg-query's tree: one key, the node's type, with its fields (`{ CreateStmt: { … } }`). */
export type AstNode = Record<string, unknown>;

/** What PostgreSQL's grammar says of one statement. `at` is the UTF-8 byte offset of what it stumbled over. */
export type ParseOutcome =
  | { readonly ok: true; readonly node: AstNode }
  | {
      readonly ok: false;
      /** `crash`: the grammar ran out of memory or stack; nothing is said about the statement. */
      readonly cause: 'syntax' | 'crash';
      readonly message: string;
      readonly at: number;
    };

/** Statements that are too deep for the grammar answer with these, as if they were wrong. */
const EXHAUSTED = /memory exhausted|stack depth limit|out of memory/;
const CRASHED = 'the statement is too deeply nested for the parser';

/**
 * PostgreSQL's grammar, one statement at a time. The WebAssembly module is compiled once by whoever makes a parser;
 * an instance that has failed is thrown away and replaced at once, so a statement that breaks it harms no other.
 */
export class Parser {
  readonly #module: WebAssembly.Module;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();
  #instance: PgQueryModule;
  /** Memory of the instance for the text to parse, kept from statement to statement. */
  #input = 0;
  #inputSize = 0;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
    this.#instance = instantiate(module);
  }

  /** Parses the first statement of `sql`; text without one is a syntax error. */
  parse(sql: string): ParseOutcome {
    let json: string;
    try {
      const instance = this.#instance;
      const result = instance._wasm_parse_query_raw(this.#write(sql));
      try {
        const words = instance.HEAPU32;
        const tree = words[result >> 2] ?? 0;
        const error = words[(result >> 2) + 2] ?? 0;
        if (error !== 0) return this.#failure(sql, error >> 2);
        json = this.#read(tree);
      } finally {
        instance._wasm_free_parse_result(result);
      }
    } catch (error) {
      this.#renew(error);
      return { ok: false, cause: 'crash', message: CRASHED, at: 0 };
    }
    const node = firstStatement(json);
    return node === undefined ? { ok: false, cause: 'syntax', message: 'there is no statement', at: 0 } : { ok: true, node };
  }

  #failure(sql: string, error: number): ParseOutcome {
    const words = this.#instance.HEAPU32;
    const message = this.#read(words[error] ?? 0);
    // PostgreSQL counts characters from 1; 0 says that it knows no place.
    const character = Math.max(0, (words[error + 4] ?? 0) - 1);
    const cause = EXHAUSTED.test(message) ? 'crash' : 'syntax';
    return { ok: false, cause, message: cause === 'crash' ? CRASHED : message, at: byteOfCharacter(sql, character) };
  }

  #write(text: string): number {
    // UTF-8 takes three bytes for a UTF-16 unit at most.
    const size = text.length * 3 + 1;
    if (size > this.#inputSize) {
      if (this.#input !== 0) this.#instance._free(this.#input);
      this.#inputSize = Math.max(size, 4096);
      this.#input = this.#instance._malloc(this.#inputSize);
    }
    const memory = this.#instance.HEAPU8;
    const { written } = this.#encoder.encodeInto(text, memory.subarray(this.#input, this.#input + size));
    memory[this.#input + written] = 0;
    return this.#input;
  }

  #read(pointer: number): string {
    const memory = this.#instance.HEAPU8;
    return this.#decoder.decode(memory.subarray(pointer, memory.indexOf(0, pointer)));
  }

  #renew(error: unknown): void {
    // A stack overflow in WebAssembly is a RangeError, an abort a RuntimeError; anything else is a mistake of ours.
    if (!(error instanceof RangeError || error instanceof WebAssembly.RuntimeError)) throw error;
    this.#instance = instantiate(this.#module);
    this.#input = 0;
    this.#inputSize = 0;
  }
}

function instantiate(module: WebAssembly.Module): PgQueryModule {
  const target: Partial<PgQueryModule> & Pick<PgQueryModule, 'instantiateWasm' | 'printErr'> = {
    // Synchronous: the functions are in place when the factory returns, before its promise settles.
    instantiateWasm(imports, receive) {
      const instance = new WebAssembly.Instance(module, imports);
      receive(instance, module);
      return instance.exports;
    },
    // What an abort prints is in the outcome.
    printErr: () => undefined,
  };
  void factory(target);
  if (!isReady(target)) throw new Error('libpg-query did not start');
  return target;
}

function isReady(target: Partial<PgQueryModule>): target is PgQueryModule {
  return target._wasm_parse_query_raw !== undefined && target.HEAPU8 !== undefined && target.HEAPU32 !== undefined;
}

function firstStatement(json: string): AstNode | undefined {
  const tree: unknown = JSON.parse(json);
  return isTree(tree) ? tree.stmts[0]?.stmt : undefined;
}

/** An empty list of statements is left out. */
function isTree(tree: unknown): tree is { readonly stmts: readonly { readonly stmt: AstNode }[] } {
  return typeof tree === 'object' && tree !== null && 'stmts' in tree;
}

/** From PostgreSQL's characters (code points) to UTF-8 bytes. */
function byteOfCharacter(text: string, character: number): number {
  let bytes = 0;
  let left = character;
  for (let i = 0; i < text.length && left > 0; i++, left--) {
    const point = text.codePointAt(i) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (point >= 0x10000) i += 1;
  }
  return bytes;
}
