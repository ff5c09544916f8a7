import { tokenize, type Token } from '../sql/tokens.js';

/** SQL of the user's on one line and without comments, or as much of it as these tokens are. */
export function onOneLine(text: string, tokens: readonly Token[] = tokenize(text)): string {
  let sql = '';
  let before: Token | undefined;
  for (const token of tokens) {
    const isApart = before !== undefined && before.end < token.start;
    sql += `${isApart ? ' ' : ''}${text.slice(token.start, token.end)}`;
    before = token;
  }
  return sql;
}
