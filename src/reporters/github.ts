import type { Severity } from '../rule.js';
import { inChunks } from './chunks.js';
import { visible, visibleLines } from './display.js';
import type { Reporter } from './reporter.js';
import { reported } from './selection.js';

const COMMAND: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

function escapeData(lines: readonly string[]): string {
  return lines.join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
}

/** A property's value ends at `,` and the properties at `::`. */
function escapeProperty(value: string): string {
  return visible(value.replace(/[%\r\n:,]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`));
}

function command(name: string, properties: Readonly<Record<string, string | number>>, data: readonly string[]): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${list.length > 0 ? ` ${list.join(',')}` : ''}::${escapeData(data)}\n`;
}

/** GitHub's workflow commands: each finding becomes an annotation at its place in the pull request. */
export const github: Reporter = (result, context) => {
  function* lines(): Generator<string> {
    for (const diagnostic of reported(result, context)) {
      const { start, end } = diagnostic.range;
      const properties = {
        file: diagnostic.file,
        line: start.line,
        // GitHub refuses columns where the lines differ.
        ...(start.line === end.line
          ? { col: start.column, endLine: end.line, endColumn: end.column }
          : { endLine: end.line }),
        title: diagnostic.ruleId,
      };
      const paragraphs = [diagnostic.message, diagnostic.help, diagnostic.docsUrl].filter((paragraph) => paragraph !== '');
      yield command(COMMAND[diagnostic.severity], properties, visibleLines(paragraphs.join('\n\n')));
    }
    // After the findings, whose texts may turn out to be problems when they are computed.
    for (const { kind, file, message } of result.problems) {
      yield command('error', { ...(file === undefined ? {} : { file }), title: kind }, visibleLines(message));
    }
  }
  return inChunks(lines());
};
