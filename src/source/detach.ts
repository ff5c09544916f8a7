const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The same text, well-formed, in memory of its own. V8 keeps the whole string alive that another one is a slice of: a copy
 * lets the text go that a short piece of it was cut from.
 */
export function detach(text: string): string {
  return DECODER.decode(ENCODER.encode(text));
}
