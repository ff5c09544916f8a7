import type { LintResult, Summary } from '../linter/result.js';
import type { Severity } from '../rule.js';
import { visible } from './display.js';
import type { ReportContext } from './reporter.js';

/** `1 error`, `2 errors`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** `38 ms`, `1.2 s`, `2 min 5 s`. */
function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The severities that are counted but not listed. */
function unlisted(summary: Summary, context: ReportContext): string {
  if (context.quiet) return summary.warnings + summary.infos > 0 ? ' (only errors are listed: --quiet)' : '';
  const level: Severity = context.level;
  if (level === 'error' && summary.warnings + summary.infos > 0) return ' (only errors are listed: --level error)';
  return level === 'warning' && summary.infos > 0 ? ' (infos are listed with --level info)' : '';
}

/** What was found: `Found 3 errors, 1 warning and 4 infos (…); 2 suppressed, 5 baselined.` */
export function found(summary: Summary, context: ReportContext): string {
  const aside = [
    ...(summary.suppressed > 0 ? [`${summary.suppressed} suppressed`] : []),
    ...(summary.baselined > 0 ? [`${summary.baselined} baselined`] : []),
  ].join(', ');
  const rest = aside === '' ? '' : `; ${aside}`;
  if (summary.errors + summary.warnings + summary.infos === 0) return `Nothing found${rest}.`;
  const infos = summary.infos > 0 ? ` and ${count(summary.infos, 'info')}` : '';
  const joint = infos === '' ? ' and ' : ', ';
  return `Found ${count(summary.errors, 'error')}${joint}${count(summary.warnings, 'warning')}${infos}${unlisted(summary, context)}${rest}.`;
}

/** What was not understood: whole statements, and places inside others (in bodies) or between them. Empty where there is nothing. */
function gap({ statements, analyzed, unanalyzable }: Summary): string {
  const whole = statements - analyzed;
  const places = unanalyzable - whole;
  if (places <= 0) return whole > 0 ? ` (${whole} unanalyzable)` : '';
  return whole > 0 ? ` (${whole} unanalyzable, and ${count(places, 'place')} in others)` : ` (${count(places, 'place')} in them unanalyzable)`;
}

/** Roots that are named one by one. */
const ROOTS_TOLD = 3;

/** Where the migrations were found and what told it: `Migrations: db (goose: "-- +goose Up" in 1_a.sql), api and 2 more.` Empty where only single files were judged. */
export function origin({ roots }: LintResult): string {
  const known = roots.filter(({ reason }) => reason !== '');
  if (known.length === 0) return '';
  const told = known.slice(0, ROOTS_TOLD).map(({ path, tool, reason }) => `${visible(path)} (${tool}: ${visible(reason)})`);
  const more = known.length - told.length;
  return `Migrations: ${told.join(', ')}${more > 0 ? ` and ${more} more (--print-config lists them)` : ''}.`;
}

/** What was read: `12 files, analysed 120 of 123 statements (3 unanalyzable) in 38 ms for bidirectional, YugabyteDB 2025.2.` */
export function covered({ summary, mode, yugabytedb }: LintResult): string {
  return `${count(summary.files, 'file')}, analysed ${summary.analyzed} of ${count(summary.statements, 'statement')}${gap(summary)} in ${duration(summary.durationMs)} for ${mode}, YugabyteDB ${yugabytedb}.`;
}
