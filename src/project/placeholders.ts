/** Values by name for tools that look names up whatever the case of their letters: as written, in small letters, in capitals. The first value of a name holds. */
export function ignoringCase(values: Iterable<readonly [string, string]>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of values) {
    for (const spelling of [name, name.toLowerCase(), name.toUpperCase()]) if (!found.has(spelling)) found.set(spelling, value);
  }
  return found;
}
