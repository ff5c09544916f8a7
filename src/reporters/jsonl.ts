import { inChunks } from './chunks.js';
import { plainDiagnostic, plainHead, plainMessage, plainRoots, plainSummary, toJson } from './plain.js';
import type { Reporter } from './reporter.js';
import { reported } from './selection.js';

/**
 * An object a line, each with a `type`: first `run` (tool, mode, version), then `note`s,
 * `diagnostic`s and `problem`s, last `summary`: a text without it was cut off.
 */
export const jsonl: Reporter = (result, context) => {
  function* lines(): Generator<string> {
    yield `${toJson({ type: 'run', ...plainHead(result, context), roots: plainRoots(result) })}\n`;
    for (const note of result.notes) yield `${toJson({ type: 'note', ...plainMessage(note) })}\n`;
    for (const diagnostic of reported(result, context)) {
      yield `${toJson({ type: 'diagnostic', ...plainDiagnostic(diagnostic) })}\n`;
    }
    // After the findings, whose texts may turn out to be problems when they are computed.
    for (const problem of result.problems) {
      yield `${toJson({ type: 'problem', ...plainMessage(problem) })}\n`;
    }
    yield `${toJson({ type: 'summary', ...plainSummary(result) })}\n`;
  }
  return inChunks(lines());
};
