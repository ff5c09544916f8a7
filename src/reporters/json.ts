import { inChunks } from './chunks.js';
import { plainDiagnostic, plainHead, plainMessage, plainRoots, plainSummary, toJson } from './plain.js';
import type { Reporter } from './reporter.js';
import { reported } from './selection.js';

/**
 * One object, a line a finding. The findings are written first and their chunks (never the whole text) kept for a moment:
 * a text that cannot be told becomes one of the `problems`, which the contract wants before them.
 */
export const json: Reporter = function* (result, context) {
  function* findings(): Generator<string> {
    let separator = '\n';
    for (const diagnostic of reported(result, context)) {
      yield separator + toJson(plainDiagnostic(diagnostic));
      separator = ',\n';
    }
    yield separator === '\n' ? ']}\n' : '\n]}\n';
  }
  const chunks = [...inChunks(findings())];
  const head = { ...plainHead(result, context), roots: plainRoots(result), summary: plainSummary(result), problems: result.problems.map(plainMessage) };
  yield `${toJson(head).slice(0, -1)},"diagnostics":[`;
  yield* chunks;
};
