import path from 'node:path';
import { UsageError } from '../config/errors.js';
import { chooseFixes, editBytes } from '../fixer/apply.js';
import type { Fix, LintResult, TextEdit } from '../linter/result.js';
import { fileInMemory } from '../project/source.js';
import { count } from '../reporters/summary.js';
import type { SourceFile } from '../source/source-file.js';
import { completeFiles, replaceFiles } from './fix-journal.js';
import { judge, openProject, type Project, type RunRequest } from './run.js';

/** Fixes that overlap come one after the other; more rounds than this are a circle. */
const MOST_ROUNDS = 10;

/** How far fixing goes. */
export interface FixRequest {
  readonly unsafe: boolean;
  /** False: nothing is written, and all is told as if it were. */
  readonly write: boolean;
}

/** What was fixed. */
export interface Fixed {
  readonly findings: number;
  /** By file, in the order of the run. */
  readonly replacements: readonly Replacement[];
}

/** The content of a file, and what comes in its place. */
export interface Replacement {
  readonly file: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Lints, mends, and lints again until nothing is left to mend; the result is of what the files are then. Throws `UsageError`. */
export async function fix(request: RunRequest, { unsafe, write }: FixRequest): Promise<{ readonly result: LintResult; readonly project: Project; readonly fixed: Fixed }> {
  if (write && request.paths.includes('-')) throw new UsageError('--fix cannot change standard input; name the file, or give --fix-dry-run.');
  let opened = await openProject(request);
  const completed = write ? completeFiles(opened.config.directory, locationsOf(opened, request)) : 0;
  if (completed > 0) opened = await openProject(request);
  const changed = new Map<string, Uint8Array>();
  const unreadable = new Set<string>();
  // What a migration includes (`\i`) has no place of its own in the run, and is left alone.
  const sources = new Map(opened.roots.flatMap(({ migrations }) => migrations.map(({ file }) => [file.path, file])));
  const own = new Set(sources.keys());
  const made: Fix[] = [];
  for (let round = 0; ; round++) {
    const project = withTexts(opened, changed);
    const result = await judge(project, request);
    // A file that another one includes may be read past the new text: then what was made is offered again, and is undone.
    const repeated = offered(result, unsafe).flatMap(({ edits }) => edits).filter((edit) => own.has(edit.file) && made.some((before) => before.edits.some((other) => isSame(other, edit))));
    for (const { file } of repeated) {
      own.delete(file);
      changed.delete(file);
    }
    if (repeated.length > 0) continue;
    const fixes = round >= MOST_ROUNDS ? [] : chooseFixes(offered(result, unsafe).filter(({ edits }) => edits.every(({ file }) => own.has(file) && !unreadable.has(file))));
    if (fixes.length === 0) {
      const replacements = Array.from(sources, ([file, source]) => ({ file, source, after: changed.get(file) })).flatMap(({ file, source, after }): Replacement[] =>
        after === undefined ? [] : [{ file, before: bytesOf(source), after }],
      );
      if (write) replaceFiles(opened.config.directory, replacements.map((replacement) => ({ ...replacement, location: path.resolve(request.config.cwd, replacement.file) })));
      const notes = [
        ...(completed === 0 ? [] : [{ message: `An interrupted run of --fix was completed first: ${count(completed, 'file')}.` }]),
        ...[...unreadable].map((file) => ({ file, message: 'is not UTF-8, and so is not fixed' })),
      ];
      return { result: withNotes(result, notes), project, fixed: { findings: made.filter(({ edits }) => edits.every(({ file }) => changed.has(file))).length, replacements } };
    }
    const fixedTexts = new Map<string, Uint8Array>();
    for (const file of new Set(fixes.flatMap(({ edits }) => edits.map((edit) => edit.file)))) {
      const bytes = editBytes(changed.get(file) ?? bytesOf(sources.get(file)), fixes.flatMap(({ edits }) => edits.filter((edit) => edit.file === file)));
      if (bytes === null) unreadable.add(file);
      else fixedTexts.set(file, bytes);
    }
    // A fix of several files is made in all of them or in none: the next round leaves out what cannot be written.
    const isWhole = fixes.every(({ edits }) => edits.every(({ file }) => !unreadable.has(file)));
    if (!isWhole) continue;
    for (const [file, bytes] of fixedTexts) changed.set(file, bytes);
    made.push(...fixes);
  }
}

function withNotes(result: LintResult, notes: LintResult['notes']): LintResult {
  if (notes.length === 0) return result;
  return {
    ...result,
    get problems() {
      return result.problems;
    },
    notes: [...result.notes, ...notes],
  };
}

function offered({ diagnostics }: LintResult, unsafe: boolean): readonly Fix[] {
  return diagnostics.flatMap(({ fixes }) => fixes.filter(({ safety }) => unsafe || safety === 'safe').slice(0, 1));
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.file === b.file && a.text === b.text && a.range.start.offset === b.range.start.offset && a.range.end.offset === b.range.end.offset;
}

/** Where the files are, by their names as people read them. */
function locationsOf(project: Project, { config }: RunRequest): ReadonlyMap<string, string> {
  return new Map(project.roots.flatMap(({ migrations }) => migrations.map(({ file }) => [file.path, path.resolve(config.cwd, file.path)])));
}

function bytesOf(file: SourceFile | undefined): Uint8Array {
  // A chunk is good only until the next one is read.
  return Buffer.concat(Array.from(file?.chunks() ?? [], (chunk) => Buffer.from(chunk)));
}

/** The project with other texts in some of its files. */
function withTexts(project: Project, texts: ReadonlyMap<string, Uint8Array>): Project {
  if (texts.size === 0) return project;
  const changed = new Map(Array.from(texts, ([file, bytes]) => [file, fileInMemory(file, () => bytes)]));
  const roots = project.roots.map((root) => ({
    ...root,
    migrations: root.migrations.map((migration) => {
      const file = changed.get(migration.file.path);
      if (file === undefined) return migration;
      const { wouldWrap } = migration;
      return { ...migration, file, ...(wouldWrap === undefined ? {} : { wrapsTransaction: wouldWrap(new TextDecoder().decode(texts.get(file.path))) }) };
    }),
  }));
  const files = {
    // Which files there are is known when all have been read that others include.
    *[Symbol.iterator]() {
      for (const file of project.files) yield changed.get(file.path) ?? file;
    },
  };
  return { ...project, roots, files };
}
