/** From a UTF-8 byte offset, as the parser counts, to UTF-16 units. Costs as much as the text before the offset is long. */
export function unitOfByte(text: string, byte: number): number {
  let bytes = 0;
  let unit = 0;
  while (bytes < byte && unit < text.length) {
    const code = text.charCodeAt(unit);
    // The two halves of a surrogate pair make four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code < 0xe000 ? 2 : 3;
    unit += 1;
  }
  return unit;
}

/** The way back. */
export function byteOfUnit(text: string, unit: number): number {
  let bytes = 0;
  for (let i = 0; i < unit; i++) {
    const code = text.charCodeAt(i);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code < 0xe000 ? 2 : 3;
  }
  return bytes;
}
