import picocolors from 'picocolors';
import { inChunks } from './chunks.js';
import { visible, visibleLines } from './display.js';
import { severityPainter } from './paint.js';
import type { Reporter } from './reporter.js';
import { listable } from './selection.js';
import { covered, found } from './summary.js';

/** `file:line:column: severity rule: message`, a line a finding, and the summary on one line. */
export const compact: Reporter = (result, context) => {
  const paint = severityPainter(picocolors.createColors(context.color));
  function* lines(): Generator<string> {
    for (const { file, range, severity, ruleId, message } of listable(result, context)) {
      const { line, column } = range.start;
      yield `${visible(file)}:${line}:${column}: ${paint[severity](severity)} ${visible(ruleId)}: ${visibleLines(message).join(' ')}\n`;
    }
    yield `${found(result.summary, context)} ${covered(result)}\n`;
  }
  return inChunks(lines());
};
