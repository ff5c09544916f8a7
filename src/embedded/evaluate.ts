import type { ArrayExpression, BinaryExpression, ClassBody, LVal, Node, ObjectExpression, PatternLike, Statement, TaggedTemplateExpression, TemplateLiteral, VoidPattern } from '@babel/types';
import { splice, sqlOf, whole, type Fragment, type Fragments, type Replacement } from './fragments.js';
import { decodeLiteral, rawLiteral } from './literals.js';
import { argumentAt, chainOf, isCall, isMember, keyName, propertyName, stretchOf, unwrap, wordFor, type Call, type Member } from './syntax.js';
import { Scope, type FunctionNode, type Value } from './values.js';

/** How deep calls are followed; functions that call themselves end here. */
const DEEPEST_CALL = 12;
/** How many expressions are looked at for one file; code that needs more is no migration. */
const MOST_STEPS = 2_000_000;
/** What gives of a handle something that changes the database too. */
const GIVES_HANDLE = /^(?:transaction|transactionProvider|withSchema|createQueryRunner|getQueryInterface|connect|getConnection|startTransaction)$/;
const QUOTED_NAME = /^[a-z_][a-z0-9_$]*$/;

/** Which way is taken where a condition decides: texts are read once as though all held, and once as though none did. */
export type Way = 'then' | 'else';

/** Works out what expressions say, as far as the file itself tells. */
export class Evaluator {
  readonly #code: string;
  /** The name of the file, for `__filename`. */
  readonly #fileName: string;
  way: Way = 'then';
  /** Whether a condition decided since this was last set to false. */
  metChoice = false;
  #depth = 0;
  #steps = 0;

  constructor(code: string, fileName: string) {
    this.#code = code;
    this.#fileName = fileName;
  }

  /** Before a value whose choices matter. */
  forgetChoice(): void {
    this.metChoice = false;
  }

