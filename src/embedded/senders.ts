import type { Node } from '@babel/types';
import { splice, sqlOf, type Fragments, type Replacement } from './fragments.js';
import { asFragments, isSqlTag, quoteName } from './evaluate.js';
import { argumentAt, chainOf, isCall, isMember, propertyName, unwrap, type Call } from './syntax.js';
import type { Value } from './values.js';

/** How a library fills values into a text. */
type Filling = 'knex' | 'sequelize' | 'node-pg-migrate' | 'none';

/** A call that sends SQL to the database. */
export interface Sending {
  /** What says the SQL. */
  readonly sql: Node;
  /** What is filled into it. */
  readonly values: Node | undefined;
  readonly filling: Filling;
  /** Whether the call makes a part of a statement as well as it sends one, which its place and its text have to tell. */
  readonly isAmbiguous: boolean;
  /** Whether methods of this name are common on other things than databases. */
  readonly isCommonName: boolean;
}

/** Reads a call as the one that sends SQL; undefined where it is another. */
export function sendingOf(call: Call): Sending | undefined {
  const callee = unwrap(call.callee);
  if (!isMember(callee)) return undefined;
  const name = propertyName(callee);
  const object = unwrap(callee.object);
  const sql = argumentAt(call, 0);
  const values = argumentAt(call, 1);
  const sends = (facts: Partial<Sending> & { readonly sql?: Node | undefined }): Sending | undefined => {
    const text = facts.sql ?? sql;
    return text === undefined ? undefined : { values, filling: 'none', isAmbiguous: false, isCommonName: false, ...facts, sql: text };
  };
  switch (name) {
    case 'sql':
      return sends({ filling: 'node-pg-migrate' });
    case 'raw':
      return isSqlTag(chainOf(object)) || chainOf(object).at(-1) === 'CompiledQuery' ? undefined : sends({ filling: 'knex', isAmbiguous: true });
    case 'unsafe':
      return sends({ isAmbiguous: true });
    case 'query':
      return sends({ filling: 'sequelize', isCommonName: true });
    case 'queryRaw':
    case 'runSql':
    case 'addSql':
    case '$executeRawUnsafe':
    case '$queryRawUnsafe':
      return sends({});
    case 'none':
    case 'multi':
    case 'manyOrNone':
    case 'oneOrNone':
      return sends({ isCommonName: true, isAmbiguous: true });
    case 'execute':
      // sql`…`.execute(db), and db.execute(sql`…`).
      return isSqlMade(object) ? sends({ sql: object, values: undefined }) : sql !== undefined && isSqlMade(unwrap(sql)) ? sends({ values: undefined }) : undefined;
    case 'executeQuery':
      return sends({ values: undefined });
    default:
      return undefined;
  }
}

/** Whether an expression is SQL by its tag or the function that makes it. */
function isSqlMade(node: Node): boolean {
  if (node.type === 'TaggedTemplateExpression') return isSqlTag(chainOf(node.tag));
  return isCall(node) && isSqlTag(chainOf(node.callee));
}

/** Methods of query builders and managers that change something, as far as their names tell. */
const CHANGES =
  /^(?:create|drop|alter|add|remove|rename|change|insert|update|upsert|delete|truncate|bulk|clear|grant|revoke|comment|increment|decrement|refresh|replace|attach|detach|disable|enable)|^(?:del|save|table|set|merge|mergeInto|restore|softDelete|up|down)$/;
/** Methods of a name like that, which change nothing. */
const NO_CHANGES = /^(?:createQueryRunner|createQueryBuilder|updateSearchPath|addListener|removeListener|setMaxListeners)$/;

