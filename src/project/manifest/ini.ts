const SECTION = /^\[([^\]]*)\]$/;
const ENTRY = /^([^=]+)=(.*)$/;

/** Reads one section of an INI file, `key = value` by lines, comments after `#` or `;`; of a key that is there twice the last value holds. */
export function readIniSection(text: string, wanted: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let section = '';
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const header = SECTION.exec(line);
    if (header !== null) {
      section = (header[1] ?? '').trim();
      continue;
    }
    const [, key = '', value = ''] = ENTRY.exec(line) ?? [];
    if (section === wanted && key !== '') values.set(key.trim(), unquote(value.trim()));
  }
  return values;
}

function unquote(value: string): string {
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}
