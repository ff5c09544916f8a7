import { findNearest } from '../xcluster/nearest.js';

/** A JSON schema, as far as this file writes one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What the shapes cannot know by themselves. */
export interface Vocabulary {
  readonly ruleIds: readonly string[];
}

/** Where a value stands, and where its problems go. */
export interface Place extends Vocabulary {
  /** `overrides[0].files`; empty for the whole config. */
  readonly path: string;
  report(path: string, problem: string): void;
}

/** What a value must look like: read it, and say it as a JSON schema. Both are one thing so that they cannot differ. */
export interface Shape<T> {
  /** The value as the program uses it, or undefined after at least one problem was reported. */
  read(value: unknown, place: Place): T | undefined;
  schema(vocabulary: Vocabulary): JsonSchema;
}

/** What a shape's values are. */
export type ValueOf<S> = S extends Shape<infer T> ? T : never;

/** A key of an object, with what people are told of it. */
export interface Key<T> {
  readonly shape: Shape<T>;
  /** One or two sentences, Markdown. */
  readonly summary: string;
  readonly required?: boolean;
}

type Keys = Readonly<Record<string, Key<unknown>>>;

/** What `object(keys)` reads: every key that was written. */
export type ObjectOf<K extends Keys> = { readonly [Name in keyof K]?: ValueOf<K[Name]['shape']> };

/** `true` or `false`. */
export const flag: Shape<boolean> = {
  read(value, place) {
    if (typeof value === 'boolean') return value;
    place.report(place.path, `must be true or false, not ${show(value)}.`);
    return undefined;
  },
  schema: () => ({ type: 'boolean' }),
};

/** A text that is not empty. `findProblem` may refuse it with a sentence; `pattern` says the same to a JSON schema. */
export function text(options: { readonly findProblem?: (value: string) => string | null; readonly pattern?: string } = {}): Shape<string> {
  return {
    read(value, place) {
      if (typeof value !== 'string' || value === '') {
        place.report(place.path, `must be a text${value === '' ? ' that is not empty' : `, not ${show(value)}`}.`);
        return undefined;
      }
      const problem = options.findProblem?.(value) ?? null;
      if (problem === null) return value;
      place.report(place.path, problem);
      return undefined;
    },
    schema: () => ({ type: 'string', minLength: 1, ...(options.pattern === undefined ? {} : { pattern: options.pattern }) }),
  };
}

/** One of a few words; `what` names them: `mode`, `level`. */
export function choice<const T extends string>(what: string, choices: readonly T[]): Shape<T> {
  return {
    read(value, place) {
      const found = choices.find((known) => known === value);
      if (found !== undefined) return found;
      place.report(place.path, explainUnknown(what, value, choices));
      return undefined;
    },
    schema: () => ({ enum: choices }),
  };
}

/** The id of a rule. */
export const ruleId: Shape<string> = {
  read(value, place) {
    if (typeof value === 'string' && place.ruleIds.includes(value)) return value;
    place.report(place.path, explainUnknown('rule', value, place.ruleIds, false));
    return undefined;
  },
  schema: ({ ruleIds }) => ({ enum: ruleIds }),
};

/** A list, each member of one shape. `distinct`: no member twice (for texts). */
export function list<T>(
  of: Shape<T>,
  options: { readonly min?: number; readonly max?: number; readonly distinct?: boolean } = {},
): Shape<readonly T[]> {
  const { min = 0, max = Infinity, distinct = true } = options;
  return {
    read(value, place) {
      if (!Array.isArray(value)) {
        place.report(place.path, `must be a list, not ${show(value)}.`);
        return undefined;
      }
      if (value.length < min || value.length > max) {
        place.report(place.path, `must have ${min === max ? 'exactly' : 'at least'} ${String(min)} ${min === 1 ? 'entry' : 'entries'}, and has ${String(value.length)}.`);
        return undefined;
      }
      const members: T[] = [];
      const seen = new Map<unknown, number>();
      value.forEach((member: unknown, index) => {
        const at = `${place.path}[${String(index)}]`;
        const first = distinct ? seen.get(member) : undefined;
        if (first !== undefined) place.report(at, `repeats ${place.path}[${String(first)}].`);
        seen.set(member, index);
        const read = of.read(member, { ...place, path: at });
        if (read !== undefined) members.push(read);
      });
      return members;
    },
    schema: (vocabulary) => ({
      type: 'array',
      items: of.schema(vocabulary),
      ...(distinct ? { uniqueItems: true } : {}),
      ...(min > 0 ? { minItems: min } : {}),
      ...(max < Infinity ? { maxItems: max } : {}),
    }),
  };
}

