import type { Node } from '@pgsql/types';
import type { QualifiedName, Sequence } from '../model.js';
import { itemsOf, resolveRelation, stringsOf, type Context } from './context.js';

/** What a list of sequence options says; absent where it says nothing. */
export interface SequenceOptions {
  readonly increment?: number;
  readonly start?: number;
  readonly min?: number;
  readonly max?: number;
  readonly cycle?: boolean;
  /** Null for `OWNED BY NONE`. */
  readonly ownedBy?: { readonly table: QualifiedName; readonly column: string } | null;
  /** `SEQUENCE NAME`, as dumps write it for an identity column. */
  readonly schema?: string;
  readonly name?: string;
  readonly restarts?: boolean;
  /** The number of `RESTART WITH`. */
  readonly restart?: number;
}

/** Reads the options of `CREATE SEQUENCE`, `ALTER SEQUENCE` and identity columns. */
export function readSequenceOptions(cx: Context, nodes: readonly Node[] | undefined): SequenceOptions {
  let options: SequenceOptions = {};
  for (const node of nodes ?? []) {
    if ('DefElem' in node) options = { ...options, ...readOption(cx, node.DefElem.defname ?? '', node.DefElem.arg) };
  }
  return options;
}

/** The sequence after an `ALTER SEQUENCE` with these options, its owner aside. */
export function withOptions(sequence: Sequence, options: Pick<SequenceOptions, 'increment' | 'start' | 'cycle' | 'restarts' | 'restart'>): Sequence {
  const { increment = sequence.increment, start = sequence.start, cycle = sequence.cycle } = options;
  const position = options.restarts === true ? { position: options.restart ?? start } : {};
  return { ...sequence, increment, start, cycle, ...position };
}

function readOption(cx: Context, name: string, value: Node | undefined): SequenceOptions {
  const number = numberIn(value);
  switch (name) {
    case 'increment':
      return number === undefined ? {} : { increment: number };
    case 'start':
      return number === undefined ? {} : { start: number };
    case 'minvalue':
      return number === undefined ? {} : { min: number };
    case 'maxvalue':
      return number === undefined ? {} : { max: number };
    case 'cycle':
      return { cycle: value !== undefined && 'Boolean' in value && value.Boolean.boolval === true };
    case 'restart':
      return number === undefined ? { restarts: true } : { restarts: true, restart: number };
    case 'owned_by':
      return { ownedBy: readOwner(cx, stringsOf(itemsOf(value))) };
    case 'sequence_name': {
      const parts = stringsOf(itemsOf(value));
      const [schema, own] = [parts.at(-2), parts.at(-1)];
      return { ...(schema === undefined ? {} : { schema }), ...(own === undefined ? {} : { name: own }) };
    }
    default:
      return {};
  }
}

function readOwner(cx: Context, parts: readonly string[]): { readonly table: QualifiedName; readonly column: string } | null {
  const [table, column] = [parts.at(-2), parts.at(-1)];
  return table === undefined || column === undefined ? null : { table: resolveRelation(cx, parts.at(-3), table), column };
}

function numberIn(value: Node | undefined): number | undefined {
  if (value === undefined) return undefined;
  if ('Integer' in value) return value.Integer.ival ?? 0;
  if ('Float' in value) return Number(value.Float.fval ?? 0);
  return undefined;
}
