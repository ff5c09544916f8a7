import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Migration } from '../../src/sql/migration.js';
import { Parser } from '../../src/sql/parser.js';
import { readMigration } from '../../src/sql/read.js';
import type { Statement } from '../../src/sql/statement.js';
import { describeSchema } from '../../src/schema/describe.js';
import { Replay, type Step } from '../../src/schema/replay.js';
import { parseDescription, type DescribedSchema } from './compare.js';

const wasm = createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm');

/** PostgreSQL's grammar, once for all tests of a file. */
export const PARSER = new Parser(new WebAssembly.Module(readFileSync(wasm)));

/** A migration of one text. */
export function migrationOf(sql: string, path = 'test.sql'): Migration {
  return {
    file: { path, chunks: () => [new TextEncoder().encode(sql)] },
    version: null,
    direction: 'up',
    wrapsTransaction: false,
    readDirective: () => null,
    chosen: true,
  };
}

/** The statements of a text. */
export function statementsOf(sql: string, placeholders: ReadonlyMap<string, string> = new Map()): Statement[] {
  return [...readMigration(migrationOf(sql), { placeholders })].flatMap((event) => (event.kind === 'statement' ? event.statement : []));
}

/** A replay of texts, each a file of its own, with what could not be applied. */
export function replayed(texts: readonly string[], placeholders: ReadonlyMap<string, string> = new Map()): { readonly replay: Replay; readonly steps: readonly Step[] } {
  const replay = new Replay(PARSER);
  const steps: Step[] = [];
  for (const text of texts) {
    replay.startFile(migrationOf(text).file);
    for (const statement of statementsOf(text, placeholders)) steps.push(...replay.run(statement));
  }
  return { replay, steps };
}

/** The description of a replay's schema, as `xclint schema` prints it. */
export function described(replay: Replay): DescribedSchema {
  return parseDescription(JSON.stringify(describeSchema(replay.schema, [])));
}
