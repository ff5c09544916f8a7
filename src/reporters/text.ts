import picocolors from 'picocolors';
import type { Diagnostic, LintResult } from '../linter/result.js';
import type { Severity } from '../rule.js';
import type { Position, Span } from '../source/source-file.js';
import { inChunks } from './chunks.js';
import { clip, visible, visibleLines, widthOf, wrap } from './display.js';
import { describeFix, fixable, fixMark } from './fixable.js';
import { frameOf } from './frame.js';
import { severityPainter, type Colors, type Painter } from './paint.js';
import type { ReportContext, Reporter } from './reporter.js';
import { FOLDED_RULE, SEVERITIES, countByRule, reported, select, type Selection } from './selection.js';
import { count, covered, found, origin } from './summary.js';

/** Prose is never wider, however wide the terminal is. */
const PROSE_WIDTH = 100;
const LEAST_WIDTH = 40;
/** Up to so many findings each is told in full; beyond, only the first of each rule is, and a table ends the report. */
const TOLD_IN_FULL = 20;
const RELATED_SHOWN = 4;

const LIST_MARK = /^(?:-|\d+\.) /;

interface Page {
  readonly context: ReportContext;
  readonly colors: Colors;
  /** Columns for prose. */
  readonly width: number;
  /** Columns for lines of source. */
  readonly sourceWidth: number;
}

/** What stands under a line of source. */
interface Marking {
  readonly sign: '^' | '-';
  readonly paint: Painter;
  readonly label: string;
}

/** A line of source with its marks; nothing where the line cannot be had. */
function sourceLines(page: Page, file: string, { start, end }: Span, { sign, paint, label }: Marking, gutter: number): string[] {
  const { colors, context, sourceWidth } = page;
  const line = context.excerpt(file, start.line);
  if (line === undefined) return [];
  const room = Math.max(20, sourceWidth - gutter - 3);
  const { code, indent, length } = frameOf(line, start.column - 1, end.line > start.line ? Infinity : end.column - 1, room);
  const bar = `${' '.repeat(gutter)} ${colors.dim('|')} `;
  const marks = `${bar}${' '.repeat(indent)}${paint(sign.repeat(length))}`;
  const extent = end.line > start.line ? [`to line ${end.line}`] : [];
  const words = [...extent, ...(label === '' ? [] : [label])].join(': ');
  const wordsWidth = widthOf(words);
  const isBeside = words !== '' && indent + length + 1 + wordsWidth <= room;
  // Words with no room beside the marks stand below them, as far to the right as they fit.
  const shift = ' '.repeat(Math.max(0, Math.min(indent, room - wordsWidth)));
  return [
    `${colors.dim(String(start.line).padStart(gutter))} ${colors.dim('|')} ${code}`.trimEnd(),
    isBeside ? `${marks} ${paint(words)}` : marks,
    ...(isBeside || words === '' ? [] : wrap(words, room).map((part) => bar + shift + paint(part))),
  ];
}

/** `= label: words`, wrapped; lines that come indented (SQL) stand as they are. Nothing for an empty text. */
function asideLines(page: Page, label: string, text: string, gutter: number): string[] {
  if (text === '') return [];
  const { colors, width } = page;
  const indent = ' '.repeat(gutter + 3);
  const lines = visibleLines(text).flatMap((line, index) => {
    if (line.startsWith(' ')) return [line];
    const hang = ' '.repeat(LIST_MARK.exec(line)?.[0].length ?? 0);
    const parts = wrap(line, width - indent.length - hang.length, index === 0 ? label.length + 2 : 0);
    return parts.map((part, place) => (place === 0 ? part : hang + part));
  });
  return lines.map((line, index) =>
    index === 0 ? `${' '.repeat(gutter + 1)}${colors.dim('=')} ${colors.cyan(`${label}:`)} ${line}` : `${line === '' ? '' : indent}${line}`,
  );
}

