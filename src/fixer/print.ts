import type { Help } from '../rule.js';
import type { Parser } from '../sql/parser.js';
import { readDialect } from '../sql/dialect-reader.js';
import { textOf } from '../sql/clause.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { nameHoles } from '../sql/stand-ins.js';
import { isInline, plainForeignKey } from './foreign-key.js';
import { onOneLine } from './one-line.js';
import type { Proposal, ProposedColumn, ProposedConstraint, ProposedKey, ProposedName, ProposedSql } from './statement.js';
import { tidySql } from './tidy.js';
import { columnToSql, constraintToSql, statementToSql } from './to-sql.js';

/** SQL of more columns than this is broken into lines. */
const WIDTH = 100;

/**
 * The SQL of a proposal, statements with their `;`, definitions and constraints without; lines parted by `\n`.
 * Throws where PostgreSQL's grammar does not read back what was printed: that is a bug in a rule or in the printer.
 */
export function printProposal(proposal: Proposal, parser: Parser): string {
  const sql = toText(proposal);
  const problem = findProblem(asStatement(proposal, sql), parser);
  if (problem !== null) throw new Error(`proposed SQL is not PostgreSQL's (${problem}): ${sql}`);
  return proposal.note === undefined ? sql : `-- ${proposal.note}\n${sql}`;
}

/**
 * Advice as text: the sentence, then the SQL on lines of its own, indented. SQL with an expression of the user's that the
 * grammar does not read as it stands in the file is left out.
 */
export function printHelp(help: Help, parser: Parser): string {
  const printable = (help.sql ?? []).filter((proposal) => !isSpliced(proposal) || findProblem(asStatement(proposal, toText(proposal)), parser) === null);
  const blocks = printable.map((proposal) => printProposal(proposal, parser));
  return [help.text, ...blocks.map((block) => block.replace(/^(?=.)/gm, '  '))].join('\n');
}

const SPLICED: ReadonlySet<ProposedSql['form']> = new Set(['findViolations', 'alterColumnType', 'plainForeignKey', 'setDefault', 'fillColumn']);

/** Whether the proposal has text of the user's. */
function isSpliced(proposal: ProposedSql): boolean {
  if (proposal.form === 'findViolations' || proposal.form === 'alterColumnType' || proposal.form === 'plainForeignKey' || proposal.form === 'mergedAlterTable') return true;
  if (SPLICED.has(proposal.form)) return true;
  return proposal.form === 'createIndex' && (proposal.predicate !== null || proposal.keys.some((key) => key.expression !== null));
}

