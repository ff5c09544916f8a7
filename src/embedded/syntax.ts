import type { CallExpression, Expression, MemberExpression, Node, OptionalCallExpression, OptionalMemberExpression } from '@babel/types';

/** A stretch of the file, in UTF-16 units. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Where a node stands. */
export function stretchOf({ start, end }: Node): Stretch {
  return { from: start ?? 0, to: end ?? start ?? 0 };
}

/** Calls, with `?.` or without. */
export type Call = CallExpression | OptionalCallExpression;
/** `a.b`, `a[b]`, with `?.` or without. */
export type Member = MemberExpression | OptionalMemberExpression;

export function isCall(node: Node): node is Call {
  return node.type === 'CallExpression' || node.type === 'OptionalCallExpression';
}

export function isMember(node: Node): node is Member {
  return node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression';
}

/** The expression in parentheses, casts and `!`. */
export function unwrap(node: Node): Node {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TypeCastExpression':
    case 'TSInstantiationExpression':
      return unwrap(node.expression);
    default:
      return node;
  }
}

/** `b` of `a.b` and `a['b']`, `#b` of `a.#b`; undefined where it is computed. */
export function propertyName(member: Member): string | undefined {
  const { property } = member;
  if (!member.computed) return property.type === 'Identifier' ? property.name : property.type === 'PrivateName' ? `#${property.id.name}` : undefined;
  return property.type === 'StringLiteral' ? property.value : undefined;
}

/** The name of a key in an object or a class. */
export function keyName(key: Node, computed: boolean): string | undefined {
  if (key.type === 'StringLiteral') return key.value;
  if (key.type === 'NumericLiteral') return String(key.value);
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  return key.type === 'Identifier' && !computed ? key.name : undefined;
}

/** The names of `a.b().c` from the root on, calls passed over: `['a', 'b', 'c']`. What has no name is `''`. */
export function chainOf(node: Node): readonly string[] {
  const inner = unwrap(node);
  if (inner.type === 'Identifier') return [inner.name];
  if (inner.type === 'ThisExpression') return ['this'];
  if (inner.type === 'AwaitExpression') return chainOf(inner.argument);
  if (isMember(inner)) return [...chainOf(inner.object), propertyName(inner) ?? ''];
  if (isCall(inner)) return chainOf(inner.callee);
  if (inner.type === 'TaggedTemplateExpression') return chainOf(inner.tag);
  return [''];
}

/** What a person would call an expression that has no value here: its last name. */
export function wordFor(node: Node): string {
  const inner = unwrap(node);
  if (isCall(inner)) return wordFor(inner.callee);
  const word = chainOf(inner).at(-1) ?? '';
  return /^[A-Za-z_]\w*$/.test(word) ? word : 'expression';
}

/** The arguments of a call that are expressions, by their place. */
export function argumentAt({ arguments: given }: Call, index: number): Expression | undefined {
  if (given.slice(0, index).some(({ type }) => type === 'SpreadElement')) return undefined;
  const argument = given[index];
  return argument === undefined || argument.type === 'SpreadElement' || argument.type === 'ArgumentPlaceholder' ? undefined : argument;
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (const [key, value] of Object.entries(node) as readonly (readonly [string, unknown])[]) {
    if (NO_CHILDREN.has(key)) continue;
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children.sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
}

/** What of a node is no code that runs. */
const NO_CHILDREN: ReadonlySet<string> = new Set(['loc', 'extra', 'errors', 'comments', 'tokens', 'leadingComments', 'innerComments', 'trailingComments', 'typeAnnotation', 'typeParameters', 'typeArguments', 'returnType', 'superTypeParameters', 'implements', 'predicate']);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