/** `severity[rule]:` and the words after it, wrapped. */
function headLines({ colors, width }: Page, severity: Severity, ruleId: string, words: string): string[] {
  const label = `${severity}[${visible(ruleId)}]:`;
  const lines = visibleLines(words).flatMap((line, index) => wrap(line, width - 2, index === 0 ? widthOf(label) + 1 : 0));
  const paint = severityPainter(colors)[severity];
  return lines.map((line, index) => (index === 0 ? `${colors.bold(paint(label))} ${colors.bold(line)}` : `  ${colors.bold(line)}`));
}

function placeLine({ colors }: Page, arrow: string, file: string, { line, column }: Position, gutter: number, words = ''): string {
  return `${' '.repeat(gutter)}${colors.dim(arrow)} ${colors.cyan(`${visible(file)}:${line}:${column}`)}${words}`;
}

function relatedLines(page: Page, related: Diagnostic['related'], gutter: number): string[] {
  const { colors } = page;
  const lines = related.slice(0, RELATED_SHOWN).flatMap(({ message, file, range }) => {
    const label = visibleLines(message).join(' ');
    const source = sourceLines(page, file, range, { sign: '-', paint: colors.blue, label }, gutter);
    return [
      `${' '.repeat(gutter)} ${colors.dim('|')}`,
      placeLine(page, ':::', file, range.start, gutter, source.length > 0 ? '' : `: ${label}`),
      ...source,
    ];
  });
  const more = related.length - RELATED_SHOWN;
  return more > 0 ? [...lines, `${' '.repeat(gutter + 1)}${colors.dim('=')} and ${count(more, 'more place')}`] : lines;
}

/** One finding with everything that belongs to it. */
function fullLines(page: Page, diagnostic: Diagnostic): string[] {
  const { colors } = page;
  // The getters compute anew each time: each is asked once, and only for what is printed.
  const { severity, ruleId, message, file, range, related } = diagnostic;
  const lineNumbers = related.slice(0, RELATED_SHOWN).map((place) => place.range.start.line);
  const gutter = String(Math.max(range.start.line, ...lineNumbers)).length;
  const bar = `${' '.repeat(gutter)} ${colors.dim('|')}`;
  const source = sourceLines(page, file, range, { sign: '^', paint: severityPainter(colors)[severity], label: '' }, gutter);
  const asides = [
    ...asideLines(page, 'help', diagnostic.help, gutter),
    ...asideLines(page, 'no fix', diagnostic.fixRefusal ?? '', gutter),
    ...asideLines(page, 'fix', describeFix(diagnostic), gutter),
    ...asideLines(page, 'docs', diagnostic.docsUrl, gutter),
  ];
  return [
    ...headLines(page, severity, ruleId, message),
    placeLine(page, '-->', file, range.start, gutter),
    ...(source.length > 0 ? [bar, ...source] : []),
    ...relatedLines(page, related, gutter),
    ...(asides.length > 0 ? [bar, ...asides] : []),
  ];
}

/** One finding for a reader who has met its rule above: what it is about in one line, and the source. */
function shortLines(page: Page, diagnostic: Diagnostic): string[] {
  const { severity, ruleId, object, message, file, range } = diagnostic;
  const gutter = String(range.start.line).length;
  const [head = '', ...more] = headLines(page, severity, ruleId, message);
  const isLong = more.length > 0;
  return [
    ...(isLong && object !== '' ? headLines(page, severity, ruleId, object) : [isLong ? `${head} …` : head]),
    placeLine(page, '-->', file, range.start, gutter, fixMark(diagnostic)),
    ...sourceLines(page, file, range, { sign: '^', paint: severityPainter(page.colors)[severity], label: '' }, gutter),
  ];
}

/** The one line for a rule that speaks once a migration, where there are many migrations. */
function foldedLines(page: Page, { files, severity }: NonNullable<Selection['folded']>): string[] {
  const message = `${files} files have schema changes to roll out. \`xclint FILE\` shows the order for one of them, --format json for all.`;
  return headLines(page, severity, FOLDED_RULE, message);
}

