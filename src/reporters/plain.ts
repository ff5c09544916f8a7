import type { Diagnostic, LintResult, Summary } from '../linter/result.js';
import type { Position, Span } from '../source/source-file.js';
import type { ReportContext } from './reporter.js';

/** The version of the `json` and `jsonl` contracts; it grows when a field goes away or changes its meaning. */
const SCHEMA_VERSION = 1;

function position({ line, column, offset }: Position): Position {
  return { line, column, offset };
}

function span({ start, end }: Span): Span {
  return { start: position(start), end: position(end) };
}

/** A finding as plain data, its keys in the order of the contract. */
export function plainDiagnostic(diagnostic: Diagnostic): object {
  return {
    ruleId: diagnostic.ruleId,
    severity: diagnostic.severity,
    message: diagnostic.message,
    help: diagnostic.help,
    docsUrl: diagnostic.docsUrl,
    file: diagnostic.file,
    range: span(diagnostic.range),
    object: diagnostic.object,
    related: diagnostic.related.map(({ message, file, range }) => ({ message, file, range: span(range) })),
    fixes: diagnostic.fixes.map(({ title, safety, edits }) => ({
      title,
      safety,
      edits: edits.map(({ file, range, text }) => ({ file, range: span(range), text })),
    })),
    ...noFix(diagnostic),
  };
}

/** Why there is no fix, where there is something to say about it. */
export function noFix({ fixRefusal }: Diagnostic): { readonly noFix?: string } {
  return fixRefusal === null ? {} : { noFix: fixRefusal };
}

/** What heads a document: who says it, and for which replication. */
export function plainHead({ mode, yugabytedb }: LintResult, { tool: { name, version } }: ReportContext): object {
  return { schemaVersion: SCHEMA_VERSION, tool: { name, version }, mode, yugabytedb };
}

/** The roots with their keys in the order of the contract; `files` are judged, `history` is only read. */
export function plainRoots({ roots }: LintResult): readonly object[] {
  return roots.map(({ path, tool, reason, migrations }) => {
    const files = migrations.filter(({ chosen }) => chosen).length;
    return { path, tool, reason, files, history: migrations.length - files };
  });
}

/** The summary with its keys in the order of the contract. */
export function plainSummary({ summary }: LintResult): Summary {
  return {
    files: summary.files,
    statements: summary.statements,
    analyzed: summary.analyzed,
    unanalyzable: summary.unanalyzable,
    errors: summary.errors,
    warnings: summary.warnings,
    infos: summary.infos,
    suppressed: summary.suppressed,
    baselined: summary.baselined,
    durationMs: summary.durationMs,
  };
}

/** A problem of the tool, or with no `kind` a note; `file` is left out where it has none. */
export function plainMessage({ kind, file, message }: { readonly kind?: string; readonly file?: string; readonly message: string }): object {
  return { ...(kind === undefined ? {} : { kind }), ...(file === undefined ? {} : { file }), message };
}

const STEERING = /[\x7f-\x9f\u2028\u2029\p{Bidi_Control}]/gu;

/** JSON on one line that is as harmless on a terminal as it is in a parser. */
export function toJson(value: object): string {
  return JSON.stringify(value).replace(STEERING, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