function toText(proposal: ProposedSql): string {
  switch (proposal.form) {
    case 'statement':
      return `${tidySql(statementToSql(proposal.ast), WIDTH - 1)};`;
    case 'column':
      return tidySql(columnToSql(proposal.ast), WIDTH);
    case 'constraint':
      return tidySql(constraintToSql(proposal.ast), WIDTH);
    case 'createIndex':
      return createIndex(proposal);
    case 'dropView':
      return `DROP VIEW ${printName(proposal.view)};`;
    case 'asWritten':
      return `${proposal.statement.text};`;
    case 'createTable': {
      const parts = [...proposal.columns.map(printColumn), ...proposal.constraints.map(printConstraint)];
      return `CREATE TABLE ${printName(proposal.table)} (\n${parts.map((part) => `  ${part}`).join(',\n')}\n)${printSplit(proposal.split)};`;
    }
    case 'primaryKey': {
      const name = proposal.name === null ? '' : `CONSTRAINT ${quoteIdentifier(proposal.name)} `;
      const constraint = `${name}PRIMARY KEY (${keyList(proposal.keys).join(', ')})`;
      return proposal.table === null ? constraint : `ALTER TABLE ${printName(proposal.table)} ADD ${constraint};`;
    }
    case 'addColumn': {
      const value = proposal.literal === undefined ? '' : ` DEFAULT '${proposal.literal.replaceAll("'", "''")}'`;
      const definition = `${quoteIdentifier(proposal.column)} ${proposal.type}${proposal.notNull === true ? ' NOT NULL' : ''}${value}`;
      return `ALTER TABLE ${printName(proposal.table)} ADD COLUMN ${definition};`;
    }
    case 'setDefault':
      return `ALTER TABLE ${printName(proposal.table)} ALTER COLUMN ${quoteIdentifier(proposal.column)} SET DEFAULT ${proposal.value};`;
    case 'setNotNull':
    case 'dropNotNull':
      return `ALTER TABLE ${printName(proposal.table)} ALTER COLUMN ${quoteIdentifier(proposal.column)} ${proposal.form === 'setNotNull' ? 'SET' : 'DROP'} NOT NULL;`;
    case 'fillColumn': {
      const column = quoteIdentifier(proposal.column);
      return `UPDATE ${printName(proposal.table)} SET ${column} = ${proposal.value} WHERE ${column} IS NULL;`;
    }
    case 'dropTrigger':
      return `DROP TRIGGER ${quoteIdentifier(proposal.name)} ON ${printName(proposal.table)};`;
    case 'dropRule':
      return `DROP RULE ${quoteIdentifier(proposal.name)} ON ${printName(proposal.table)};`;
    case 'attachIndex':
      return `ALTER INDEX ${printName(proposal.index)} ATTACH PARTITION ${printName(proposal.partitionIndex)};`;
    case 'uniqueUsingIndex':
      return `ALTER TABLE ${printName(proposal.table)} ADD CONSTRAINT ${quoteIdentifier(proposal.constraint)} UNIQUE USING INDEX ${quoteIdentifier(proposal.index)};`;
    case 'alterColumnType': {
      const column = quoteIdentifier(proposal.column);
      return `ALTER TABLE ${printName(proposal.table)} ALTER COLUMN ${column} TYPE ${proposal.type} USING ${proposal.using};`;
    }
    case 'plainForeignKey':
      return plainForeignKey(proposal.clause);
    case 'mergedAlterTable':
      return `ALTER TABLE ${printName(proposal.table)}\n${proposal.actions.map((action) => `  ${onOneLine(textOf(action))}`).join(',\n')};`;
    case 'findViolations':
      return `SELECT * FROM ${printName(proposal.table)} WHERE NOT (${proposal.condition});`;
  }
}

function createIndex(proposal: Extract<ProposedSql, { readonly form: 'createIndex' }>): string {
  const words = ['CREATE'];
  if (proposal.unique) words.push('UNIQUE');
  words.push('INDEX');
  if (proposal.concurrently) words.push('CONCURRENTLY');
  if (proposal.name !== null) words.push(quoteIdentifier(proposal.name));
  words.push('ON');
  if (proposal.only) words.push('ONLY');
  words.push(printName(proposal.table));
  if (proposal.method !== null) words.push('USING', proposal.method);
  const keys = keyList(proposal.keys);
  const tail: string[] = [];
  if (proposal.include.length > 0) tail.push(`INCLUDE (${proposal.include.map(quoteIdentifier).join(', ')})`);
  if (proposal.unique && proposal.nullsNotDistinct === true) tail.push('NULLS NOT DISTINCT');
  if (proposal.split != null) tail.push(printSplit(proposal.split).trimStart());
  if (proposal.predicate !== null) tail.push(`WHERE ${proposal.predicate}`);

  const line = `${[...words, `(${keys.join(', ')})`, ...tail].join(' ')};`;
  if (line.length <= WIDTH) return line;
  return `${[`${words.join(' ')} (\n${keys.map((key) => `  ${key}`).join(',\n')}\n)`, ...tail].join(' ')};`;
}

function printSplit(split: Extract<ProposedSql, { readonly form: 'createTable' }>['split']): string {
  if (split === null) return '';
  return split.kind === 'into' ? ` SPLIT INTO ${String(split.tablets)} TABLETS` : ` SPLIT AT VALUES (${split.values})`;
}

function printColumn(column: ProposedColumn): string {
  const words = [quoteIdentifier(column.name), column.type];
  if (column.collation !== null) words.push('COLLATE', quoteIdentifier(column.collation));
  if (column.notNull) words.push('NOT NULL');
  if (column.default !== null) words.push('DEFAULT', onOneLine(column.default));
  if (column.generated !== null) words.push(`GENERATED ALWAYS AS (${onOneLine(column.generated)}) STORED`);
  return words.join(' ');
}