/** What the report leaves out; empty where it leaves out nothing. */
function omissionLines({ colors, width }: Page, { hidden }: Selection, isShortened: boolean): string[] {
  const more = SEVERITIES.filter((severity) => hidden[severity] > 0).map((severity) => count(hidden[severity], `more ${severity}`));
  return [
    ...(more.length > 0 ? [`... and ${more.join(', ')} (--max-diagnostics 0 shows all).`] : []),
    ...(isShortened ? ['Findings after the first of a rule are shortened; --format json has the whole of each.'] : []),
  ].flatMap((line) => wrap(line, width).map((part) => colors.dim(part)));
}

/** Findings by rule and severity, those that are only counted included. */
function tableLines({ colors, context, width }: Page, diagnostics: readonly Diagnostic[]): string[] {
  const cell = (amount: number, width: number, paint: Painter) => {
    const text = String(amount).padStart(width);
    return amount === 0 ? colors.dim('-'.padStart(width)) : paint(text);
  };
  const paint = severityPainter(colors);
  const rows = countByRule(diagnostics);
  const idWidth = Math.max(...rows.map(({ ruleId }) => ruleId.length));
  const heading = 'errors  warnings  infos  rule';
  return [
    colors.dim(heading),
    ...rows.map(({ ruleId, counts }) => {
      const numbers = `${cell(counts.error, 6, paint.error)}  ${cell(counts.warning, 8, paint.warning)}  ${cell(counts.info, 5, paint.info)}`;
      const room = width - (heading.length - 'rule'.length) - idWidth - 2;
      const summary = clip(visible(context.rule(ruleId)?.summary ?? ''), room);
      return `${numbers}  ${visible(ruleId).padEnd(summary === '' ? 0 : idWidth)}${summary === '' ? '' : `  ${colors.dim(summary)}`}`;
    }),
  ];
}

function* paragraphs(result: LintResult, page: Page): Generator<readonly string[]> {
  const { context, colors } = page;
  const selection = select(result, context);
  const isLong = selection.listable > TOLD_IN_FULL;

  const told = new Set<string>();
  for (const diagnostic of selection.shown) {
    yield isLong && told.has(diagnostic.ruleId) ? shortLines(page, diagnostic) : fullLines(page, diagnostic);
    told.add(diagnostic.ruleId);
  }
  if (selection.folded !== null) yield foldedLines(page, selection.folded);
  const omissions = omissionLines(page, selection, isLong && selection.shown.length > told.size);
  if (omissions.length > 0) yield omissions;
  if (isLong) yield tableLines(page, reported(result, context));

  const { errors, warnings, infos } = result.summary;
  const paint = errors > 0 ? colors.red : warnings > 0 ? colors.yellow : infos > 0 ? colors.blue : colors.green;
  const verdict = colors.bold(paint(found(result.summary, context)));
  const source = origin(result);
  const mendable = fixable(result);
  yield [
    ...(errors + warnings + infos === 0 ? [`${verdict} ${covered(result)}`] : [verdict, ...(mendable === '' ? [] : [mendable]), covered(result)]),
    ...(source === '' ? [] : wrap(source, page.width)),
  ];
}

/** For people: each finding with its line of source, by file, and what the whole amounts to. */
export const text: Reporter = (result, context) => {
  const sourceWidth = Math.max(LEAST_WIDTH, context.width ?? PROSE_WIDTH);
  const page: Page = { context, colors: picocolors.createColors(context.color), width: Math.min(sourceWidth, PROSE_WIDTH), sourceWidth };
  function* pieces(): Generator<string> {
    let separator = '';
    for (const lines of paragraphs(result, page)) {
      yield `${separator}${lines.join('\n')}\n`;
      separator = '\n';
    }
  }
  return inChunks(pieces());
};
