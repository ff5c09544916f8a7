/** The longest identifier, in bytes: `NAMEDATALEN - 1`. */
const MAX_BYTES = 63;

/** What the catalog already calls something: asked for while a name is being chosen. */
export interface TakenNames {
  /** Whether a table, index, sequence, view or composite type of the schema has the name. */
  hasRelation(schema: string, name: string): boolean;
  /** Whether a constraint of any table or domain of the schema has the name. */
  hasConstraint(schema: string, name: string): boolean;
}

/**
 * Joins the parts with `_` as PostgreSQL's `makeObjectName` does: where the whole is longer than 63 bytes, the longer
 * of the first two parts is shortened, byte by byte, and never inside a character.
 */
export function makeObjectName(name1: string, name2: string | null, label: string): string {
  const whole = name2 === null ? `${name1}_${label}` : `${name1}_${name2}_${label}`;
  if (whole.length * 3 <= MAX_BYTES || byteLength(whole) <= MAX_BYTES) return whole;
  const available = MAX_BYTES - byteLength(label) - (name2 === null ? 1 : 2);
  let length1 = byteLength(name1);
  let length2 = name2 === null ? 0 : byteLength(name2);
  while (length1 + length2 > available) {
    if (length1 > length2) length1--;
    else length2--;
  }
  const start = clip(name1, length1);
  return name2 === null ? `${start}_${label}` : `${start}_${clip(name2, length2)}_${label}`;
}

/** `ChooseRelationName`: the first free one of `…_label`, `…_label1`, `…_label2` … among the schema's relations. */
export function chooseRelationName(
  taken: TakenNames,
  schema: string,
  name1: string,
  name2: string | null,
  label: string,
  isConstraint: boolean,
): string {
  for (let pass = 0; ; pass++) {
    const name = makeObjectName(name1, name2, pass === 0 ? label : `${label}${pass}`);
    if (!taken.hasRelation(schema, name) && !(isConstraint && taken.hasConstraint(schema, name))) return name;
  }
}

/** `ChooseConstraintName`: the same among the schema's constraints. */
export function chooseConstraintName(taken: TakenNames, schema: string, name1: string, name2: string | null, label: string): string {
  for (let pass = 0; ; pass++) {
    const name = makeObjectName(name1, name2, pass === 0 ? label : `${label}${pass}`);
    if (!taken.hasConstraint(schema, name)) return name;
  }
}

/** What stands between the table's name and the label in the name of an index or foreign key: the columns' names. */
export function joinColumnNames(names: readonly string[]): string {
  let joined = '';
  for (const name of names) {
    joined = joined === '' ? name : `${joined}_${name}`;
    // PostgreSQL stops once its buffer of 64 bytes is full; what follows would be cut away all the same.
    if (byteLength(joined) > MAX_BYTES) break;
  }
  return joined;
}

/** The names that an index's own columns get: a repeated one has a number appended (`ChooseIndexColumnNames`). */
export function chooseIndexColumnNames(wanted: readonly string[]): string[] {
  if (wanted.length === 1) return [...wanted];
  const chosen: string[] = [];
  for (const name of wanted) {
    let current = name;
    for (let i = 1; chosen.includes(current); i++) {
      const number = String(i);
      current = clip(name, Math.min(byteLength(name), MAX_BYTES - number.length)) + number;
    }
    chosen.push(current);
  }
  return chosen;
}

function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // A surrogate is two bytes of the character's four.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

const MULTIRANGE_SUFFIX = '_multirange';

/** What PostgreSQL calls a range's multirange: `floatmultirange` for `floatrange`, `span_multirange` for `span`. */
export function multirangeName(range: string): string {
  if (range.includes('range')) return clip(range.replace('range', 'multirange'), MAX_BYTES);
  return clip(range, MAX_BYTES - MULTIRANGE_SUFFIX.length) + MULTIRANGE_SUFFIX;
}

/** The longest start of the text that has at most this many bytes. */
function clip(text: string, bytes: number): string {
  if (byteLength(text) <= bytes) return text;
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += byteLength(character);
    if (used > bytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}