  evaluate(node: Node, scope: Scope): Value | undefined {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) return undefined;
    switch (node.type) {
      case 'StringLiteral': {
        const { from, to } = stretchOf(node);
        return text(decodeLiteral(this.#code, from + 1, to - 1));
      }
      case 'NumericLiteral':
      case 'BooleanLiteral':
        return { kind: 'scalar', value: node.value };
      case 'NullLiteral':
        return { kind: 'scalar', value: null };
      case 'TemplateLiteral':
        return text(this.#template(node, scope, (value, expression) => this.#fill(value, expression, 2, 1)));
      case 'TaggedTemplateExpression':
        return this.#tagged(node, scope);
      case 'BinaryExpression':
        return this.#binary(node, scope);
      case 'Identifier':
        return this.#identifier(node.name, scope, node);
      case 'ThisExpression':
        return scope.get('this');
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        return this.#member(node, scope);
      case 'CallExpression':
      case 'OptionalCallExpression':
        return this.#call(node, scope);
      case 'NewExpression': {
        const [path] = node.arguments;
        return node.callee.type === 'Identifier' && node.callee.name === 'URL' && path !== undefined ? this.evaluate(path, scope) : undefined;
      }
      case 'ArrayExpression':
        return this.#array(node, scope);
      case 'ObjectExpression':
        return this.#object(node, scope);
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return { kind: 'function', node, scope };
      case 'ClassExpression':
        return this.classValue(node.body, scope);
      case 'ConditionalExpression': {
        this.metChoice = true;
        return this.evaluate(this.way === 'then' ? node.consequent : node.alternate, scope);
      }
      case 'LogicalExpression': {
        if (node.operator === '&&') {
          this.metChoice = true;
          return this.way === 'then' ? this.evaluate(node.right, scope) : text([]);
        }
        // What is written last is what holds where nobody says otherwise: `process.env.SCHEMA || 'app'`.
        return this.evaluate(node.left, scope) ?? this.evaluate(node.right, scope);
      }
      case 'AssignmentExpression':
        return this.evaluate(node.right, scope);
      case 'AwaitExpression':
        return this.evaluate(node.argument, scope);
      case 'SequenceExpression': {
        const last = node.expressions.at(-1);
        return last === undefined ? undefined : this.evaluate(last, scope);
      }
      default: {
        const inner = unwrap(node);
        return inner === node ? undefined : this.evaluate(inner, scope);
      }
    }
  }

  /** Makes the names of a pattern known. */
  bind(pattern: LVal | PatternLike | VoidPattern, value: Value | undefined, scope: Scope): void {
    switch (pattern.type) {
      case 'Identifier':
        scope.declare(pattern.name, value);
        return;
      case 'AssignmentPattern':
        this.bind(pattern.left, value ?? this.evaluate(pattern.right, scope), scope);
        return;
      case 'ArrayPattern':
        pattern.elements.forEach((element, i) => {
          if (element !== null) this.bind(element, value?.kind === 'list' ? value.items[i] : undefined, scope);
        });
        return;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') this.bind(property.argument, undefined, scope);
          else if (isPattern(property.value)) this.bind(property.value, partOf(value, keyName(property.key, property.computed)), scope);
        }
        return;
      case 'RestElement':
        this.bind(pattern.argument, value, scope);
        return;
      case 'TSParameterProperty':
        this.bind(pattern.parameter, value, scope);
        return;
      default:
        return;
    }
  }

  /** The scope of a function's body, its parameters bound. */
  enter(node: FunctionNode, above: Scope, given: readonly (Value | undefined)[]): Scope {
    const scope = new Scope(above);
    node.params.forEach((parameter, i) => {
      const rest = parameter.type === 'RestElement';
      this.bind(parameter, rest ? { kind: 'list', items: given.slice(i) } : given[i], scope);
    });
    return scope;
  }

  /** What the arguments of a call say, by their place. */
  argumentsOf(call: Call, scope: Scope): readonly (Value | undefined)[] {
    return call.arguments.flatMap((argument) => {
      if (argument.type !== 'SpreadElement') return [this.evaluate(argument, scope)];
      const spread = this.evaluate(argument.argument, scope);
      return spread?.kind === 'list' ? spread.items : [undefined];
    });
  }

  /** Runs `action` one call deeper; undefined where that is too deep. */
  deeper<Result>(action: () => Result): Result | undefined {
    if (this.#depth >= DEEPEST_CALL) return undefined;
    this.#depth += 1;
    try {
      return action();
    } finally {
      this.#depth -= 1;
    }
  }

  /** What a function returns. */
  returned({ node, scope }: Extract<Value, { kind: 'function' }>, given: readonly (Value | undefined)[]): Value | undefined {
    return this.deeper(() => {
      const inner = this.enter(node, scope, given);
      return node.body.type === 'BlockStatement' ? this.#returnedBy(node.body.body, inner)?.value : this.evaluate(node.body, inner);
    });
  }

  #returnedBy(statements: readonly Statement[], scope: Scope): { readonly value: Value | undefined } | undefined {
    for (const statement of statements) {
      const returned = this.#returnedByOne(statement, scope);
      if (returned !== undefined) return returned;
    }
    return undefined;
  }

  #returnedByOne(statement: Statement, scope: Scope): { readonly value: Value | undefined } | undefined {
    switch (statement.type) {
      case 'VariableDeclaration':
        for (const { id, init } of statement.declarations) this.bind(id, init == null ? undefined : this.evaluate(init, scope), scope);
        return undefined;
      case 'FunctionDeclaration':
        if (statement.id != null) scope.declare(statement.id.name, { kind: 'function', node: statement, scope });
        return undefined;
      case 'ExpressionStatement':
        if (isCall(statement.expression)) this.push(statement.expression, scope);
        else this.assign(statement.expression, scope);
        return undefined;
      case 'ReturnStatement':
        return { value: statement.argument == null ? undefined : this.evaluate(statement.argument, scope) };
      case 'BlockStatement':
        return this.#returnedBy(statement.body, new Scope(scope));
      case 'TryStatement':
        return this.#returnedBy(statement.block.body, new Scope(scope));
      case 'IfStatement': {
        this.metChoice = true;
        const taken = this.way === 'then' ? statement.consequent : statement.alternate;
        return taken == null ? undefined : this.#returnedByOne(taken, scope);
      }
      default:
        return undefined;
    }
  }

