import { BodyCollector } from './body-items.js';
import type { Body } from './body-items.js';
import { BodyText, cutTokens } from './body-text.js';
import { unitOfByte } from './bytes.js';
import type { AstNode, Parser } from './parser.js';
import { readPlpgsql } from './plpgsql.js';
import type { Statement } from './statement.js';
import { decodeString } from './strings.js';
import { isWord, tokenize } from './tokens.js';

export type { Body, BodyItem } from './body-items.js';

/** Reads the body of a `CREATE FUNCTION`, `CREATE PROCEDURE` or `DO`; null where the language is neither SQL nor PL/pgSQL. */
export function readBody(host: Statement, hostNode: AstNode, parser: Parser): Body | null {
  const routine = fieldsOf(hostNode['CreateFunctionStmt']);
  const block = fieldsOf(hostNode['DoStmt']);
  const options = listOf(routine?.['options'] ?? block?.['args']).map((option) => fieldsOf(fieldsOf(option)?.['DefElem']));
  const isStandard = routine?.['sql_body'] !== undefined;
  const language = textOf(optionNamed(options, 'language')?.['arg'])?.toLowerCase() ?? (block === undefined ? 'sql' : 'plpgsql');
  if (language !== 'sql' && language !== 'plpgsql') return null;

  const source = optionNamed(options, 'as')?.['location'];
  const string = isStandard ? null : findString(host, typeof source === 'number' ? source : 0);
  const collector = new BodyCollector(string ?? BodyText.ofHost(host), parser);
  if (isStandard) readStandardBody(collector);
  else if (string === null) collector.fail(0, 'the body is written in a form of string that is not read');
  else if (language === 'sql') readStatements(collector);
  else readPlpgsql(collector);
  return collector.result();
}

/** The string that holds the body: the first one at or behind a byte offset. */
function findString(host: Statement, byte: number): BodyText | null {
  const from = unitOfByte(host.sql, byte);
  const token = tokenize(host.sql, from).find(({ kind }) => kind === 'string');
  const decoded = token === undefined ? null : decodeString(host.sql, token);
  return decoded === null ? null : BodyText.ofString(host, decoded);
}

/** The statements of a body in SQL. */
function readStatements(collector: BodyCollector): void {
  const tokens = tokenize(collector.body.text);
  for (const [first, last] of cutTokens(tokens)) collector.statement(tokens[first]?.start ?? 0, tokens[last - 1]?.end ?? 0, false);
}

/** `BEGIN ATOMIC … END`, or `RETURN …` in place of a body. */
function readStandardBody(collector: BodyCollector): void {
  const tokens = tokenize(collector.body.text);
  const atomic = tokens.findIndex((token, i) => isWord(token, 'atomic') && isWord(tokens[i - 1], 'begin'));
  const end = tokens.findLastIndex((token) => isWord(token, 'end'));
  const isBlock = atomic !== -1;
  const cuts = isBlock ? cutTokens(tokens, atomic + 1, end) : [[tokens.findLastIndex((token) => isWord(token, 'return')), tokens.length] as const];
  for (const [first, last] of cuts) {
    const to = tokens[last - 1]?.end ?? 0;
    if (isWord(tokens[first], 'return')) collector.expression(tokens[first + 1]?.start ?? to, to);
    else collector.statement(tokens[first]?.start ?? 0, to, false);
  }
}

function optionNamed(options: readonly (AstNode | undefined)[], name: string): AstNode | undefined {
  return options.find((option) => option?.['defname'] === name);
}

function textOf(argument: unknown): string | undefined {
  const text = fieldsOf(fieldsOf(argument)?.['String'])?.['sval'];
  return typeof text === 'string' ? text : undefined;
}

function fieldsOf(value: unknown): AstNode | undefined {
  return isNode(value) ? value : undefined;
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
