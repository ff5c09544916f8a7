import type { ForOfStatement, IfStatement, Node, Program, Statement, SwitchStatement } from '@babel/types';
import type { EmbeddedItem } from '../sql/embedded.js';
import type { Direction } from '../sql/migration.js';
import { dialectOfLiteral, dialectWhere } from './dialects.js';
import { asFragments, isSqlTag, type Evaluator } from './evaluate.js';
import { locate, sqlOf, type Fragments } from './fragments.js';
import { builderCall, fillIn, sendingOf, type Sending } from './senders.js';
import { chainOf, childrenOf, isCall, isMember, propertyName, stretchOf, unwrap, type Call, type Stretch } from './syntax.js';
import { Scope, type FunctionNode, type Value } from './values.js';

/** How often a loop is gone through at most. */
const MOST_TURNS = 500;
/** How many items are taken from one file at most; code that makes more is no migration. */
const MOST_ITEMS = 50_000;

/** What becomes of the value of an expression: it is waited for or thrown away, kept, or handed to a call. */
type Use = 'statement' | 'value' | 'argument';

/** What begins a statement, where a text may be a part of one as well. */
const BEGINS_STATEMENT = /^\s*(?:--[^\n]*\n\s*)*(?:create|alter|drop|insert\s+into|update|delete\s+from|truncate|do\s*\$|grant|revoke|comment\s+on|set|begin|commit|lock|refresh|call|reindex|vacuum)\b/i;
/** A text of which nothing is known but that it is one. */
const NOTHING_KNOWN = /^\s*\$\{\w+\}\s*;?\s*$/;
/** What people call the thing that changes the database, where the file does not say. */
const HANDLE_NAME = /^(?:knex|pgm|queryInterface|queryRunner|sequelize|db|trx|client|pool|connection|dataSource|manager|entityManager|em|orm)$/;
/** Calls that wait for all that they are given. */
const GATHERS = /^(?:all|allSettled|push|concat|race|series|each|then|finally|mapSeries)$/;
const TRANSACTION = /^(?:transaction|tx|\$transaction|transactional)$/;

/** Calls that change the database by other means than SQL. */
export interface Unread {
  count: number;
  /** In the order in which they were met, without repetition. */
  readonly names: Set<string>;
  /** The first of them. */
  readonly place: Stretch;
}

/** Goes through code as it would run, and gathers the SQL that is sent. */
export class Walker {
  readonly items: EmbeddedItem[] = [];
  readonly #evaluator: Evaluator;
  readonly #entered = new Set<FunctionNode>();
  readonly #unread: Unread[] = [];
  /** A text that a loop or a second call sends again as it was is judged once. */
  readonly #sent = new Set<string>();
  readonly #counted = new Set<number>();
  #direction: Direction = 'up';
  #transaction: boolean | null = null;
  /** How many conditions that nobody can decide stand around the present place. */
  #undecided = 0;
  /** Whether a name got its value where a condition decided. */
  #hasAlternative = false;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  /** Calls of a query builder in what goes up. */
  get unread(): Unread | undefined {
    return this.#unread[0];
  }

