const TOKEN = /\/\/[^\n]*|\/\*[^]*?\*\/|'''[^]*?'''|"""[^]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[\w.]+|[^\s]/g;

/**
 * What a block of a Gradle build (Groovy or Kotlin) assigns as plain text: `name = 'x'`, `name.set("x")`, `name 'x'`, lists
 * (`['a']`, `arrayOf("a")`) and maps (`[a: 'b']`, `mapOf("a" to "b")`). A build is a program: what is computed is left out.
 */
export function readGradleBlock(text: string, name: string): readonly (readonly [string, unknown])[] {
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token).filter((token) => !token.startsWith('//') && !token.startsWith('/*'));
  const found: (readonly [string, unknown])[] = [];
  for (let start = tokens.indexOf(name); start !== -1; start = tokens.indexOf(name, start + 1)) {
    if (tokens[start + 1] !== '{') continue;
    let depth = 0;
    for (let at = start + 1; at < tokens.length; at++) {
      const token = tokens[at] ?? '';
      if (token === '{') depth += 1;
      else if (token === '}') depth -= 1;
      if (depth === 0) break;
      if (depth !== 1 || !/^[A-Za-z]\w*(?:\.set)?$/.test(token)) continue;
      const value = readValue(tokens, tokens[at + 1] === '=' || token.endsWith('.set') ? at + 2 : at + 1);
      if (value !== undefined) found.push([token.replace(/\.set$/, ''), value]);
    }
  }
  return found;
}

/** The value that begins at a token; undefined for anything that is no literal. */
function readValue(tokens: readonly string[], at: number): unknown {
  const first = tokens[at] ?? '';
  if (first === 'true' || first === 'false' || /^\d+$/.test(first)) return first;
  if (isString(first)) return unquote(first);
  const open = first === '[' ? at : /^(?:array|list|map|set|mutable\w+)Of$/.test(first) && tokens[at + 1] === '(' ? at + 1 : -1;
  if (open === -1) return undefined;
  const list: string[] = [];
  const map = new Map<string, string>();
  for (let i = open + 1; i < tokens.length; i++) {
    const token = tokens[i] ?? '';
    if (token === ']' || token === ')') return map.size > 0 ? Object.fromEntries(map) : list;
    const between = tokens[i + 1] ?? '';
    const value = tokens[i + 2] ?? '';
    if ((between === ':' || between === 'to') && isString(value)) {
      map.set(isString(token) ? unquote(token) : token, unquote(value));
      i += 2;
    } else if (isString(token)) list.push(unquote(token));
    else if (token !== ',') return undefined;
  }
  return undefined;
}

function isString(token: string): boolean {
  return token.startsWith("'") || token.startsWith('"');
}

function unquote(token: string): string {
  const marks = /^(?:'''|""")/.test(token) && token.length >= 6 ? 3 : 1;
  return token.slice(marks, -marks).replace(/\\(.)/g, '$1');
}
