import type { Body } from '../../sql/body.js';
import type { Statement } from '../../sql/statement.js';
import { tokenize, type Token } from '../../sql/tokens.js';

/** A word of a routine, outside of the statements and expressions of its body that were read, that is one of these names. */
export function strayWord(host: Statement, body: Body, names: ReadonlySet<string>): string | null {
  const read = body.items.flatMap((item) => {
    if ((item.kind !== 'statement' && item.kind !== 'expression') || item.statement.folded) return [];
    const start = item.statement.start.offset - host.start.offset;
    return [[start, start + item.statement.text.length] as const];
  });
  for (const token of tokensWithin(host.text)) {
    const word = token.kind === 'quoted' ? host.text.slice(token.start + 1, token.end - 1) : token.value;
    if (names.has(word) && !read.some(([from, to]) => token.start >= from && token.end <= to)) return word;
  }
  return null;
}

/** The names in a text, those in its strings too, one string deep. */
function tokensWithin(text: string): readonly Token[] {
  return tokenize(text).flatMap((token) => {
    if (token.kind !== 'string') return token.kind === 'word' || token.kind === 'quoted' ? [token] : [];
    const opening = /^(?:\$\w*\$|[en]?')/i.exec(text.slice(token.start, token.end))?.[0].length ?? 1;
    return tokenize(text, token.start + opening, Math.max(token.start + opening, token.end - (text.charAt(token.start) === '$' ? opening : 1))).filter(({ kind }) => kind === 'word' || kind === 'quoted');
  });
}
