import { unquoteIfSafe } from '../sql/identifier.js';

/** Reserved words that `pgsql-ast-parser` prints in small letters: no unquoted name can be one of them. */
const KEYWORDS = new Set(['check', 'constraint', 'default', 'foreign', 'not', 'null', 'primary', 'references', 'unique']);
/** After these words the next one is a keyword too: `PRIMARY KEY`, `ON DELETE CASCADE`, `NO ACTION`. */
const BEFORE_KEYWORD = new Set(['PRIMARY', 'FOREIGN', 'DELETE', 'UPDATE', 'NO']);

/** After these a parenthesis opens a list or an expression of its own, not the arguments of a call. */
const ENDS_OPERAND = /^(?:[\w"'$)\]{]|:\w|<%)/;

/** A name with a placeholder in it may have quotation marks that the printer does not double. */
const TOKEN = /\s+|'(?:[^']|'')*'|"(?:\{\{(?:(?!\}\}).)*\}\}|[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d+(?:\.\d+)?|::|<>|[<>!]=|\|\||[-+*/%<>=~!@#&|^?]+|[(),.;[\]]/g;

/** A token, or what stands in a pair of parentheses. */
type Piece = string | { readonly inside: readonly Piece[] };

/**
 * Writes generated SQL as people write it: keywords in capitals, no quotes and no parentheses that nothing needs, one line
 * where it fits into `width` columns, else one clause or one element of its longest list a line.
 */
export function tidySql(sql: string, width: number): string {
  const tokens: string[] = [];
  for (const token of sql.match(TOKEN) ?? []) if (token.trim() !== '') tokens.push(tidyToken(token, isUpdate(tokens) ? undefined : tokens.at(-1)));
  const pieces = dropParentheses(readPieces(tokens, { at: 0 }));
  const line = join(pieces);
  return line.length <= width ? line : breakLines(pieces);
}

/** Whether these are the first word of a statement that writes a table, whose name comes next. */
function isUpdate(tokens: readonly string[]): boolean {
  return tokens.length === 1 && tokens[0] === 'UPDATE';
}

function tidyToken(token: string, before: string | undefined): string {
  if (token.startsWith('"')) return unquoteIfSafe(token);
  const isKeyword = KEYWORDS.has(token) || (before !== undefined && BEFORE_KEYWORD.has(before));
  return isKeyword ? token.toUpperCase() : token;
}

function readPieces(tokens: readonly string[], cursor: { at: number }): Piece[] {
  const pieces: Piece[] = [];
  while (cursor.at < tokens.length) {
    const token = tokens[cursor.at++];
    if (token === undefined || token === ')') return pieces;
    pieces.push(token === '(' ? { inside: readPieces(tokens, cursor) } : token);
  }
  return pieces;
}

function dropParentheses(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  pieces.forEach((piece, position) => {
    if (typeof piece === 'string') {
      result.push(piece);
      return;
    }
    let inside = dropParentheses(piece.inside);
    // ((x)) says no more than (x), unless the inner pair is a query or a row.
    const [only] = inside;
    if (inside.length === 1 && only !== undefined && typeof only !== 'string' && only.inside[0] !== 'SELECT') inside = [...only.inside];
    if (isNeeded(inside, result.at(-1), pieces[position + 1])) result.push({ inside });
    else result.push(...inside);
  });
  return result;
}

/** Whether parentheses around `inside` mean something between these neighbours. */
function isNeeded(inside: readonly Piece[], before: Piece | undefined, after: Piece | undefined): boolean {
  if (typeof before === 'object' || inside.length === 0 || inside[0] === 'SELECT' || (inside.includes(',') && !isArray(inside))) return true;
  const opensList = before !== undefined && ENDS_OPERAND.test(before) && !isClauseWord(before);
  if (opensList) return true;
  const isAtom = inside.every((piece, position) => (typeof piece === 'string' ? isOperand(piece) : position > 0));
  if (isAtom || isArray(inside)) return false;
  const isMixed = inside.includes('OR') || inside[0] === 'NOT';
  const isJunction = isMixed || inside.includes('AND');
  const isDelimited = (piece: Piece | undefined): boolean => piece === undefined || piece === ',' || (typeof piece === 'string' && isClauseWord(piece));
  const joins = (piece: Piece | undefined): boolean => piece === 'AND' || piece === 'OR';
  const fits = (piece: Piece | undefined): boolean => (joins(piece) ? !isJunction || (piece === 'AND' && !isMixed) : isDelimited(piece));
  return before === 'DEFAULT' || !fits(before) || !fits(after);
}

