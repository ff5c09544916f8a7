import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Directive, Migration } from '../../src/sql/migration.js';
import { Parser } from '../../src/sql/parser.js';
import { readMigration } from '../../src/sql/read.js';
import type { ReadEvent } from '../../src/sql/read.js';
import type { Statement } from '../../src/sql/statement.js';

const wasm = createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm');

/** One parser for all tests of a file. */
export const PARSER = new Parser(new WebAssembly.Module(readFileSync(wasm)));

/** Chunks of bytes of this size show what the borders of chunks break. */
function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export interface MigrationOptions {
  readonly chunkSize?: number;
  readonly wrapsTransaction?: boolean;
  readonly readDirective?: (comment: string, lineStart: boolean, fileStart: boolean) => Directive | null;
}

/** A migration with this content. */
export function migrationOf(content: string | Uint8Array, options: MigrationOptions = {}): Migration {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    file: { path: 'test.sql', chunks: () => chunksOf(bytes, options.chunkSize ?? 1 << 16) },
    version: null,
    direction: 'up',
    wrapsTransaction: options.wrapsTransaction ?? false,
    readDirective: options.readDirective ?? (() => null),
    chosen: true,
  };
}

/** Everything that is read from a migration with this content. */
export function eventsOf(content: string | Uint8Array, options: MigrationOptions & { readonly placeholders?: Readonly<Record<string, string>> } = {}): ReadEvent[] {
  return [...readMigration(migrationOf(content, options), { placeholders: new Map(Object.entries(options.placeholders ?? {})) })];
}

/** The statements of a migration with this content. */
export function statementsOf(content: string | Uint8Array, options: Parameters<typeof eventsOf>[1] = {}): Statement[] {
  return eventsOf(content, options).flatMap((event) => (event.kind === 'statement' ? [event.statement] : []));
}

/** The one statement of a text. */
export function statementOf(content: string, options: Parameters<typeof eventsOf>[1] = {}): Statement {
  const [statement] = statementsOf(content, options);
  if (statement === undefined) throw new Error(`no statement in ${content}`);
  return statement;
}
