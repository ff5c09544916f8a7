const SECTION = /^\[\s*([^\s\]"]+)\s*(?:"((?:[^"\\]|\\.)*)")?\s*\]/;
const KEY = /^([A-Za-z][\w-]*)\s*(=?)/;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' };

/**
 * Reads the format of git's configuration files, which sqitch.conf has too: values by `section.subsection.key`, the section
 * in lower case, the rest as written. Of several values of one key the last counts; lines that are none of the format say nothing.
 */
export function readGitConfig(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let section = '';
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    let line = (lines[at] ?? '').trimStart();
    const header = SECTION.exec(line);
    if (header !== null) {
      const name = (header[1] ?? '').toLowerCase();
      section = header[2] === undefined ? name : `${name}.${header[2].replace(/\\(.)/g, '$1')}`;
      line = line.slice(header[0].length).trimStart();
    }
    const key = KEY.exec(line);
    if (key === null) continue;
    line = line.slice(key[0].length);
    let value = readValue(line);
    while (value.continues && at + 1 < lines.length) {
      line = line.slice(0, -1) + (lines[++at] ?? '');
      value = readValue(line);
    }
    // A key alone says yes.
    values.set(`${section}.${key[1] ?? ''}`, key[2] === '' ? 'true' : value.text);
  }
  return values;
}

/** A value up to its comment, without its quotes. */
function readValue(line: string): { readonly text: string; readonly continues: boolean } {
  let text = '';
  let isQuoted = false;
  /** How much of the text stays when blanks at the end go. */
  let kept = 0;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '\\') {
      const next = line.charAt(++at);
      if (next === '') return { text: text.slice(0, kept), continues: true };
      text += ESCAPED[next] ?? next;
      kept = text.length;
    } else if (character === '"') {
      isQuoted = !isQuoted;
      kept = text.length;
    } else if (!isQuoted && (character === '#' || character === ';')) {
      break;
    } else if (isQuoted || !/\s/.test(character)) {
      text += character;
      kept = text.length;
    } else if (text !== '') {
      text += character;
    }
  }
  return { text: text.slice(0, kept), continues: false };
}
