import { readFileSync } from 'node:fs';
import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options } from 'yargs';
import { UsageError } from '../config/errors.js';
import { UnreadableFileError } from '../project/source.js';
import { visible, visibleLines } from '../reporters/display.js';
import { describeSchema, printSchema, type NotApplied } from '../schema/describe.js';
import type { Schema } from '../schema/model.js';
import { Replay } from '../schema/replay.js';
import { startOf } from '../sql/clause.js';
import type { Migration, MigrationRoot } from '../sql/migration.js';
import { readMigration } from '../sql/read.js';
import type { Position, SourceFile } from '../source/source-file.js';
import { configRequest, CONFIG_FLAGS, DEBUG_FLAG, oneOf, PROJECT_FLAGS, readPaths } from './flags.js';
import { openProject, RULE_IDS, type Project } from './run.js';
import { isErrorWith, writeErr, writeOut } from './terminal.js';

/** The flags of `xclint schema`. */
export const SCHEMA_FLAGS = {
  ...CONFIG_FLAGS,
  ...PROJECT_FLAGS,
  format: { alias: 'f', type: 'string', requiresArg: true, coerce: oneOf('format', ['text', 'json']), describe: 'text (default) or json', group: 'Output:' },
  ...DEBUG_FLAG,
} as const satisfies Record<string, Options>;

type SchemaFlags = InferredOptionTypes<typeof SCHEMA_FLAGS> & { readonly paths?: string[] | undefined };

/** `xclint schema [PATH…]`: the schema that the migrations leave. `finish` is told the exit code. */
export function addSchema(yargs: Argv, finish: (exitCode: number) => void): Argv {
  return yargs.command(
    'schema [paths..]',
    'Print the schema that the migrations leave behind',
    (command) => command.positional('paths', { type: 'string', array: true }).options(SCHEMA_FLAGS),
    async (flags: ArgumentsCamelCase<SchemaFlags>) => {
      finish(await describeMigrations(flags));
    },
  );
}

async function describeMigrations(flags: SchemaFlags): Promise<number> {
  const project = await openProject({
    config: configRequest(flags, process.cwd(), RULE_IDS),
    paths: readPaths(flags.paths),
    readStdin: () => readFileSync(0),
    stdinFilename: flags['stdin-filename'],
    allowUnmatched: flags['no-error-on-unmatched-pattern'] === true,
    placeholders: flags.placeholder ?? new Map<string, string>(),
  });
  // Beside the migrations of a tool, a file that no tool has a place for is some other script.
  const migrations = project.roots.filter((root) => !isLoose(root));
  const roots = migrations.length === 0 ? project.roots : migrations;
  if (roots.length > 1) {
    throw new UsageError(`These migrations make ${String(roots.length)} schemas (${roots.map((root) => root.path).join(', ')}); name one of them.`);
  }
  for (const root of project.roots) if (!roots.includes(root)) writeErr(`${root.path}: left out, for it is none of the migrations in ${roots[0]?.path ?? ''}\n`);
  const { schema, unanalyzable, unreadable } = replay({ ...project, roots });
  if (flags.format === 'json') writeOut([`${JSON.stringify(describeSchema(schema, unanalyzable), null, 2)}\n`]);
  else if (roots.length > 0) writeOut([visibleLines(printSchema(schema)).join('\n')]);

  for (const { file, line, column, reason } of flags.format === 'json' ? [] : unanalyzable) {
    writeErr(`${visible(file)}:${String(line)}:${String(column)}: not applied: ${visible(reason)}\n`);
  }
  const problems = [...project.problems, ...unreadable];
  for (const { file, message } of problems) writeErr(`${file === undefined ? '' : `${visible(file)}: `}${visible(message)}\n`);
  return problems.length > 0 ? 2 : 0;
}

/** Whether the root is one file that no migration tool would run. */
function isLoose({ path, tool, migrations }: MigrationRoot): boolean {
  return tool === 'plain' && migrations.length === 1 && migrations[0]?.file.path === path;
}

interface Replayed {
  readonly schema: Schema;
  readonly unanalyzable: readonly NotApplied[];
  readonly unreadable: readonly { readonly file: string; readonly message: string }[];
}

/** Runs the up parts of every migration against the model; of branches that nobody can decide the first. */
function replay({ roots: [root], parser, placeholders }: Project): Replayed {
  const included = new Set<SourceFile>();
  let replayed: Replayed;
  let known: number;
  // A file that turns out to be included further on has no turn of its own.
  do {
    known = included.size;
    replayed = replayOnce(root?.migrations ?? [], { parser, placeholders, included });
  } while (included.size > known && [...included].some((file) => root?.migrations.some((migration) => migration.file === file) === true));
  return replayed;
}

interface ReplayOptions extends Pick<Project, 'parser' | 'placeholders'> {
  /** Files that are not run by themselves; those that are met within others are added. */
  readonly included: Set<SourceFile>;
}

function replayOnce(migrations: readonly Migration[], { parser, placeholders, included }: ReplayOptions): Replayed {
  const session = new Replay(parser);
  const unanalyzable: NotApplied[] = [];
  const unreadable: { file: string; message: string }[] = [];
  const note = ({ path: file }: SourceFile, { line, column }: Position, reason: string) => unanalyzable.push({ file, line, column, reason });

  for (const migration of migrations) {
    if (included.has(migration.file)) continue;
    const files = [migration.file];
    session.startFile(migration.file);
    try {
      for (const event of readMigration(migration, { placeholders })) {
        const file = files.at(-1) ?? migration.file;
        if (event.kind === 'fileStart') {
          files.push(event.file);
          if (event.direction === 'up') included.add(event.file);
        }
        if (event.kind === 'fileEnd') files.pop();
        if (event.kind === 'syntaxError' && event.direction === 'up') note(file, event.span.start, event.message);
        if (event.kind === 'unanalyzable') note(file, event.span.start, event.message);
        if (event.kind !== 'statement' || event.statement.direction === 'down') continue;
        for (const { change } of session.run(event.statement)) {
          if (change.kind === 'opaque' && change.inRoutine === null) note(file, startOf(change.clause), change.reason);
        }
      }
    } catch (error) {
      const { path: file } = files.at(-1) ?? migration.file;
      if (error instanceof UnreadableFileError) unreadable.push({ file, message: error.reason });
      else if (isFileError(error)) unreadable.push({ file, message: `could not be read: ${error.message}` });
      else throw error;
    }
  }
  return { schema: session.schema, unanalyzable, unreadable };
}

/** What the operating system says of standard input has a code and a system call. */
function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && !isErrorWith(error, 'EPIPE');
}