  /** Carries out `name = …` and `name += …`; whether the expression was one. */
  assign(node: Node, scope: Scope): boolean {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'Identifier') return false;
    const { name } = node.left;
    const right = this.evaluate(node.right, scope);
    if (node.operator === '=' || node.operator === '??=' || node.operator === '||=') scope.assign(name, right);
    else if (node.operator === '+=') {
      const before = scope.get(name);
      const [a, b] = [asFragments(before), asFragments(right)];
      scope.assign(name, a === undefined ? undefined : text([...a, ...(b ?? this.#unknown(node.right))]));
    } else scope.assign(name, undefined);
    return true;
  }

  /** Carries out `list.push(…)`, where the list is known. */
  push(call: Call, scope: Scope): void {
    const callee = unwrap(call.callee);
    if (!isMember(callee) || propertyName(callee) !== 'push' || callee.object.type !== 'Identifier') return;
    const list = this.evaluate(callee.object, scope);
    if (list?.kind === 'list') scope.assign(callee.object.name, { kind: 'list', items: [...list.items, ...this.argumentsOf(call, scope)] });
  }

  #template(node: TemplateLiteral, scope: Scope, fill: (value: Value | undefined, expression: Node) => Fragments, isRaw = false): Fragments {
    const fragments: Fragment[] = [];
    node.quasis.forEach((quasi, i) => {
      const { from, to } = stretchOf(quasi);
      fragments.push(...(isRaw ? rawLiteral : decodeLiteral)(this.#code, from, to));
      const expression = node.expressions[i];
      if (expression !== undefined) fragments.push(...fill(this.evaluate(expression, scope), expression));
    });
    return fragments;
  }

  /** What stands in place of `${…}` (or, without `before` and `after`, of an operand). */
  #fill(value: Value | undefined, expression: Node, before: number, after: number): Fragments {
    const { from, to } = this.#around(expression, before, after);
    const fragments = asFragments(value);
    return whole(fragments === undefined ? `\${${wordFor(expression)}}` : sqlOf(fragments), { from, to });
  }

  /** An expression with the marks around it, blanks and comments between them included. */
  #around(expression: Node, before: number, after: number): { readonly from: number; readonly to: number } {
    let { from, to } = stretchOf(expression);
    if (before > 0) from = this.#code.lastIndexOf('${', from);
    if (after > 0) to = this.#code.indexOf('}', to) + 1;
    return { from, to };
  }

  #unknown(expression: Node): Fragments {
    return whole(`\${${wordFor(expression)}}`, stretchOf(expression));
  }

  #tagged(node: TaggedTemplateExpression, scope: Scope): Value | undefined {
    const chain = chainOf(node.tag);
    if (chain.join('.') === 'String.raw') return text(this.#template(node.quasi, scope, (value, expression) => this.#fill(value, expression, 2, 1), true));
    if (!isSqlTag(chain)) return text(this.#template(node.quasi, scope, (value, expression) => this.#fill(value, expression, 2, 1)));
    const fragments = this.#template(node.quasi, scope, (value, expression) => {
      // A tag sends values apart from the text; only what is SQL itself is spliced.
      if (value === undefined || (value.kind === 'text' && value.isSql)) return this.#fill(value, expression, 2, 1);
      return whole('$1', this.#around(expression, 2, 1));
    });
    return { kind: 'text', fragments, isSql: true };
  }

  #binary(node: BinaryExpression, scope: Scope): Value | undefined {
    if (node.operator !== '+') return undefined;
    // Hundreds of operands make a tree that is deep on its left.
    const operands: Node[] = [];
    let left: Node = node;
    while (left.type === 'BinaryExpression' && left.operator === '+') {
      operands.unshift(left.right);
      left = unwrap(left.left);
    }
    operands.unshift(left);
    const values = operands.map((operand) => this.evaluate(operand, scope));
    if (values.every((value) => value === undefined)) return undefined;
    if (values.every((value) => value?.kind === 'scalar')) return undefined;
    return text(values.flatMap((value, i) => {
      const operand = operands[i] ?? node;
      const fragments = asFragments(value);
      if (fragments === undefined) return this.#unknown(operand);
      const { from, to } = stretchOf(operand);
      const isHere = fragments.every((fragment) => fragment.from >= from && fragment.to <= to);
      return isHere ? fragments : whole(sqlOf(fragments), { from, to });
    }));
  }

