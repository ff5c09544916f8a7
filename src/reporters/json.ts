import { inChunks } from './chunks.js';
import { plainDiagnostic, plainHead, plainMessage, plainSummary, toJson } from './plain.js';
import type { Reporter } from './reporter.js';
import { reported } from './selection.js';

/** One object, a line a finding. Written piece by piece, so that memory does not grow with the findings. */
export const json: Reporter = (result, context) => {
  function* pieces(): Generator<string> {
    const head = {
      ...plainHead(result, context),
      summary: plainSummary(result),
      problems: result.problems.map(plainMessage),
    };
    yield `${toJson(head).slice(0, -1)},"diagnostics":[`;
    let separator = '\n';
    for (const diagnostic of reported(result, context)) {
      yield separator + toJson(plainDiagnostic(diagnostic));
      separator = ',\n';
    }
    yield separator === '\n' ? ']}\n' : '\n]}\n';
  }
  return inChunks(pieces());
};
