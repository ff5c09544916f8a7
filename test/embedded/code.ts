import { codeReader } from '../../src/embedded/read-code.js';
import { loadCodeParser } from '../../src/embedded/parse.js';
import type { Diagnostic, LintResult } from '../../src/linter/result.js';
import type { Migration } from '../../src/sql/migration.js';
import { readMigration, type ReadEvent } from '../../src/sql/read.js';
import type { Statement } from '../../src/sql/statement.js';
import { lintRoots, NO_SERIAL, rootOf } from '../linter/run.js';

await loadCodeParser();

/** A migration in JavaScript or TypeScript. */
export function codeMigration(code: string, name = '1_a.ts'): Migration {
  return {
    file: { path: `db/${name}`, chunks: () => [Buffer.from(code)] },
    version: '1',
    direction: 'up',
    wrapsTransaction: true,
    readDirective: () => null,
    readEmbedded: codeReader(`db/${name}`),
    chosen: true,
  };
}

/** Everything that is read from the code. */
export function eventsOf(code: string, name?: string): readonly ReadEvent[] {
  return [...readMigration(codeMigration(code, name), { placeholders: new Map() })];
}

/** The statements in the code, up and down. */
export function statementsOf(code: string, name?: string): readonly Statement[] {
  return eventsOf(code, name).flatMap((event) => (event.kind === 'statement' ? [event.statement] : []));
}

/** What PostgreSQL would be given, statement by statement, white space made one blank. */
export function sqlOf(code: string, name?: string): readonly string[] {
  return statementsOf(code, name).map(({ sql }) => sql.replace(/\s+/g, ' ').trim());
}

/** What is said not to be readable, with the text of the file at each place. */
export function unreadable(code: string): readonly (readonly [place: string, message: string])[] {
  return eventsOf(code).flatMap((event) => (event.kind === 'unanalyzable' ? [[code.slice(event.span.start.offset, event.span.end.offset), event.message] as const] : []));
}

/** The body of a Knex migration that runs `body`. */
export function up(body: string): string {
  return `import type { Knex } from 'knex';\nexport async function up(knex: Knex): Promise<void> {\n${body}\n}\n`;
}

/** What a rule about serial columns finds in the code. */
export function lintCode(code: string, name?: string): LintResult {
  const root = rootOf({});
  return lintRoots([{ ...root, root: { ...root.root, migrations: [codeMigration(code, name)] } }], [NO_SERIAL]);
}

/** The stretch of the code that each finding is about. */
export function places(code: string, name?: string): readonly string[] {
  return lintCode(code, name).diagnostics.map((finding) => `${finding.ruleId}: ${textAt(code, finding)}`);
}

/** The text at a finding, by its lines and columns; these and the offsets have to say the same. */
function textAt(code: string, { range: { start, end } }: Diagnostic): string {
  const text = code.replace(/^\uFEFF/, '');
  const lineStarts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: { length } }) => index + length)];
  const at = ({ line, column }: { readonly line: number; readonly column: number }): number => (lineStarts[line - 1] ?? Number.NaN) + column - 1;
  if (at(start) !== start.offset || at(end) !== end.offset) throw new Error(`offset ${String(start.offset)} is not at ${String(start.line)}:${String(start.column)}`);
  return text.slice(start.offset, end.offset);
}
