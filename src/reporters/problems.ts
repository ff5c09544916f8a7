import picocolors from 'picocolors';
import type { LintResult } from '../linter/result.js';
import { visible, visibleLines } from './display.js';
import type { ReportContext } from './reporter.js';

/** Notes with the same words in more files than this are told together. */
const SAME_NOTES = 3;

/** What went wrong and what is worth knowing about the run, a line each, for people (standard error); empty where there is nothing. */
export function renderProblems(result: LintResult, context: ReportContext): string {
  const colors = picocolors.createColors(context.color);
  const place = (file: string | undefined) => (file === undefined ? '' : `${visible(file)}: `);
  const words = (message: string) => visibleLines(message).join('\n  ');

  let text = '';
  for (const { kind, file, message } of result.problems) {
    text += `${colors.bold(colors.red(`error[${visible(kind)}]:`))} ${place(file)}${words(message)}\n`;
  }
  const filesByMessage = new Map<string, (string | undefined)[]>();
  for (const { file, message } of result.notes) {
    const files = filesByMessage.get(message);
    if (files === undefined) filesByMessage.set(message, [file]);
    else files.push(file);
  }
  for (const [message, files] of filesByMessage) {
    const told = files.length > SAME_NOTES ? files.slice(0, 1) : files;
    for (const file of told) {
      const others = files.length > told.length ? ` (and ${files.length - told.length} more files)` : '';
      text += `${colors.bold(colors.cyan('note:'))} ${place(file)}${words(message)}${others}\n`;
    }
  }
  return text;
}
