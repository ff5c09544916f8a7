import type { File, Node } from '@babel/types';
import type { Direction } from '../sql/migration.js';
import type { Evaluator } from './evaluate.js';
import { childrenOf, isMember, keyName, propertyName, unwrap } from './syntax.js';
import type { Scope, Value } from './values.js';

/** A function that the tool runs. */
export interface Entry {
  readonly direction: Direction;
  readonly run: Extract<Value, { kind: 'function' }>;
}

/** What the file says of itself beside its functions. */
export interface FileFacts {
  readonly entries: readonly Entry[];
  /** Whether it wants a transaction; null where it says nothing. */
  readonly transaction: boolean | null;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = { up: 'up', down: 'down' };

/** Finds `up` and `down`, however they are exported, and what the file says of its transaction. `scope`: its own names. */
export function findEntries(file: File, evaluator: Evaluator, scope: Scope): FileFacts {
  const finder = new EntryFinder(evaluator, scope);
  for (const statement of file.program.body) finder.look(statement, false);
  // Some are made by a function that gets the settings.
  if (finder.entries.length === 0) for (const statement of file.program.body) finder.look(statement, true);
  return finder;
}

class EntryFinder implements FileFacts {
  readonly entries: Entry[] = [];
  transaction: boolean | null = null;
  readonly #evaluator: Evaluator;
  readonly #scope: Scope;

  constructor(evaluator: Evaluator, scope: Scope) {
    this.#evaluator = evaluator;
    this.#scope = scope;
  }

  /** `entersFunctions`: whether bodies of functions are looked at too. */
  look(node: Node, entersFunctions: boolean): void {
    switch (node.type) {
      case 'FunctionDeclaration':
        if (node.id != null && node.id.name in DIRECTIONS) {
          this.#add(node.id.name, { kind: 'function', node, scope: this.#scope });
          return;
        }
        break;
      case 'VariableDeclarator':
        if (node.id.type === 'Identifier' && node.init != null) {
          if (node.id.name in DIRECTIONS && this.#addFrom(node.id.name, node.init)) return;
          if (node.id.name === 'config') this.#readConfig(node.init);
        }
        break;
      case 'AssignmentExpression':
        if (isMember(node.left)) {
          const name = propertyName(node.left) ?? '';
          if (name in DIRECTIONS && this.#addFrom(name, node.right)) return;
          if (name === 'config') this.#readConfig(node.right);
        }
        break;
      case 'ObjectExpression':
      case 'ClassBody': {
        const value = node.type === 'ClassBody' ? this.#evaluator.classValue(node, this.#scope) : this.#evaluator.evaluate(node, this.#scope);
        if (value?.kind !== 'record') break;
        for (const name of Object.keys(DIRECTIONS)) this.#add(name, value.entries.get(name));
        this.#readTransaction(value.entries.get(node.type === 'ClassBody' ? 'transaction' : 'useTransaction'));
        const says = value.entries.get('isTransactional');
        if (says?.kind === 'function') this.#readTransaction(this.#evaluator.returned(says, []));
        const config = value.entries.get('config');
        if (config?.kind === 'record') this.#readTransaction(config.entries.get('transaction'));
        break;
      }
      default:
    }
    for (const child of childrenOf(node)) {
      if (entersFunctions || !isFunction(child)) this.look(child, entersFunctions);
    }
  }

  #addFrom(name: string, node: Node): boolean {
    const value = this.#evaluator.evaluate(unwrap(node), this.#scope) ?? this.#wrapped(unwrap(node));
    this.#add(name, value);
    return value?.kind === 'function';
  }

  /** `up = withLogging(async (db) => …)`: the function that is handed on. */
  #wrapped(node: Node): Value | undefined {
    if (node.type !== 'CallExpression') return undefined;
    for (const argument of node.arguments) {
      const value = this.#evaluator.evaluate(argument, this.#scope);
      if (value?.kind === 'function') return value;
    }
    return undefined;
  }

  #add(name: string, value: Value | undefined): void {
    const direction = DIRECTIONS[name];
    if (direction === undefined || value?.kind !== 'function') return;
    if (!this.entries.some(({ run, direction: known }) => run.node === value.node && known === direction)) this.entries.push({ direction, run: value });
  }

  #readConfig(node: Node): void {
    const value = this.#evaluator.evaluate(unwrap(node), this.#scope);
    if (value?.kind === 'record') this.#readTransaction(value.entries.get('transaction'));
  }

  #readTransaction(value: Value | undefined): void {
    if (value?.kind === 'scalar' && typeof value.value === 'boolean') this.transaction = value.value;
  }
}

/** Keys of objects and classes that are functions were looked at with these. */
function isFunction(node: Node): boolean {
  return ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'ObjectMethod', 'ClassMethod'].includes(node.type) || (node.type === 'ObjectProperty' && (keyName(node.key, node.computed) ?? '') in DIRECTIONS);
}
