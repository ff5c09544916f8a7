import type { Diagnostic, LintResult } from '../linter/result.js';
import type { Severity } from '../rule.js';
import type { ReportContext } from './reporter.js';

/** The worst first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** How many findings of each severity there are. */
export type Counts = Record<Severity, number>;

/** The rule that speaks once a migration, and is folded where it would drown the others. */
export const FOLDED_RULE = 'unreplicated-schema-change';
const FOLDED_FROM_FILES = 11;

/** Which findings are shown, and what is to be said of the others. Made without asking for a finding's texts. */
export interface Selection {
  /** In the order of the result. */
  readonly shown: readonly Diagnostic[];
  /** Findings that may be listed, shown or not: those of the level, folded ones included. */
  readonly listable: number;
  /** Those beyond the limit. */
  readonly hidden: Counts;
  /** `FOLDED_RULE` in too many files: one line stands for all. */
  readonly folded: { readonly files: number; readonly severity: Severity } | null;
}

/** What the machines' formats carry: everything, or with `quiet` the errors. */
export function reported(result: LintResult, context: ReportContext): readonly Diagnostic[] {
  return context.quiet ? result.diagnostics.filter(({ severity }) => severity === 'error') : result.diagnostics;
}

/** What people are shown: findings of `context.level` and worse. */
export function listable(result: LintResult, context: ReportContext): readonly Diagnostic[] {
  const level = SEVERITIES.indexOf(context.quiet ? 'error' : context.level);
  return result.diagnostics.filter(({ severity }) => SEVERITIES.indexOf(severity) <= level);
}

function noCounts(): Counts {
  return { error: 0, warning: 0, info: 0 };
}

function fold(diagnostics: readonly Diagnostic[]): Selection['folded'] {
  const found = diagnostics.filter(({ ruleId }) => ruleId === FOLDED_RULE);
  const files = new Set(found.map(({ file }) => file)).size;
  const severity = SEVERITIES.find((candidate) => found.some((diagnostic) => diagnostic.severity === candidate));
  return files >= FOLDED_FROM_FILES && severity !== undefined ? { files, severity } : null;
}

/**
 * Picks at most `maxDiagnostics` findings and keeps their order: the first of each rule, so that a reader meets them all,
 * then whatever comes; both errors before warnings before infos.
 */
export function select(result: LintResult, context: ReportContext): Selection {
  const all = listable(result, context);
  const folded = fold(all);
  const candidates = folded === null ? all : all.filter(({ ruleId }) => ruleId !== FOLDED_RULE);
  const chosen = new Set<Diagnostic>();
  const met = new Set<string>();
  const choose = (accepts: (diagnostic: Diagnostic) => boolean): void => {
    for (const severity of SEVERITIES) {
      for (const diagnostic of candidates) {
        if (chosen.size >= context.maxDiagnostics) return;
        if (diagnostic.severity === severity && accepts(diagnostic)) chosen.add(diagnostic);
      }
    }
  };
  if (candidates.length > context.maxDiagnostics) {
    choose(({ ruleId }) => met.size < met.add(ruleId).size);
    choose(() => true);
  }

  const hidden = noCounts();
  const shown = candidates.length > context.maxDiagnostics ? candidates.filter((diagnostic) => chosen.has(diagnostic)) : candidates;
  for (const { severity } of candidates) hidden[severity]++;
  for (const { severity } of shown) hidden[severity]--;
  return { shown, listable: all.length, hidden, folded };
}

/** Findings by rule, all severities: rules with errors first, then those with more findings, then by name. */
export function countByRule(diagnostics: readonly Diagnostic[]): { readonly ruleId: string; readonly counts: Readonly<Counts> }[] {
  const byRule = new Map<string, Counts>();
  for (const { ruleId, severity } of diagnostics) {
    let counts = byRule.get(ruleId);
    if (counts === undefined) byRule.set(ruleId, (counts = noCounts()));
    counts[severity]++;
  }
  return Array.from(byRule, ([ruleId, counts]) => ({ ruleId, counts })).sort(
    (a, b) =>
      b.counts.error - a.counts.error ||
      b.counts.warning - a.counts.warning ||
      b.counts.info - a.counts.info ||
      (a.ruleId < b.ruleId ? -1 : 1),
  );
}