/** The innermost call of a chain that changes something without SQL; undefined where there is none. */
export function builderCall(call: Call): { readonly callee: Node; readonly name: string } | undefined {
  const callee = unwrap(call.callee);
  if (!isMember(callee)) return undefined;
  const object = unwrap(callee.object);
  const inner = isCall(object) ? builderCall(object) : isMember(object) ? innerCall(object) : undefined;
  if (inner !== undefined) return inner;
  const name = propertyName(callee) ?? '';
  return CHANGES.test(name) && !NO_CHANGES.test(name) ? { callee, name } : undefined;
}

function innerCall(member: Node): { readonly callee: Node; readonly name: string } | undefined {
  const inner = unwrap(member);
  if (isCall(inner)) return builderCall(inner);
  return isMember(inner) ? innerCall(inner.object) : undefined;
}

/** Puts into a text what the library puts there: values as parameters, names as they are. */
export function fillIn(fragments: Fragments, filling: Filling, values: Value | undefined, isGiven: boolean): Fragments {
  if (filling === 'knex') return fillKnex(fragments, values, isGiven);
  if (filling === 'sequelize') return values?.kind === 'record' ? fillSequelize(fragments, values.entries) : fragments;
  if (filling === 'node-pg-migrate' && isGiven) return fillNodePgMigrate(fragments, values);
  return fragments;
}

/** `?` and `:name` are values, `??` and `:name:` are names; `\?` is an operator's question mark. */
function fillKnex(fragments: Fragments, values: Value | undefined, isGiven: boolean): Fragments {
  const named = values?.kind === 'record' ? values.entries : undefined;
  const listed = values?.kind === 'list' ? values.items : [values];
  let next = 0;
  const pattern = named === undefined ? /\\\?|\?\??/g : /\\\?|(?<![:\w]):(\w+)\b(:(?!:))?/g;
  return replaceAll(fragments, pattern, ([found, name, colon]) => {
    if (found === '\\?') return '?';
    if (!isGiven) return found;
    if (name !== undefined) return named?.has(name) !== true ? found : colon === ':' ? nameFrom(named.get(name), name) : '$1';
    const value = listed[next];
    next += 1;
    return found === '??' ? nameFrom(value, 'name') : '$1';
  });
}

/** `replacements` are written into the text, `bind` is sent apart. */
function fillSequelize(fragments: Fragments, options: ReadonlyMap<string, Value | undefined>): Fragments {
  const replacements = options.get('replacements');
  let filled = fragments;
  if (replacements?.kind === 'record') {
    filled = replaceAll(filled, /(?<![:\w]):(\w+)/g, ([found, name]) => (replacements.entries.has(name ?? '') ? '$1' : found));
  } else if (options.has('replacements')) {
    filled = replaceAll(filled, replacements?.kind === 'list' ? /\?/g : /\?|(?<![:\w]):[A-Za-z_]\w*/g, () => '$1');
  }
  return options.has('bind') ? replaceAll(filled, /\$[A-Za-z_]\w*(?!\w*\$)/g, () => '$1') : filled;
}

/** `{name}` is a name where its value is a text, and else the value. */
function fillNodePgMigrate(fragments: Fragments, values: Value | undefined): Fragments {
  const entries = values?.kind === 'record' ? values.entries : undefined;
  return replaceAll(fragments, /\{(\w+)\}/g, ([found, name = '']) => {
    if (entries !== undefined && !entries.has(name)) return found;
    const value = entries?.get(name);
    return value?.kind === 'scalar' ? String(value.value) : nameFrom(value, name);
  });
}

function nameFrom(value: Value | undefined, otherwise: string): string {
  const fragments = asFragments(value);
  return fragments === undefined ? `\${${otherwise}}` : sqlOf(fragments).split('.').map(quoteName).join('.');
}

function replaceAll(fragments: Fragments, pattern: RegExp, by: (match: RegExpExecArray) => string): Fragments {
  const replacements: Replacement[] = [];
  for (const match of sqlOf(fragments).matchAll(pattern)) {
    const text = by(match);
    if (text !== match[0]) replacements.push({ at: match.index, length: match[0].length, by: text });
  }
  return splice(fragments, replacements);
}
