import type { Clause } from '../rule.js';
import type { Span } from '../source/source-file.js';
import { spanOf, startOf } from '../sql/clause.js';

/** What is said about a statement that PostgreSQL's grammar refuses. */
export interface SyntaxErrorTexts {
  readonly message: string;
  readonly help: string;
}

/** Where the grammar stumbled: a word, or the place after the last one. */
export function syntaxErrorSpan(clause: Clause): Span {
  const start = startOf(clause);
  const span = spanOf(clause);
  return span.start.offset === start.offset ? span : { start, end: start };
}

/**
 * Puts PostgreSQL's message into plain words, and says so where the text looks like something else than PostgreSQL.
 * `text` is the statement, `offset` where in it the error is.
 */
export function explainSyntaxError(postgresMessage: string, text: string, offset: number): SyntaxErrorTexts {
  const message = `${inPlainWords(postgresMessage)}.`;
  const near = withoutWords(text.slice(Math.max(0, offset - WINDOW), offset + WINDOW));
  const guess = OTHER_LANGUAGES.find(({ signs }) => signs.test(near));
  if (guess !== undefined) return { message, help: guess.help };
  if (isForgottenSemicolon(text, offset)) return { message, help: 'Does the statement before this line lack its ";"?' };
  return { message, help: 'The rest of the file is judged all the same.' };
}

function inPlainWords(message: string): string {
  const near = /^syntax error at or near "([^]*)"$/.exec(message)?.[1];
  if (near !== undefined) return `PostgreSQL does not understand this statement from "${shorten(near)}" on`;
  if (message === 'syntax error at end of input') return 'The statement ends too early for PostgreSQL: something is missing here';
  return `PostgreSQL refuses this statement: ${message.replace(/\.$/, '')}`;
}

const PLACEHOLDER = /\$\{[^{}\n]*\}|\{\{[^{}\n]*\}\}|<%[^\n]*?%>|\{%[^\n]*?%\}|(?<!:)(?:::)?:[A-Za-z_]\w*/g;
const LONGEST_PLACEHOLDER = 100;

/** The placeholder of a template in which the grammar stumbled, as written; undefined where it is something else. */
export function findPlaceholder(text: string, offset: number): string | undefined {
  const from = Math.max(0, offset - LONGEST_PLACEHOLDER);
  for (const match of text.slice(from, offset + LONGEST_PLACEHOLDER).matchAll(PLACEHOLDER)) {
    const start = from + match.index;
    if (start <= offset && offset < start + match[0].length) return match[0];
  }
  return undefined;
}

/** How much of a long statement is looked at, before and after the error. */
const WINDOW = 4_000;

/** Without comments and strings, in which people may write about other databases. */
function withoutWords(text: string): string {
  return text.replace(/--[^\n]*|'[^']*'/g, ' ');
}

function shorten(text: string): string {
  const [line = ''] = text.split('\n');
  return line.length <= 40 && line === text ? text : `${line.slice(0, 40)}…`;
}

const OTHER_LANGUAGES: readonly { readonly signs: RegExp; readonly help: string }[] = [
  {
    signs: /^(?:<{7}|={7}|>{7})(?:\s|$)/m,
    help: 'These look like the marks of a merge conflict. Resolve it.',
  },
  {
    signs: /\{\{|\$\{\w+\}|<%|\{%/,
    help: 'This looks like a template. Give its placeholders a value: config "placeholders", or --placeholder NAME=VALUE.',
  },
  {
    signs: /^\s*#(?:standard|legacy)SQL\b/im,
    help: 'This looks like BigQuery. xclint reads what PostgreSQL and YugabyteDB run.',
  },
  {
    signs: /\bPRAGMA\b|\bAUTOINCREMENT\b|\bWITHOUT\s+ROWID\b/i,
    help: 'This looks like SQLite. xclint reads what PostgreSQL and YugabyteDB run.',
  },
  {
    signs: /`|\bAUTO_INCREMENT\b|\bENGINE\s*=|\bDELIMITER\b|\bUNSIGNED\b|\bCHARSET\s*=|\bCHARACTER\s+SET\s+utf8|\bON\s+UPDATE\s+CURRENT_TIMESTAMP\b|\bINSERT\s+IGNORE\b|\bON\s+DUPLICATE\s+KEY\b|^\s*#(?![>-])/im,
    help: 'This looks like MySQL. xclint reads what PostgreSQL and YugabyteDB run.',
  },
  {
    signs: /^\s*GO\s*$|\[dbo\]|\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)|\bN?VARCHAR\s*\(\s*MAX\s*\)|\bCLUSTERED\b/im,
    help: 'This looks like SQL Server. xclint reads what PostgreSQL and YugabyteDB run.',
  },
  {
    signs: /\bN?VARCHAR2\b|\bNUMBER\s*\(|^\s*\/\s*$/im,
    help: 'This looks like Oracle. xclint reads what PostgreSQL and YugabyteDB run.',
  },
];

/** The words with which statements begin that cannot go on inside most others. */
const BEGINS_STATEMENT = /^(?:alter|comment|create|delete|drop|grant|insert|revoke|truncate|update)\b/i;

/** Whether a statement seems to begin in the middle of this one, on a line of its own. */
function isForgottenSemicolon(text: string, offset: number): boolean {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  if (lineStart === 0 || text.slice(lineStart, offset).trim() !== '') return false;
  return BEGINS_STATEMENT.test(text.slice(offset, offset + 20));
}
