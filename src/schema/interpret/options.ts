import type { Node } from '@pgsql/types';
import type { Index, Table } from '../model.js';
import { itemsOf, type Context } from './context.js';

/** What `WITH (…)` and the database say of a table's colocation. */
export function readColocation(cx: Context, options: readonly Node[] | undefined): Pick<Table, 'colocated' | 'colocationId'> {
  return { colocated: readColocated(options) ?? cx.session.databaseColocated, colocationId: readColocationId(options) };
}

/** `colocation = …`, or `colocated = …` as it was called before; null where neither is written. */
export function readColocated(options: readonly Node[] | undefined): boolean | null {
  const value = optionValue(options, 'colocation') ?? optionValue(options, 'colocated');
  return value === undefined ? null : !['false', 'off', '0', 'no'].includes(value.toLowerCase());
}

/** `colocation_id = …` of an index, or of a constraint that has one; nothing where it is not written. */
export function readIndexColocation(options: readonly Node[] | undefined): Pick<Index, 'colocationId'> {
  const id = readColocationId(options);
  return id === null ? {} : { colocationId: id };
}

function readColocationId(options: readonly Node[] | undefined): number | null {
  const id = optionValue(options, 'colocation_id');
  return id === undefined ? null : Number(id);
}

/** The text of an option of `WITH (…)`; an option without a value is `true`. */
export function optionValue(options: readonly Node[] | undefined, name: string): string | undefined {
  for (const option of options ?? []) {
    if (!('DefElem' in option) || option.DefElem.defname !== name) continue;
    const { arg } = option.DefElem;
    if (arg === undefined) return 'true';
    const [value] = itemsOf(arg);
    if (value === undefined) return '';
    if ('String' in value) return value.String.sval ?? '';
    if ('Integer' in value) return String(value.Integer.ival ?? 0);
    if ('Float' in value) return value.Float.fval ?? '';
    if ('Boolean' in value) return String(value.Boolean.boolval ?? false);
    if ('TypeName' in value) return (value.TypeName.names ?? []).map((part) => ('String' in part ? part.String.sval : '')).join('.');
    return '';
  }
  return undefined;
}

