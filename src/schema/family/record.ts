import { decodeText } from '../../source/decode.js';
import type { SourceFile } from '../../source/source-file.js';
import type { Migration } from '../../sql/migration.js';
import type { Parser } from '../../sql/parser.js';
import { readMigration, type ReadOptions } from '../../sql/read.js';
import type { Statement } from '../../sql/statement.js';
import type { Change } from '../change.js';
import type { Context } from '../interpret/context.js';
import { Replay } from '../replay.js';
import { Catalog } from '../schema.js';

/** A statement of the migrations with what it does. */
export interface RecordedStatement {
  readonly statement: Statement;
  /** Empty for a statement of a down part, which does not run. */
  readonly changes: readonly Change[];
  /** The schema in which it runs; of a down part: the one that is left in the end. */
  readonly before: Catalog;
  readonly searchPath: readonly string[];
}

/** What interpreting a recorded statement again needs to know. */
export function contextOf({ statement, before, searchPath }: RecordedStatement, parser: Parser): Context {
  const session = { searchPath, hashByDefault: null, databaseColocated: null, inExplicitTransaction: false };
  return { statement, parser, session, inRoutine: null, tellsGlobals: false, catalog: before };
}

/** Text of a file that is no statement of SQL as far as anybody can tell, but may name what it likes. */
export interface UnreadText {
  readonly file: SourceFile;
  /** To follow `it`. */
  readonly reason: string;
}

const COULD_NOT_BE_READ = 'could not be read';

/** All statements of a root, kept for questions that are asked of them together. */
export interface MigrationRecord {
  readonly statements: readonly RecordedStatement[];
  /** What the migrations leave. */
  readonly schema: Catalog;
  /** The statements in which a word stands (lower case, at most 63 letters), in order, whatever it means there. */
  naming(word: string): readonly RecordedStatement[];
  /** Texts in which it stands that are no statements. */
  unreadNaming(word: string): readonly UnreadText[];
}

/** Of statements with more text than this (UTF-16 units) nothing is recorded: their trees are all kept. */
export const MOST_RECORDED = 1 << 22;
const WORD = /[a-z_\u0080-\uffff][\w$\u0080-\uffff]*/gi;

/** How migrations are recorded. */
export interface RecordOptions extends ReadOptions {
  /** Migrations among them in languages that are not read. */
  readonly unread?: readonly SourceFile[];
}

/** Reads and runs the migrations of a root once more. */
export function recordMigrations(migrations: readonly Migration[], parser: Parser, options: RecordOptions): MigrationRecord {
  const replay = new Replay(parser, { tellsGlobals: false });
  const running: RecordedStatement[] = [];
  const down: Statement[] = [];
  const unread = new Map<SourceFile, UnreadText>();
  for (const file of options.unread ?? []) unread.set(file, { file, reason: 'holds code that is not read' });
  for (const migration of migrations) {
    replay.startFile(migration.file);
    if (migration.readEmbedded !== undefined) unread.set(migration.file, { file: migration.file, reason: 'holds code, of which only the SQL in its strings is read' });
    const open = [migration.file];
    try {
      for (const event of readMigration(migration, options)) {
        if (event.kind === 'fileStart') open.push(event.file);
        else if (event.kind === 'fileEnd') open.pop();
        else if (event.kind === 'statement') {
          const { statement } = event;
          if (statement.direction === 'up') running.push(runStatement(replay, statement));
          else down.push(statement);
        } else if (event.kind === 'syntaxError' || event.kind === 'unanalyzable' || event.kind === 'skipped') {
          const file = open.at(-1) ?? migration.file;
          unread.set(file, { file, reason: 'holds text that is not read' });
        }
      }
    } catch {
      // The run itself has told of what cannot be read, and of bugs.
      const file = open.at(-1) ?? migration.file;
      unread.set(file, { file, reason: COULD_NOT_BE_READ });
    }
  }
  const schema = catalogOf(replay);
  const statements = [...running, ...down.map((statement): RecordedStatement => ({ statement, changes: [], before: schema, searchPath: ['public'] }))];
  return new Record(statements, schema, [...unread.values()]);
}

function runStatement(replay: Replay, statement: Statement): RecordedStatement {
  const before = catalogOf(replay);
  const { searchPath } = replay;
  return { statement, changes: replay.run(statement).map(({ change }) => change), before, searchPath };
}

function catalogOf({ schema }: Replay): Catalog {
  if (schema instanceof Catalog) return schema;
  throw new Error('a replay keeps its schema as a catalog');
}

class Record implements MigrationRecord {
  readonly statements: readonly RecordedStatement[];
  readonly schema: Catalog;
  /** Without words: it may hold any. */
  readonly #unread: readonly { readonly text: UnreadText; readonly words: ReadonlySet<string> | null }[];
  readonly #byWord = new Map<string, RecordedStatement[]>();

  constructor(statements: readonly RecordedStatement[], schema: Catalog, unread: readonly UnreadText[]) {
    this.statements = statements;
    this.schema = schema;
    this.#unread = unread.map(withWords);
    for (const recorded of statements) {
      for (const word of wordsOf(recorded.statement.sql)) {
        const known = this.#byWord.get(word);
        if (known === undefined) this.#byWord.set(word, [recorded]);
        else known.push(recorded);
      }
    }
  }

  naming(word: string): readonly RecordedStatement[] {
    return this.#byWord.get(word) ?? [];
  }

  unreadNaming(word: string): readonly UnreadText[] {
    return this.#unread.flatMap(({ text, words }) => (words?.has(word) === false ? [] : text));
  }
}

function withWords(text: UnreadText): { readonly text: UnreadText; readonly words: ReadonlySet<string> | null } {
  try {
    return { text, words: text.reason === COULD_NOT_BE_READ ? null : wordsOf(textOf(text.file)) };
  } catch {
    return { text: { ...text, reason: COULD_NOT_BE_READ }, words: null };
  }
}

function wordsOf(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [word] of text.matchAll(WORD)) if (word.length <= 63) words.add(word.toLowerCase());
  return words;
}

/** The word under which a name is found: all of it, or its longest part where it has other signs in it; null where it has no letters. */
export function wordOf(name: string): string | null {
  const words = [...name.matchAll(WORD)].map(([word]) => word.toLowerCase());
  return words.sort((a, b) => b.length - a.length)[0] ?? null;
}

function textOf(file: SourceFile): string {
  let text = '';
  for (const piece of decodeText(file.chunks())) if (piece.kind === 'text') text += piece.text;
  return text;
}