function printConstraint(constraint: ProposedConstraint): string {
  const name = `CONSTRAINT ${quoteIdentifier(constraint.name)}`;
  const list = (columns: readonly string[]): string => columns.map(quoteIdentifier).join(', ');
  switch (constraint.type) {
    case 'primary key':
      return `${name} PRIMARY KEY (${keyList(constraint.keys).join(', ')})`;
    case 'check':
      return `${name} CHECK (${onOneLine(constraint.expression)})${constraint.noInherit ? ' NO INHERIT' : ''}`;
    case 'foreign key': {
      const actions = [`ON DELETE ${constraint.onDelete.toUpperCase()}`, `ON UPDATE ${constraint.onUpdate.toUpperCase()}`].filter((action) => !action.endsWith('NO ACTION'));
      return [`${name} FOREIGN KEY (${list(constraint.columns)}) REFERENCES ${printName(constraint.table)} (${list(constraint.targetColumns)})`, ...actions].join(' ');
    }
  }
}

/** One text for each key, or for each group of keys in a parenthesis. */
function keyList(keys: readonly ProposedKey[]): string[] {
  const groups: ProposedKey[][] = [];
  for (const key of keys) {
    const last = groups.at(-1);
    if (last !== undefined && key.group !== null && last[0]?.group === key.group) last.push(key);
    else groups.push([key]);
  }
  return groups.map((group) => {
    const [first] = group;
    const inner = group.map(printKey).join(', ');
    const direction = first?.order?.toUpperCase();
    // Hashes have no order in which nulls could come first or last.
    const order = typeof first?.nulls === 'string' && first.order !== 'hash' ? `${direction === undefined ? '' : `${direction} `}NULLS ${first.nulls.toUpperCase()}` : direction;
    const keys = typeof first?.group === 'number' ? `(${inner})` : inner;
    return order === undefined ? keys : `${keys} ${order}`;
  });
}

function printKey(key: ProposedKey): string {
  const words = [key.column === null ? printKeyExpression(key.expression ?? '') : quoteIdentifier(key.column)];
  if (typeof key.collation === 'string') words.push('COLLATE', quoteIdentifier(key.collation));
  if (typeof key.operatorClass === 'string') words.push(quoteIdentifier(key.operatorClass));
  return words.join(' ');
}

/** The grammar wants parentheses around every key expression but a call. */
function printKeyExpression(text: string): string {
  return /^[\w.]+\([^()]*\)$/.test(text) || isEnclosed(text) ? text : `(${text})`;
}

/** Whether the first parenthesis closes at the very end; a text with quotes is not looked into. */
function isEnclosed(text: string): boolean {
  if (!text.startsWith('(') || /['"$]/.test(text)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0) return at === text.length - 1;
  }
  return false;
}

function printName(name: ProposedName): string {
  return name.schema === null ? quoteIdentifier(name.name) : `${quoteIdentifier(name.schema)}.${quoteIdentifier(name.name)}`;
}

/** A statement that PostgreSQL's grammar can read, around a piece that is none by itself. */
function asStatement(proposal: ProposedSql, sql: string): string {
  switch (proposal.form) {
    case 'column':
      return `CREATE TABLE x (${sql})`;
    case 'constraint':
      return `ALTER TABLE x ADD ${sql}`;
    case 'primaryKey':
      return proposal.table === null ? `ALTER TABLE x ADD ${sql}` : sql;
    case 'plainForeignKey':
      return isInline(sql) ? `CREATE TABLE x (x int ${sql})` : `ALTER TABLE x ADD ${sql}`;
    case 'statement':
    case 'createIndex':
    case 'createTable':
    case 'dropView':
    case 'asWritten':
    case 'dropTrigger':
    case 'dropRule':
    case 'attachIndex':
    case 'uniqueUsingIndex':
    case 'alterColumnType':
    case 'mergedAlterTable':
    case 'addColumn':
    case 'setDefault':
    case 'setNotNull':
    case 'dropNotNull':
    case 'fillColumn':
    case 'findViolations':
      return sql;
  }
}

function findProblem(sql: string, parser: Parser): string | null {
  const outcome = parser.parse(readDialect(nameHoles(sql)).sql);
  return outcome.ok ? null : outcome.message;
}
