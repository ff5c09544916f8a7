import { readFileSync } from 'node:fs';
import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options } from 'yargs';
import { UsageError } from '../config/errors.js';
import { describeSchema, printSchema } from '../schema/describe.js';
import type { Schema } from '../schema/model.js';
import { Replay } from '../schema/replay.js';
import { startOf } from '../sql/clause.js';
import { readMigration } from '../sql/read.js';
import type { Position, SourceFile } from '../source/source-file.js';
import { configRequest, CONFIG_FLAGS, oneOf, PROJECT_FLAGS, readPaths } from './flags.js';
import { openProject, RULE_IDS, type Project } from './run.js';
import { isErrorWith, writeErr, writeOut } from './terminal.js';

/** The flags of `xclint schema`. */
export const SCHEMA_FLAGS = {
  ...CONFIG_FLAGS,
  ...PROJECT_FLAGS,
  format: { alias: 'f', type: 'string', requiresArg: true, coerce: oneOf('format', ['text', 'json']), describe: 'text (default) or json', group: 'Output:' },
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
  if (project.roots.length > 1) {
    const roots = project.roots.map((root) => root.path).join(', ');
    throw new UsageError(`These migrations make ${String(project.roots.length)} schemas (${roots}); name one of them.`);
  }
  const { schema, unanalyzable, unreadable } = replay(project);
  if (flags.format === 'json') writeOut([`${JSON.stringify(describeSchema(schema, unanalyzable), null, 2)}\n`]);
  else writeOut([printSchema(schema)]);

  for (const { file, line, column, reason } of flags.format === 'json' ? [] : unanalyzable) {
    writeErr(`${file}:${String(line)}:${String(column)}: not applied: ${reason}\n`);
  }
  const problems = [...project.problems, ...unreadable];
  for (const { file, message } of problems) writeErr(`${file === undefined ? '' : `${file}: `}${message}\n`);
  return problems.length > 0 ? 2 : 0;
}

interface Unanalyzable {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

interface Replayed {
  readonly schema: Schema;
  readonly unanalyzable: readonly Unanalyzable[];
  readonly unreadable: readonly { readonly file: string; readonly message: string }[];
}

/** Runs the up parts of every migration against the model. */
function replay({ roots: [root], parser, placeholders }: Project): Replayed {
  const session = new Replay(parser);
  const unanalyzable: Unanalyzable[] = [];
  const unreadable: { file: string; message: string }[] = [];
  const note = ({ path: file }: SourceFile, { line, column }: Position, reason: string) => unanalyzable.push({ file, line, column, reason });

  for (const migration of root?.migrations ?? []) {
    const { file } = migration;
    session.startFile(file);
    try {
      for (const event of readMigration(migration, { placeholders })) {
        if (event.kind === 'syntaxError' && event.direction === 'up') note(file, event.span.start, event.message);
        if (event.kind === 'unanalyzable') note(file, event.span.start, event.message);
        if (event.kind !== 'statement' || event.statement.direction === 'down') continue;
        for (const { change } of session.run(event.statement)) {
          if (change.kind === 'opaque' && change.inRoutine === null) note(file, startOf(change.clause), change.reason);
        }
      }
    } catch (error) {
      if (!isFileError(error)) throw error;
      unreadable.push({ file: file.path, message: `cannot be read: ${error.message}` });
    }
  }
  return { schema: session.schema, unanalyzable, unreadable };
}

/** What the operating system says of a file has a code and a system call. */
function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && !isErrorWith(error, 'EPIPE');
}
