import type { ArrowFunctionExpression, ClassMethod, FunctionDeclaration, FunctionExpression, ObjectMethod } from '@babel/types';
import type { Fragments } from './fragments.js';

/** Everything that can be called and has a body here. */
export type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression | ObjectMethod | ClassMethod;

/** What is known of a value without running the code; undefined where nothing is. */
export type Value =
  /** `isSql`: made by a tag or function that marks SQL, so that another such tag takes it as it stands. */
  | { readonly kind: 'text'; readonly fragments: Fragments; readonly isSql: boolean }
  | { readonly kind: 'scalar'; readonly value: number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly (Value | undefined)[] }
  | { readonly kind: 'record'; readonly entries: Map<string, Value | undefined> }
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly scope: Scope }
  /** What the library gives the migration to change the database with: `knex`, `queryRunner`, a part of it, a transaction. */
  | { readonly kind: 'handle' }
  /** The text of a file, named relative to the one that is read. */
  | { readonly kind: 'file'; readonly path: string };

/** The names that are known at a place. */
export class Scope {
  readonly #names = new Map<string, Value | undefined>();
  readonly #above: Scope | null;
  readonly #keepsAssignments: boolean;

  /** `keepsAssignments`: whether what is assigned in it holds in it alone. */
  constructor(above: Scope | null, keepsAssignments = false) {
    this.#above = above;
    this.#keepsAssignments = keepsAssignments;
  }

  /** Makes a name known here; undefined: there is one, of which nothing is known. */
  declare(name: string, value: Value | undefined): void {
    this.#names.set(name, value);
  }

  /** Gives a name that is known already another value. */
  assign(name: string, value: Value | undefined): void {
    if (this.#names.has(name) || this.#above === null || this.#keepsAssignments) this.#names.set(name, value);
    else this.#above.assign(name, value);
  }

  get(name: string): Value | undefined {
    if (this.#names.has(name)) return this.#names.get(name);
    return this.#above?.get(name);
  }

  has(name: string): boolean {
    return this.#names.has(name) || this.#above?.has(name) === true;
  }
}
