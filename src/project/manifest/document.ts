/** A configuration file's content, not yet checked; or why it could not be read, with the place: `line 3: expected a value`. */
export type Document = { readonly value: unknown; readonly error?: undefined } | { readonly value?: undefined; readonly error: string };

/** Reads with somebody else's parser, whose complaints become `error`. `explain` says of what it threw where and what it was. */
export function readWith(parse: () => unknown, explain: (thrown: unknown) => string): Document {
  try {
    return { value: parse() };
  } catch (thrown) {
    return { error: explain(thrown) };
  }
}

/** What a path of keys leads to; undefined where one of them is missing. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

/** A scalar as text: settings are written `1` and `"1"` alike. Undefined for what is no scalar. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : undefined;
}

/** `true`, or the word in any letter case. Undefined for everything else. */
export function asBoolean(value: unknown): boolean | undefined {
  const text = asText(value)?.trim().toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** The members of a list; one scalar is a list of one, in which commas part the members. */
export function asList(value: unknown): readonly string[] | undefined {
  if (Array.isArray(value)) return value.flatMap((member) => asText(member) ?? []);
  return asText(value)
    ?.split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}

/** The members of a table, in its order; none for what is no table. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** The members of a list; none for what is no list. */
export function membersOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