/** `ARRAY[…]` and nothing else. */
function isArray(pieces: readonly Piece[]): boolean {
  return pieces[0] === 'ARRAY' && pieces[1] === '[' && pieces.indexOf(']') === pieces.length - 1;
}

function isOperand(token: string): boolean {
  return token === '.' || token === '*' || (/^(?:[\w"'${\u0080-\uffff]|:\w|<%)/.test(token) && !isClauseWord(token));
}

function isClauseWord(token: string): boolean {
  return ['SELECT', 'ON', 'WHERE', 'AND', 'OR', 'NOT', 'DEFAULT', 'FROM', 'JOIN', 'LEFT', 'INNER', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'AS', 'IS'].includes(token);
}

function join(pieces: readonly Piece[]): string {
  let text = '';
  pieces.forEach((piece, position) => {
    if (text !== '' && needsSpace(pieces, position)) text += ' ';
    text += typeof piece === 'string' ? piece : `(${join(piece.inside)})`;
  });
  return text;
}

function needsSpace(pieces: readonly Piece[], position: number): boolean {
  const piece = pieces[position];
  const before = pieces[position - 1];
  if (piece === ',' || piece === ';' || piece === '.' || before === '.') return false;
  if (piece === '::' || before === '::') return false;
  if (piece === '[' || piece === ']' || before === '[') return false;
  // `lower(email)`, but `REFERENCES users (id)`, `PRIMARY KEY (id)` and `1 + (…)`.
  if (typeof piece === 'object') return !isName(before) || RELATION_FOLLOWS.has(beforeName(pieces, position - 1));
  return true;
}

/** Before the name of a relation, after which a list of columns stands apart. */
const RELATION_FOLLOWS = new Set<Piece | undefined>(['REFERENCES', 'ON', 'ONLY', 'INTO', 'TABLE']);

function isName(piece: Piece | undefined): boolean {
  return typeof piece === 'string' && (piece.startsWith('"') || (/^(?:[\w${\u0080-\uffff]|:\w|<%)/.test(piece) && piece !== piece.toUpperCase()));
}

/** The piece before the name, with its schema, that ends at `position`. */
function beforeName(pieces: readonly Piece[], position: number): Piece | undefined {
  let start = position;
  while (pieces[start - 1] === '.') start -= 2;
  return pieces[start - 1];
}

const CLAUSES = new Set<Piece>(['FROM', 'LEFT', 'INNER', 'WHERE', 'GROUP', 'ORDER']);

function breakLines(pieces: readonly Piece[]): string {
  const lines: Piece[][] = [[]];
  pieces.forEach((piece, position) => {
    if (position > 0 && (CLAUSES.has(piece) || piece === 'REFERENCES')) lines.push([]);
    lines.at(-1)?.push(piece);
  });
  if (lines.length > 1) return lines.map((line) => (line[0] === 'REFERENCES' ? `  ${join(line)}` : join(line))).join('\n');
  const widths = pieces.map((piece) => (typeof piece === 'string' ? 0 : join(piece.inside).length));
  const widest = widths.indexOf(Math.max(...widths));
  const list = pieces[widest];
  if (list === undefined || typeof list === 'string') return join(pieces);
  const elements = splitElements(list.inside).map((element) => `  ${join(element)}`);
  const head = `${join(pieces.slice(0, widest))}${needsSpace(pieces, widest) ? ' ' : ''}`;
  const tail = widest + 1 < pieces.length ? ` ${join(pieces.slice(widest + 1))}` : '';
  return `${head}(\n${elements.join(',\n')}\n)${tail}`;
}

function splitElements(pieces: readonly Piece[]): Piece[][] {
  const elements: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece === ',') elements.push([]);
    else elements.at(-1)?.push(piece);
  }
  return elements;
}

