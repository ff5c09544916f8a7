import type { Diagnostic } from '../linter/result.js';
import type { Severity } from '../rule.js';
import type { Position, Span } from '../source/source-file.js';
import { inChunks } from './chunks.js';
import { noFix, toJson } from './plain.js';
import type { Reporter } from './reporter.js';
import { reported } from './selection.js';

/** `DiagnosticSeverity` of the protocol. */
const SEVERITY: Readonly<Record<Severity, number>> = { error: 1, warning: 2, info: 3 };

/** The URI of a file that is named relative to `rootUri` (or, outside of it, absolutely). */
function uriOf(file: string, rootUri: string): string {
  const drive = /^[A-Za-z]:(?=\/)/.exec(file)?.[0] ?? '';
  const path = file.slice(drive.length).split('/').map(encodeSegment).join('/');
  return new URL(drive === '' ? path : `file:///${drive}${path}`, rootUri).href;
}

/** Lone surrogates, which no URI can hold, become the replacement character. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'));
}

function position({ line, column }: Position) {
  return { line: line - 1, character: column - 1 };
}

function range({ start, end }: Span) {
  return { start: position(start), end: position(end) };
}

function published(diagnostic: Diagnostic, rootUri: string): object {
  const { docsUrl } = diagnostic;
  return {
    range: range(diagnostic.range),
    severity: SEVERITY[diagnostic.severity],
    code: diagnostic.ruleId,
    ...(docsUrl === '' ? {} : { codeDescription: { href: docsUrl } }),
    source: 'xclint',
    message: diagnostic.message,
    relatedInformation: diagnostic.related.map((place) => ({
      location: { uri: uriOf(place.file, rootUri), range: range(place.range) },
      message: place.message,
    })),
    data: {
      help: diagnostic.help,
      object: diagnostic.object,
      fixes: diagnostic.fixes.map(({ title, safety, edits }) => ({
        title,
        safety,
        edits: edits.map((edit) => ({ uri: uriOf(edit.file, rootUri), range: range(edit.range), newText: edit.text })),
      })),
      ...noFix(diagnostic),
    },
  };
}

/** An array of `PublishDiagnosticsParams` of the Language Server Protocol: one for each file with findings. */
export const lsp: Reporter = (result, context) => {
  function* pieces(): Generator<string> {
    const byFile = new Map<string, Diagnostic[]>();
    for (const diagnostic of reported(result, context)) {
      const ofFile = byFile.get(diagnostic.file);
      if (ofFile === undefined) byFile.set(diagnostic.file, [diagnostic]);
      else ofFile.push(diagnostic);
    }
    yield '[';
    let separator = '\n';
    for (const [file, diagnostics] of byFile) {
      yield `${separator}{"uri":${JSON.stringify(uriOf(file, context.rootUri))},"diagnostics":[`;
      separator = '\n';
      for (const diagnostic of diagnostics) {
        yield separator + toJson(published(diagnostic, context.rootUri));
        separator = ',\n';
      }
      yield ']}';
    }
    yield byFile.size === 0 ? ']\n' : '\n]\n';
  }
  return inChunks(pieces());
};
