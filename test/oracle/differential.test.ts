import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Replay } from '../../src/schema/replay.js';
import { factsOfChanges } from './first-reader.js';
import { graphileWorkerMigrations, logtoMigrations } from './packages.js';
import { migrationOf, PARSER, statementsOf } from './replay.js';
import { readAgain, type Facts } from './second-reader.js';

const root = join(import.meta.dirname, '../..');

/** The SQL files below a folder of the repository. */
function sqlFilesIn(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name) => readFileSync(join(root, folder, name), 'utf8'));
}

/** A target's columns are filled in by the first reader only: they count where they were written. */
function withoutFilledIn(first: Facts, second: Facts): Facts {
  return first.map((fact) => {
    const unfilled = fact.replace(/(?<= to [^(]*\()[^)]*/, '');
    return fact !== unfilled && second.includes(unfilled) ? unfilled : fact;
  });
}

/** Compares all statements that both can read; gives how many they were, and those read otherwise. Each list of texts is one schema. */
function compareAll(schemas: readonly (readonly string[])[], placeholders: ReadonlyMap<string, string> = new Map()): { readonly compared: number; readonly different: readonly object[] } {
  let compared = 0;
  const different: object[] = [];
  for (const texts of schemas) {
    const replay = new Replay(PARSER);
    for (const text of texts) {
      replay.startFile(migrationOf(text).file);
      for (const statement of statementsOf(text, placeholders)) {
        const changes = replay.run(statement).map((step) => step.change);
        const second = readAgain(statement.sql);
        if (second === undefined) continue;
        const first = withoutFilledIn(factsOfChanges(changes), second);
        if (first.join('\n') !== second.join('\n')) different.push({ statement: statement.text, first, second });
        compared += 1;
      }
    }
  }
  return { compared, different };
}

/** Fails where the readers differ, or read fewer statements than they did. */
function expectAlike({ compared, different }: ReturnType<typeof compareAll>, floor: number): void {
  expect(different).toEqual([]);
  expect(compared).toBeGreaterThanOrEqual(floor);
}

// The floors are about what was compared when the tests were written: a parser that parses nothing agrees with everything.

test('a second parser reads the migrations of graphile-worker alike', () => {
  expectAlike(compareAll([graphileWorkerMigrations()], new Map([['GRAPHILE_WORKER_SCHEMA', 'graphile_worker']])), 22);
});

test('a second parser reads the migrations of @logto/schemas alike', () => {
  expectAlike(compareAll([logtoMigrations()]), 122);
});

test('a second parser reads the cases of the rules alike', () => {
  const cases = sqlFilesIn('test/rules').flatMap((text) => text.split(/^--- (?:in)?valid: .*$/m));
  expectAlike(compareAll(cases.map((text) => [text])), 340);
});

test('a second parser reads the examples of the documentation alike', () => {
  expectAlike(compareAll([sqlFilesIn('docs/examples')]), 7);
});
