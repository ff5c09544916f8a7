import picocolors from 'picocolors';
import { inChunks } from './chunks.js';
import { visible, visibleLines } from './display.js';
import { fixable, fixMark } from './fixable.js';
import { severityPainter } from './paint.js';
import type { Reporter } from './reporter.js';
import { listable } from './selection.js';
import { covered, found } from './summary.js';

/** `file:line:column: severity rule: message [fix]`, a line a finding, and the summary on one line. */
export const compact: Reporter = (result, context) => {
  const paint = severityPainter(picocolors.createColors(context.color));
  function* lines(): Generator<string> {
    for (const diagnostic of listable(result, context)) {
      const { file, range, severity, ruleId, message } = diagnostic;
      const { line, column } = range.start;
      yield `${visible(file)}:${line}:${column}: ${paint[severity](severity)} ${visible(ruleId)}: ${visibleLines(message).join(' ')}${fixMark(diagnostic)}\n`;
    }
    yield `${[found(result.summary, context), fixable(result), covered(result)].filter((part) => part !== '').join(' ')}\n`;
  }
  return inChunks(lines());
};
