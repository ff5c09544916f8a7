const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Where a text stops being JSON and what was expected there (`JSON.parse` tells the place for some errors only).
 * `offset` counts UTF-16 units. Undefined for a text that is JSON.
 */
export function findJsonError(text: string): { readonly offset: number; readonly message: string } | undefined {
  const open: ('{' | '[')[] = [];
  let at = 0;
  const take = (token: RegExp): boolean => {
    token.lastIndex = at;
    if (!token.test(text)) return false;
    at = token.lastIndex;
    return true;
  };
  const takeChar = (char: string): boolean => {
    take(SPACE);
    if (text[at] !== char) return false;
    at++;
    return true;
  };
  const fail = (expected: string): { offset: number; message: string } => ({
    offset: at,
    message: `expected ${expected}${at >= text.length ? ', and the file ends' : `, not ${JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))}`}.`,
  });
  const takeKey = (): boolean => {
    take(SPACE);
    return take(STRING);
  };

  for (;;) {
    // A value begins here.
    take(SPACE);
    if (takeChar('{')) {
      if (!takeChar('}')) {
        if (!takeKey()) return fail('a key in double quotes or }');
        if (!takeChar(':')) return fail(':');
        open.push('{');
        continue;
      }
    } else if (takeChar('[')) {
      if (!takeChar(']')) {
        open.push('[');
        continue;
      }
    } else if (text[at] === '"' ? !take(STRING) : !take(SCALAR)) {
      return text[at] === '"' ? { offset: at, message: 'this text in quotes has no end on its line, or a wrong escape.' } : fail('a value');
    }
    // A value ended: close what it was the last of.
    for (;;) {
      const innermost = open.at(-1);
      if (innermost === undefined) {
        take(SPACE);
        return at === text.length ? undefined : fail('the end of the file');
      }
      if (takeChar(',')) {
        if (innermost === '{') {
          if (!takeKey()) return fail('a key in double quotes');
          if (!takeChar(':')) return fail(':');
        }
        break;
      }
      if (!takeChar(innermost === '{' ? '}' : ']')) return fail(innermost === '{' ? ', or }' : ', or ]');
      open.pop();
    }
  }
}
