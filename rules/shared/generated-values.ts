import type { Column, Expression, Schema, TypeName } from '../../src/rule.js';

const RANDOM_GENERATORS = new Set([
  'gen_random_uuid',
  'uuid_generate_v1',
  'uuid_generate_v1mc',
  'uuid_generate_v4',
  'uuidv4',
  'uuidv7',
  'uuid_generate_v7',
  'nanoid',
]);

/** Whether the expression calls a generator that never gives the same value on two clusters. */
export function isRandom(expression: Expression | null): boolean {
  return expression !== null && expression.calls.some((call) => RANDOM_GENERATORS.has(call.name));
}

/** Whether a function of this name gives every caller another value. */
export function isRandomFunction(name: string): boolean {
  return RANDOM_GENERATORS.has(name) || name === 'random';
}

/** Whether the column counts: a serial, an identity, or a default that draws from a sequence. */
export function drawsFromSequence(column: Column): boolean {
  return column.serial !== null || column.identity !== null || callsNextval(column.default);
}

/** Whether the expression draws from a sequence. */
export function callsNextval(expression: Expression | null): boolean {
  return expression !== null && (expression.sequence !== null || expression.calls.some((call) => call.name === 'nextval'));
}

/** Whether the type is `uuid` or a domain over it. */
export function isUuid(type: TypeName, schema: Schema): boolean {
  if (type.array) return false;
  const seen = new Set<string>();
  let current = type;
  while (!(current.base.schema === 'pg_catalog' && current.base.name === 'uuid')) {
    const key = `${current.base.schema}.${current.base.name}`;
    const domain = schema.type(current.base);
    if (domain?.kind !== 'domain' || domain.baseType === null || seen.has(key)) return false;
    seen.add(key);
    current = domain.baseType;
  }
  return !current.array;
}