  #identifier(name: string, scope: Scope, node: Node): Value | undefined {
    if (scope.has(name)) return scope.get(name);
    if (name === '__dirname') return text(whole('.', stretchOf(node)));
    return name === '__filename' ? text(whole(`./${this.#fileName}`, stretchOf(node))) : undefined;
  }

  #member(node: Member, scope: Scope): Value | undefined {
    const chain = chainOf(node).join('.');
    if (chain.endsWith('meta.dirname') || chain.endsWith('meta.url')) return text(whole('.', stretchOf(node)));
    if (chain.endsWith('meta.filename')) return text(whole(`./${this.#fileName}`, stretchOf(node)));
    const object = this.evaluate(node.object, scope);
    if (object?.kind === 'record' || object?.kind === 'handle') return partOf(object, this.#key(node, scope));
    if (object?.kind === 'list') {
      const index = node.computed ? this.evaluate(node.property, scope) : undefined;
      return index?.kind === 'scalar' && typeof index.value === 'number' ? object.items[index.value] : undefined;
    }
    return undefined;
  }

  #key(node: Member, scope: Scope): string | undefined {
    const name = propertyName(node);
    if (name !== undefined || !node.computed) return name;
    const fragments = asFragments(this.evaluate(node.property, scope));
    return fragments === undefined ? undefined : sqlOf(fragments);
  }

  #array(node: ArrayExpression, scope: Scope): Value {
    const items = node.elements.flatMap((element) => {
      if (element === null) return [undefined];
      if (element.type !== 'SpreadElement') return [this.evaluate(element, scope)];
      const spread = this.evaluate(element.argument, scope);
      return spread?.kind === 'list' ? spread.items : [undefined];
    });
    return { kind: 'list', items };
  }

  #object(node: ObjectExpression, scope: Scope): Value {
    const entries = new Map<string, Value | undefined>();
    const inner = new Scope(scope);
    for (const property of node.properties) {
      if (property.type === 'SpreadElement') {
        const spread = this.evaluate(property.argument, scope);
        if (spread?.kind === 'record') for (const [name, value] of spread.entries) entries.set(name, value);
        continue;
      }
      const name = keyName(property.key, property.computed);
      if (name === undefined) continue;
      entries.set(name, property.type === 'ObjectMethod' ? { kind: 'function', node: property, scope: inner } : this.evaluate(property.value, inner));
    }
    const value: Value = { kind: 'record', entries };
    inner.declare('this', value);
    return value;
  }

  /** A class with the values of its properties and its methods, static or not. */
  classValue(body: ClassBody, scope: Scope): Value {
    const entries = new Map<string, Value | undefined>();
    const value: Value = { kind: 'record', entries };
    const inner = new Scope(scope);
    inner.declare('this', value);
    for (const member of body.body) {
      if (member.type === 'ClassMethod') {
        const name = keyName(member.key, member.computed);
        if (name !== undefined) entries.set(name, { kind: 'function', node: member, scope: inner });
      } else if (member.type === 'ClassProperty' || member.type === 'ClassPrivateProperty') {
        const name = keyName(member.key, member.type === 'ClassProperty' && member.computed);
        if (name !== undefined) entries.set(name, member.value == null ? undefined : this.evaluate(member.value, inner));
      }
    }
    return value;
  }

  #call(call: Call, scope: Scope): Value | undefined {
    const { callee } = call;
    const chain = chainOf(callee);
    const name = chain.at(-1) ?? '';
    const function_ = this.calledFunction(call, scope);
    if (function_ !== undefined) return this.returned(function_, this.argumentsOf(call, scope));
    const sql = this.#sqlCall(call, chain, name, scope);
    if (sql !== undefined) return sql;
    if (/^(?:readFileSync|readFile)$/.test(name)) {
      const path = asFragments(this.#argument(call, 0, scope));
      return path === undefined ? undefined : { kind: 'file', path: sqlOf(path) };
    }
    if ((name === 'join' || name === 'resolve') && (chain.length === 1 || chain[0] === 'path')) return this.#path(call, scope);
    if (name === 'fileURLToPath' || name === 'String' || name === 'dirname') return name === 'dirname' ? text(whole('.', stretchOf(call))) : this.#argument(call, 0, scope);
    if (chain.join('.') === 'Object.freeze') return this.#argument(call, 0, scope);
    if (/^Object\.(?:keys|values|entries)$/.test(chain.join('.'))) return this.#ofRecord(call, name, scope);
    return isMember(callee) ? this.#method(call, callee, name, scope) : undefined;
  }

  /** The function of this file that a call runs. */
  calledFunction({ callee }: Call, scope: Scope): Extract<Value, { kind: 'function' }> | undefined {
    const inner = unwrap(callee);
    if (inner.type !== 'Identifier' && !isMember(inner) && inner.type !== 'FunctionExpression' && inner.type !== 'ArrowFunctionExpression') return undefined;
    if (isMember(inner) && isCall(unwrap(inner.object))) return undefined;
    const value = this.evaluate(inner, scope);
    return value?.kind === 'function' ? value : undefined;
  }

  #argument(call: Call, index: number, scope: Scope): Value | undefined {
    const argument = argumentAt(call, index);
    return argument === undefined ? undefined : this.evaluate(argument, scope);
  }

  #path(call: Call, scope: Scope): Value | undefined {
    const parts = this.argumentsOf(call, scope).map((value) => asFragments(value));
    if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined;
    return text(whole(parts.map((part) => sqlOf(part ?? [])).join('/'), stretchOf(call)));
  }

  #ofRecord(call: Call, name: string, scope: Scope): Value | undefined {
    const record = this.#argument(call, 0, scope);
    if (record?.kind !== 'record') return undefined;
    const place = stretchOf(call);
    const items = [...record.entries].map(([key, value]): Value | undefined => {
      if (name === 'values') return value;
      const word = text(whole(key, place));
      return name === 'keys' ? word : { kind: 'list', items: [word, value] };
    });
    return { kind: 'list', items };
  }

  /** What makes SQL of its arguments: `sql.raw(…)`, `sql.ref('a.b')`, `knex.raw(…)`, `CompiledQuery.raw(…)`. */
  #sqlCall(call: Call, chain: readonly string[], name: string, scope: Scope): Value | undefined {
    const place = stretchOf(call);
    const sql = (fragments: Fragments | undefined): Value | undefined => (fragments === undefined ? undefined : { kind: 'text', fragments, isSql: true });
    if (name === 'raw' || (name === 'unsafe' && chain.length > 1)) return sql(asFragments(this.#argument(call, 0, scope)));
    const callee = unwrap(call.callee);
    if (isMember(callee) && (name === 'compile' || name === 'toQuery' || name === 'toString')) {
      const made = this.evaluate(callee.object, scope);
      if (made?.kind === 'text') return made;
    }
    if (!isSqlTag(chain.slice(0, -1)) && !(chain.length === 1 && isSqlTag(chain))) return undefined;
    const words = this.argumentsOf(call, scope).flatMap((value) => (value?.kind === 'list' ? value.items : [value])).map((value) => asFragments(value));
    if (words.length === 0 || words.some((word) => word === undefined)) return sql(whole(`\${${argumentWord(call)}}`, place));
    const texts = words.map((word) => sqlOf(word ?? []));
    switch (name) {
      case 'lit':
      case 'literal':
      case 'val':
        return sql(whole(`'${(texts[0] ?? '').replaceAll("'", "''")}'`, place));
      case 'ref':
      case 'table':
        return sql(whole((texts[0] ?? '').split('.').map(quoteName).join('.'), place));
      default:
        return sql(whole(texts.map(quoteName).join('.'), place));
    }
  }

  #method(call: Call, callee: Member, name: string, scope: Scope): Value | undefined {
    const object = this.evaluate(callee.object, scope);
    if (object === undefined) return undefined;
    if (object.kind === 'list') return this.#listMethod(call, object, name, scope);
    if (object.kind === 'handle') return GIVES_HANDLE.test(name) ? object : undefined;
    if (object.kind === 'file') return /^(?:toString|trim|trimEnd)$/.test(name) ? object : undefined;
    const fragments = asFragments(object);
    if (fragments === undefined) return undefined;
    switch (name) {
      case 'trim':
      case 'trimStart':
      case 'trimEnd':
      case 'toString':
      case 'valueOf':
        return object;
      case 'toUpperCase':
      case 'toLowerCase':
        return text(whole(name === 'toUpperCase' ? sqlOf(fragments).toUpperCase() : sqlOf(fragments).toLowerCase(), stretchOf(call)));
      case 'concat': {
        const parts = this.argumentsOf(call, scope).map(asFragments);
        return parts.some((part) => part === undefined) ? undefined : text([...fragments, ...parts.flatMap((part) => part ?? [])]);
      }
      case 'replace':
      case 'replaceAll':
        return this.#replaced(call, fragments, name === 'replaceAll', scope);
      default:
        return undefined;
    }
  }

  #replaced(call: Call, fragments: Fragments, all: boolean, scope: Scope): Value | undefined {
    const wanted = argumentAt(call, 0);
    const by = asFragments(this.#argument(call, 1, scope));
    if (wanted === undefined || by === undefined) return undefined;
    const sql = sqlOf(fragments);
    const replacements: Replacement[] = [];
    if (wanted.type === 'RegExpLiteral') {
      // White space may be made fewer: that changes no statement.
      if (/^(?:\\s|\\n|\\r|\\t|[ +*{}\d,()|[\]?^$])+$/.test(wanted.pattern)) return text(fragments);
      if (!/^[\w\s:@#%-]+$/.test(wanted.pattern)) return undefined;
    }
    const word = wanted.type === 'RegExpLiteral' ? wanted.pattern : sqlOf(asFragments(this.evaluate(wanted, scope)) ?? []);
    if (word === '') return undefined;
    const isEvery = all || (wanted.type === 'RegExpLiteral' && wanted.flags.includes('g'));
    for (let at = sql.indexOf(word); at !== -1; at = sql.indexOf(word, at + word.length)) {
      replacements.push({ at, length: word.length, by: sqlOf(by) });
      if (!isEvery) break;
    }
    return text(splice(fragments, replacements));
  }

  #listMethod(call: Call, { items }: Extract<Value, { kind: 'list' }>, name: string, scope: Scope): Value | undefined {
    switch (name) {
      case 'join': {
        const separator = call.arguments.length === 0 ? ',' : sqlOf(asFragments(this.#argument(call, 0, scope)) ?? []);
        return this.#joined(items, separator, call);
      }
      case 'map':
      case 'flatMap': {
        const given = this.#argument(call, 0, scope);
        if (given?.kind !== 'function') return undefined;
        return { kind: 'list', items: items.map((item, i) => this.returned(given, [item, { kind: 'scalar', value: i }])) };
      }
      case 'filter':
      case 'slice':
      case 'sort':
      case 'toSorted':
        return { kind: 'list', items };
      case 'reverse':
      case 'toReversed':
        return { kind: 'list', items: [...items].reverse() };
      case 'concat':
        return { kind: 'list', items: [...items, ...this.argumentsOf(call, scope).flatMap((value) => (value?.kind === 'list' ? value.items : [value]))] };
      default:
        return undefined;
    }
  }

  #joined(items: readonly (Value | undefined)[], separator: string, call: Call): Value | undefined {
    if (items.length > 0 && items.every((item) => asFragments(item) === undefined)) return undefined;
    const fragments: Fragment[] = [];
    for (const [i, item] of items.entries()) {
      const end = fragments.at(-1)?.to ?? stretchOf(call).from;
      const next = asFragments(item) ?? whole('${item}', { from: end, to: end });
      if (i > 0) fragments.push({ sql: separator, from: end, to: Math.max(end, next[0]?.from ?? end), exact: false });
      fragments.push(...next);
    }
    return text(fragments);
  }
}

/** Tags and objects that mark SQL: `sql`, `db.sql`, `sql.unsafe`, `sql.type(…)`, `Prisma.sql`. */
export function isSqlTag(chain: readonly string[]): boolean {
  return chain.some((name) => /^(?:sql|slonik|postgres|pgsql)$/i.test(name));
}

/** A property of a value. */
function partOf(value: Value | undefined, name: string | undefined): Value | undefined {
  if (value?.kind === 'handle') return value;
  return value?.kind === 'record' && name !== undefined ? value.entries.get(name) : undefined;
}

function isPattern(node: Node): node is PatternLike {
  return ['Identifier', 'AssignmentPattern', 'ArrayPattern', 'ObjectPattern', 'RestElement'].includes(node.type);
}

function argumentWord(call: Call): string {
  const argument = argumentAt(call, 0);
  return argument === undefined ? wordFor(call) : wordFor(argument);
}

function text(fragments: Fragments): Value {
  return { kind: 'text', fragments, isSql: false };
}

/** What a value is when it is made part of a text; undefined where that is unknown. */
export function asFragments(value: Value | undefined): Fragments | undefined {
  if (value?.kind === 'text') return value.fragments;
  return value?.kind === 'scalar' ? whole(String(value.value), { from: 0, to: 0 }) : undefined;
}

/** A name as SQL writes it, quoted where it has to be. */
export function quoteName(name: string): string {
  return QUOTED_NAME.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
