import type { Diagnostic, LintResult } from '../linter/result.js';

/** Migrations that are not edited, as a sentence has them. */
const OLD_MIGRATIONS = 'migrations up to "replicatingSince"';

/** What mends a finding, and by which flags: `Write … (--fix)`; why nothing does where that is known; else empty. */
export function describeFix(diagnostic: Pick<Diagnostic, 'fixes' | 'withheldFixes'>): string {
  const [fix] = diagnostic.fixes;
  if (fix !== undefined) return `${fix.title} (--fix${fix.safety === 'safe' ? '' : ' --unsafe-fixes'})`;
  return diagnostic.withheldFixes.length > 0 ? `none, for ${OLD_MIGRATIONS} are not edited` : '';
}

/** The same where there is little room: ` [fix]`, ` [unsafe fix]`, or empty. */
export function fixMark({ fixes: [fix] }: Pick<Diagnostic, 'fixes'>): string {
  return fix === undefined ? '' : fix.safety === 'safe' ? ' [fix]' : ' [unsafe fix]';
}

/** How many findings can be mended, listed or not: `3 fixable with --fix, 2 more with --unsafe-fixes.` Empty where none can. */
export function fixable({ diagnostics }: LintResult): string {
  let safe = 0;
  let unsafe = 0;
  let withheld = 0;
  for (const diagnostic of diagnostics) {
    const [fix] = diagnostic.fixes;
    if (fix?.safety === 'safe') safe += 1;
    else if (fix !== undefined) unsafe += 1;
    else if (diagnostic.withheldFixes.length > 0) withheld += 1;
  }
  const offered = safe > 0 ? `${safe} fixable with --fix${unsafe > 0 ? `, ${unsafe} more with --unsafe-fixes` : ''}` : unsafe > 0 ? `${unsafe} fixable with --fix --unsafe-fixes` : '';
  if (withheld === 0) return offered === '' ? '' : `${offered}.`;
  return offered === '' ? `${withheld} in ${OLD_MIGRATIONS}, which are not edited, would be fixable.` : `${offered}; ${withheld} more in ${OLD_MIGRATIONS}, which are not edited.`;
}