/** An object whose keys are names of one shape and whose values are all of another. */
export function record<T>(keys: Shape<string>, values: Shape<T>): Shape<ReadonlyMap<string, T>> {
  return {
    read(value, place) {
      if (!isObject(value)) {
        place.report(place.path, `must be an object, not ${show(value)}.`);
        return undefined;
      }
      const entries = new Map<string, T>();
      for (const [name, member] of Object.entries(value)) {
        const at = { ...place, path: joinKey(place.path, name) };
        const key = keys.read(name, at);
        const read = values.read(member, at);
        if (key !== undefined && read !== undefined) entries.set(key, read);
      }
      return entries;
    },
    schema: (vocabulary) => ({
      type: 'object',
      propertyNames: keys.schema(vocabulary),
      additionalProperties: values.schema(vocabulary),
    }),
  };
}

/** An object with known keys only. */
export function object<const K extends Keys>(keys: K): Shape<ObjectOf<K>> {
  const names = Object.keys(keys);
  return {
    read(value, place) {
      if (!isObject(value)) {
        place.report(place.path, `must be an object, not ${show(value)}.`);
        return undefined;
      }
      const read: Record<string, unknown> = {};
      for (const [name, member] of Object.entries(value)) {
        const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
        const path = joinKey(place.path, name);
        if (key === undefined) place.report(path, explainUnknown('key', name, names));
        else read[name] = key.shape.read(member, { ...place, path });
      }
      for (const name of names) {
        if (keys[name]?.required === true && !Object.hasOwn(value, name)) place.report(joinKey(place.path, name), 'is missing.');
      }
      return read as ObjectOf<K>;
    },
    schema: (vocabulary) => ({
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(keys).map(([name, key]) => [name, { description: key.summary, ...key.shape.schema(vocabulary) }]),
      ),
      required: names.filter((name) => keys[name]?.required === true),
      additionalProperties: false,
    }),
  };
}

/** A text that stands for an object with that one key, or the object. */
export function shorthand<T>(short: Shape<string>, long: Shape<T>, expand: (value: string) => T): Shape<T> {
  return {
    read(value, place) {
      if (isObject(value)) return long.read(value, place);
      if (typeof value !== 'string') {
        place.report(place.path, `must be a text or an object, not ${show(value)}.`);
        return undefined;
      }
      const read = short.read(value, place);
      return read === undefined ? undefined : expand(read);
    },
    schema: (vocabulary) => ({ anyOf: [short.schema(vocabulary), long.schema(vocabulary)] }),
  };
}

/** `there is no mode "bidirectionel"; did you mean "bidirectional"?` For many known names the others are not listed. */
function explainUnknown(what: string, value: unknown, known: readonly string[], listed = known.length <= 8): string {
  if (typeof value !== 'string') return `must be one of ${known.map((name) => JSON.stringify(name)).join(', ')}, not ${show(value)}.`;
  const nearest = findNearest(value, known) ?? known.find((name) => value.length > 2 && (name.startsWith(value) || value.startsWith(name)));
  if (nearest !== undefined) return `there is no ${what} "${value}"; did you mean "${nearest}"?`;
  return `there is no ${what} "${value}"${listed ? `; known: ${known.join(', ')}` : ''}.`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value, short enough for a message. */
function show(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : `a ${typeof value}`;
}

function joinKey(path: string, name: string): string {
  const shown = /^[\w$-]+$/.test(name) ? name : JSON.stringify(name);
  return path === '' ? shown : `${path}.${shown}`;
}