  /** Runs a function that the tool runs. `transaction`: what the file says of its transaction. */
  run({ node, scope }: Extract<Value, { kind: 'function' }>, direction: Direction, transaction: boolean | null): void {
    this.#direction = direction;
    this.#transaction = transaction;
    const handles = node.params.map((): Value => ({ kind: 'handle' }));
    this.#enter(node, scope, handles);
    if (!this.#hasAlternative) return;
    // A name may have had another value: what that makes of the texts is added, and nothing is taken twice.
    this.#transaction = transaction;
    this.#evaluator.way = 'else';
    this.#enter(node, scope, handles);
    this.#evaluator.way = 'then';
    this.#hasAlternative = false;
  }

  /** Runs a file that says nothing of directions: from top to bottom, and then what nothing in it calls. */
  runAll(program: Program, scope: Scope): void {
    this.#block(program.body, scope);
    for (const statement of program.body) {
      const declared = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration' ? statement.declaration : statement;
      if (declared?.type !== 'FunctionDeclaration' || this.#entered.has(declared)) continue;
      this.#direction = /down|rollback|revert|undo/i.test(declared.id?.name ?? '') ? 'down' : 'up';
      this.#enter(declared, scope, []);
    }
  }

  #enter(node: FunctionNode, above: Scope, given: readonly (Value | undefined)[]): void {
    this.#entered.add(node);
    this.#evaluator.deeper(() => {
      const scope = this.#evaluator.enter(node, above, given);
      if (node.body.type === 'BlockStatement') this.#block(node.body.body, scope);
      else this.#expression(node.body, scope, 'statement');
    });
  }

  /** Whether the statements after it run too. */
  #block(statements: readonly Statement[], scope: Scope): boolean {
    for (const statement of statements) {
      if (statement.type === 'FunctionDeclaration' && statement.id != null) scope.declare(statement.id.name, { kind: 'function', node: statement, scope });
    }
    return statements.every((statement) => this.#statement(statement, scope));
  }

  #statement(node: Statement, scope: Scope): boolean {
    switch (node.type) {
      case 'BlockStatement':
        return this.#block(node.body, new Scope(scope));
      case 'ExpressionStatement':
        this.#expression(node.expression, scope, 'statement');
        return true;
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) {
          if (init != null) this.#expression(init, scope, 'value');
          this.#evaluator.forgetChoice();
          this.#evaluator.bind(id, init == null ? undefined : this.#evaluator.evaluate(init, scope), scope);
          this.#hasAlternative ||= this.#evaluator.metChoice;
        }
        return true;
      case 'ReturnStatement':
        if (node.argument != null) this.#expression(node.argument, scope, 'statement');
        return true;
      case 'IfStatement':
        return this.#if(node, scope);
      case 'SwitchStatement':
        this.#switch(node, scope);
        return true;
      case 'ForOfStatement':
        this.#forOf(node, scope);
        return true;
      case 'TryStatement':
        this.#block(node.block.body, new Scope(scope));
        if (node.handler != null) this.#block(node.handler.body.body, new Scope(scope));
        if (node.finalizer != null) this.#block(node.finalizer.body, new Scope(scope));
        return true;
      case 'ClassDeclaration':
        if (node.id != null) scope.declare(node.id.name, this.#evaluator.classValue(node.body, scope));
        return true;
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
        return node.declaration == null || this.#other(node.declaration, scope);
      case 'FunctionDeclaration':
      case 'ImportDeclaration':
        return true;
      default:
        return this.#other(node, scope);
    }
  }

  /** What has no way of its own here: its parts, one after the other. */
  #other(node: Node, scope: Scope): boolean {
    if (isStatement(node)) {
      if (HAS_OWN_WAY.has(node.type)) return this.#statement(node, scope);
      const inner = new Scope(scope);
      // What a loop counts has another value each time.
      const isLoop = /^(?:For|While|DoWhile)/.test(node.type);
      for (const child of childrenOf(node)) {
        if (isLoop && isStatement(child) && child.type !== 'VariableDeclaration') for (const name of countedIn(node)) inner.assign(name, undefined);
        this.#other(child, inner);
      }
    } else {
      this.#expression(node, scope, 'statement');
    }
    return true;
  }

  #if(node: IfStatement, scope: Scope): boolean {
    const { consequent, alternate } = node;
    this.#expression(node.test, scope, 'value');
    const dialect = dialectWhere(node.test);
    this.#undecided += dialect === undefined ? 1 : 0;
    // The second time the branch changes nothing outside whose values the names kept the first time.
    const isSecond = dialect === undefined && this.#evaluator.way === 'else';
    if (dialect !== 'foreign') this.#statement(consequent, new Scope(scope, isSecond && alternate == null));
    if (dialect !== 'ours' && alternate != null) this.#statement(alternate, new Scope(scope, isSecond));
    this.#undecided -= dialect === undefined ? 1 : 0;
    // `if (isPostgres) { …; return; }`: the rest is for others.
    return !(dialect === 'ours' && leaves(consequent));
  }

  #switch({ discriminant, cases }: SwitchStatement, scope: Scope): void {
    this.#expression(discriminant, scope, 'value');
    const inner = new Scope(scope);
    const hasOurs = cases.some(({ test }) => test != null && dialectOfLiteral(test) === 'ours');
    // Cases without statements fall through to the next.
    let dialects: (ReturnType<typeof dialectOfLiteral> | 'other')[] = [];
    for (const { test, consequent } of cases) {
      dialects.push(test == null ? (hasOurs ? 'foreign' : 'other') : (dialectOfLiteral(test) ?? 'other'));
      if (consequent.length === 0) continue;
      if (dialects.some((dialect) => dialect !== 'foreign')) this.#block(consequent, inner);
      dialects = [];
    }
  }

  #forOf(node: ForOfStatement, scope: Scope): void {
    this.#expression(node.right, scope, 'value');
    const list = this.#evaluator.evaluate(node.right, scope);
    const items = list?.kind === 'list' && list.items.length > 0 ? list.items.slice(0, MOST_TURNS) : [undefined];
    for (const item of items) {
      const inner = new Scope(scope);
      if (node.left.type === 'VariableDeclaration') {
        const [declaration] = node.left.declarations;
        if (declaration !== undefined) this.#evaluator.bind(declaration.id, item, inner);
      } else {
        this.#evaluator.bind(node.left, item, inner);
      }
      this.#statement(node.body, inner);
    }
  }

  #expression(written: Node, scope: Scope, use: Use): void {
    const node = unwrap(written);
    switch (node.type) {
      case 'AwaitExpression':
      case 'YieldExpression':
      case 'UnaryExpression':
        if (node.argument != null) this.#expression(node.argument, scope, node.type === 'UnaryExpression' && node.operator !== 'void' ? 'value' : 'statement');
        return;
      case 'CallExpression':
      case 'OptionalCallExpression':
        this.#call(node, scope, use);
        return;
      case 'TaggedTemplateExpression':
        // Of postgres.js and its like: awaiting the text sends it.
        if (use === 'statement' && isSqlTag(chainOf(node.tag))) this.#send({ sql: node, values: undefined, filling: 'none', isAmbiguous: true, isCommonName: false }, scope, use, node);
        return;
      case 'ConditionalExpression': {
        const dialect = dialectWhere(node.test);
        this.#expression(node.test, scope, 'value');
        if (dialect !== 'foreign') this.#expression(node.consequent, scope, use);
        if (dialect !== 'ours') this.#expression(node.alternate, scope, use);
        return;
      }
      case 'LogicalExpression':
        this.#expression(node.left, scope, 'value');
        this.#expression(node.right, scope, use);
        return;
      case 'SequenceExpression':
        for (const one of node.expressions) this.#expression(one, scope, 'statement');
        return;
      case 'AssignmentExpression':
        this.#expression(node.right, scope, 'value');
        this.#evaluator.forgetChoice();
        if (this.#evaluator.assign(node, scope) && (this.#undecided > 0 || this.#evaluator.metChoice)) this.#hasAlternative = true;
        return;
      case 'ArrayExpression':
        for (const element of node.elements) if (element !== null) this.#expression(element.type === 'SpreadElement' ? element.argument : element, scope, use === 'argument' ? 'value' : use);
        return;
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        this.#expression(node.object, scope, 'value');
        return;
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ClassExpression':
        return;
      default:
        if (isStatement(node)) this.#statement(node, scope);
        else for (const child of childrenOf(node)) if (!isFunctionLike(child)) this.#expression(child, scope, 'value');
    }
  }

  #call(call: Call, scope: Scope, use: Use): void {
    const callee = unwrap(call.callee);
    const name = isMember(callee) ? (propertyName(callee) ?? '') : (chainOf(callee).at(-1) ?? '');
    const sending = sendingOf(call);
    const isSent = sending !== undefined && this.#send(sending, scope, use, call);
    if (!isSent) {
      const function_ = this.#evaluator.calledFunction(call, scope);
      if (function_ !== undefined) {
        for (const argument of call.arguments) this.#expression(argument, scope, 'argument');
        this.#enter(function_.node, function_.scope, this.#evaluator.argumentsOf(call, scope));
        return;
      }
      if (use === 'statement' && sending === undefined) this.#count(call, callee, scope);
    }
    this.#evaluator.push(call, scope);
    if (isMember(callee)) this.#expression(callee.object, scope, sending?.sql === callee.object ? 'argument' : GOES_ON.test(name) ? use : 'value');
    this.#readState(name, callee, scope);
    this.#arguments(call, callee, name, scope, use);
  }

  #arguments(call: Call, callee: Node, name: string, scope: Scope, use: Use): void {
    const before = this.#transaction;
    const isTransaction = TRANSACTION.test(name) && call.arguments.some((argument) => isFunctionLike(argument));
    if (isTransaction) this.#transaction = true;
    for (const argument of call.arguments) {
      const given = argument.type === 'SpreadElement' ? argument.argument : argument;
      const value = isFunctionLike(given) || given.type === 'Identifier' ? this.#evaluator.evaluate(given, scope) : undefined;
      if (value?.kind !== 'function') this.#expression(given, scope, GATHERS.test(name) ? 'statement' : 'argument');
      else for (const parameters of this.#turns(callee, name, scope, isTransaction)) this.#enter(value.node, value.scope, parameters);
    }
    if (isTransaction || use !== 'statement') this.#transaction = before;
  }

  /** What a function that is handed to a call is called with: each item of a list, or once with what nobody knows. */
  #turns(callee: Node, name: string, scope: Scope, isTransaction: boolean): readonly (readonly (Value | undefined)[])[] {
    if (isTransaction) return [[{ kind: 'handle' }]];
    if (!isMember(callee)) return [[]];
    const object = this.#evaluator.evaluate(callee.object, scope);
    if (object?.kind === 'handle' && GIVES_ITSELF.test(name)) return [[object]];
    if (object?.kind !== 'list' || object.items.length === 0 || !ITERATES.test(name)) return [[]];
    const items = object.items.slice(0, MOST_TURNS);
    return name === 'reduce' ? items.map((item) => [undefined, item]) : items.map((item, i) => [item, { kind: 'scalar', value: i }]);
  }

  /** Calls that say in which transaction the following runs. */
  #readState(name: string, callee: Node, scope: Scope): void {
    if (!isMember(callee)) return;
    if (name === 'noTransaction' && this.#isHandle(callee.object, scope)) this.#transaction = false;
    else if (name === 'startTransaction' && this.#isHandle(callee.object, scope)) this.#transaction = true;
    else if (name === 'commitTransaction' && this.#isHandle(callee.object, scope)) this.#transaction = false;
  }

  /** Takes note of a call that changes the database without SQL. */
  #count(call: Call, callee: Node, scope: Scope): void {
    if (this.#direction === 'down' || this.#counted.has(call.start ?? 0)) return;
    const builder = builderCall(call);
    let found: { readonly callee: Node; readonly name: string } | undefined;
    if (builder !== undefined && this.#isHandle(callee, scope)) found = builder;
    // A function of another file that is handed what it can change the database with.
    else if (!isMember(callee) || chainOf(callee)[0] === 'this' || !this.#isHandle(callee, scope)) {
      const isHanded = call.arguments.some((argument) => argument.type === 'Identifier' && this.#evaluator.evaluate(argument, scope)?.kind === 'handle');
      const name = chainOf(callee).at(-1) ?? '';
      if (isHanded && name !== '' && !HARMLESS.test(name)) found = { callee, name };
    }
    if (found === undefined) return;
    this.#counted.add(call.start ?? 0);
    const [unread] = this.#unread;
    if (unread === undefined) {
      this.#unread.push({ count: 1, names: new Set([found.name]), place: stretchOf(found.callee) });
    } else {
      unread.count += 1;
      unread.names.add(found.name);
    }
  }

  /** Whether an expression is, or is a part of, what the library gives to change the database with. */
  #isHandle(node: Node, scope: Scope): boolean {
    const root = rootOf(node);
    if (root.type === 'ThisExpression') return chainOf(node).some((name) => HANDLE_NAME.test(name));
    if (root.type !== 'Identifier') return false;
    const value = this.#evaluator.evaluate(root, scope);
    return value === undefined ? HANDLE_NAME.test(root.name) : value.kind === 'handle';
  }

  /** Gathers what a call sends; false where it turns out to send nothing. */
  #send(sending: Sending, scope: Scope, use: Use, call: Node): boolean {
    const { sql, isAmbiguous, isCommonName } = sending;
    if (isCommonName && isCall(call) && !this.#isHandle(call.callee, scope) && !chainOf(call.callee).some((name) => HANDLE_NAME.test(name))) return false;
    this.#evaluator.forgetChoice();
    const isTaken = this.#take(sending, this.#evaluator.evaluate(sql, scope), scope, use, call);
    if (!this.#evaluator.metChoice) return isTaken;
    const { way } = this.#evaluator;
    this.#evaluator.way = way === 'then' ? 'else' : 'then';
    const isOtherTaken = this.#take(sending, this.#evaluator.evaluate(sql, scope), scope, use, call);
    this.#evaluator.way = way;
    return isTaken || isOtherTaken || !isAmbiguous;
  }

  #take(sending: Sending, value: Value | undefined, scope: Scope, use: Use, call: Node): boolean {
    const { sql, values, filling, isAmbiguous } = sending;
    if (value?.kind === 'list') return value.items.map((item) => this.#take(sending, item, scope, use, call)).includes(true);
    if (value?.kind === 'record') return this.#take(sending, value.entries.get('query') ?? value.entries.get('text') ?? value.entries.get('sql'), scope, use, call);
    const given = asFragments(value);
    if (given === undefined) {
      if (isAmbiguous && use !== 'statement') return false;
      const { from, to } = stretchOf(sql);
      // What the library fills into the text of a file is not looked for.
      if (value?.kind === 'file' && values === undefined && !value.path.includes('${')) this.#add({ kind: 'include', path: value.path, start: from, end: to, direction: this.#direction, transaction: this.#transaction });
      else this.#add({ kind: 'unanalyzable', message: explainUnknown(value), start: from, end: to });
      return true;
    }
    const fragments = fillIn(given, filling, values === undefined ? undefined : this.#evaluator.evaluate(values, scope), values !== undefined);
    const text = sqlOf(fragments);
    if (isAmbiguous && use !== 'statement' && !BEGINS_STATEMENT.test(text)) return false;
    if (NOTHING_KNOWN.test(text)) this.#add({ kind: 'unanalyzable', message: explainUnknown(undefined), start: stretchOf(sql).from, end: stretchOf(sql).to });
    else this.#addText(fragments, stretchOf(sql));
    return true;
  }

  #addText(fragments: Fragments, place: Stretch): void {
    const located = locate(fragments, place);
    const key = `${this.#direction} ${String(located.start)} ${located.sql}`;
    if (this.#sent.has(key)) return;
    this.#sent.add(key);
    this.#add({ kind: 'text', ...located, direction: this.#direction, transaction: this.#transaction });
  }

  #add(item: EmbeddedItem): void {
    if (item.kind === 'include') {
      const key = `${this.#direction} file ${item.path}`;
      if (this.#sent.has(key)) return;
      this.#sent.add(key);
    }
    if (item.kind === 'unanalyzable') {
      const key = `? ${String(item.start)}`;
      if (this.#direction === 'down' || this.#sent.has(key)) return;
      this.#sent.add(key);
    }
    if (this.items.length < MOST_ITEMS) this.items.push(item);
  }
}

/** Calls whose object is sent itself: `knex.raw(…).then(…)`. */
const GOES_ON = /^(?:then|catch|finally|transacting|on|timeout|asCallback|execute|simple|stream)$/;
/** Methods that call a function for each item. */
const ITERATES = /^(?:forEach|map|flatMap|mapSeries|each|reduce|filter|some|every)$/;
/** Methods that hand their object on to the function they are given. */
const GIVES_ITSELF = /^(?:then|withConnection|connect|use|task)$/;
/** Functions that are told of the database and leave it alone. */
const HARMLESS = /^(?:log|info|debug|warn|error|assert|console|get\w*|is\w*|has\w*|check\w*|helper|require|String|Boolean|bind|call|apply|resolve)$/;
const HAS_OWN_WAY: ReadonlySet<string> = new Set([
  ...['BlockStatement', 'ExpressionStatement', 'VariableDeclaration', 'ReturnStatement', 'IfStatement', 'SwitchStatement', 'ForOfStatement', 'TryStatement', 'ClassDeclaration'],
  ...['FunctionDeclaration', 'ImportDeclaration', 'ExportNamedDeclaration', 'ExportDefaultDeclaration'],
]);

function explainUnknown(value: Value | undefined): string {
  return value?.kind === 'file' ? `Not judged: this SQL is read from ${value.path}` : 'Not judged: this SQL is put together while the migration runs, or comes from another file';
}

function isStatement(node: Node): node is Statement {
  return /(?:Statement|Declaration)$/.test(node.type);
}

/** The names that `++` and `--` count anywhere in a loop. */
function countedIn(node: Node): readonly string[] {
  if (node.type === 'UpdateExpression') return node.argument.type === 'Identifier' ? [node.argument.name] : [];
  return childrenOf(node).flatMap(countedIn);
}

function isFunctionLike({ type }: Node): boolean {
  return type === 'FunctionExpression' || type === 'ArrowFunctionExpression' || type === 'ClassExpression' || type === 'ObjectMethod' || type === 'ClassMethod';
}

/** The first thing of a chain: `knex` of `knex('users').where(…)`. */
function rootOf(node: Node): Node {
  const inner = unwrap(node);
  if (isMember(inner)) return rootOf(inner.object);
  if (isCall(inner)) return rootOf(inner.callee);
  return inner.type === 'AwaitExpression' ? rootOf(inner.argument) : inner;
}

/** Whether a statement ends the function in any case. */
function leaves(node: Statement): boolean {
  if (node.type === 'BlockStatement') return node.body.some(leaves);
  return node.type === 'ReturnStatement' || node.type === 'ThrowStatement';
}
