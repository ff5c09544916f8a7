import { wrap } from '../reporters/display.js';
import type { Painters } from './paint.js';

const WIDTH = 88;

/** Markdown as the rules have it (paragraphs, lists, `code`, fenced code, **bold**) for a terminal, wrapped; ends with a line end. */
export function wrapMarkdown(markdown: string, paint: Painters): string {
  const lines: string[] = [];
  let isCode = false;
  for (const line of joinParagraphs(markdown)) {
    if (line.startsWith('```')) isCode = !isCode;
    else if (isCode) lines.push(`    ${paint.code(line)}`);
    else lines.push(...wrapLine(line, paint));
  }
  return `${lines.join('\n')}\n`;
}

/** Lines of one paragraph or list item become one line. */
function joinParagraphs(markdown: string): string[] {
  const lines: string[] = [];
  let isCode = false;
  for (const line of markdown.trim().split('\n')) {
    const last = lines.at(-1);
    const isFence = line.startsWith('```');
    const continues = !isCode && !isFence && line !== '' && last !== undefined && last !== '' && !last.startsWith('```') && !/^\s*([-*]|\d+\.) /.test(line);
    if (continues) lines[lines.length - 1] = `${last} ${line.trim()}`;
    else lines.push(line);
    if (isFence) isCode = !isCode;
  }
  return lines;
}

function wrapLine(line: string, paint: Painters): string[] {
  const indent = /^\s*(?:(?:[-*]|\d+\.) )?/.exec(line)?.[0] ?? '';
  const wrapped = wrap(line.slice(indent.length), WIDTH - indent.length);
  return wrapped.map((text, index) => `${index === 0 ? indent : ' '.repeat(indent.length)}${paintSpans(text, paint)}`);
}

/** Code keeps its marks, which tell it from the text around it where there are no colours. */
function paintSpans(text: string, paint: Painters): string {
  return text.replace(/`[^`]+`/g, (code) => paint.code(code)).replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => paint.bold(bold));
}
