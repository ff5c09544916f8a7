/** A line of properties that goes on in the next: an odd number of backslashes at its end. */
const GOES_ON = /(?<!\\)(?:\\\\)*\\$/;
/** The key, with what is escaped in it; then the value, after `=`, `:` or white space. */
const ENTRY = /^((?:[^\\=:\s]|\\.)*)[ \t\f]*(?:[=:][ \t\f]*)?(.*)$/s;
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(.))/gs;
const CONTROL: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** Reads Java's properties, as `java.util.Properties.load` does; of a key that is there twice the last value holds. */
export function readProperties(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  let pending = '';
  for (const raw of [...text.split(/\r\n|[\n\r]/), '']) {
    const line = raw.replace(/^[ \t\f]+/, '');
    if (pending === '' && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue;
    if (GOES_ON.test(line)) {
      pending += line.slice(0, -1);
      continue;
    }
    const [, key = '', value = ''] = ENTRY.exec(pending + line) ?? [];
    properties.set(unescape(key), unescape(value));
    pending = '';
  }
  return properties;
}

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (_, code: string | undefined, char: string) => (code === undefined ? (CONTROL[char] ?? char) : String.fromCharCode(Number.parseInt(code, 16))));
}
