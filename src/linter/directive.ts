import { findNearest } from '../xcluster/nearest.js';

/** What a suppression comment covers. */
export type SuppressionForm = 'disable-next-line' | 'disable-line' | 'disable' | 'enable' | 'disable-file';

const FORMS: readonly SuppressionForm[] = ['disable-next-line', 'disable-line', 'disable', 'enable', 'disable-file'];

/** A comment that speaks to xclint, as written. */
export interface SuppressionComment {
  readonly form: SuppressionForm;
  /** As written, without repetition; empty where none is named. */
  readonly rules: readonly string[];
  /** What stands after ` -- `; null where nothing does. */
  readonly reason: string | null;
  /** The last day on which it suppresses, `YYYY-MM-DD`. */
  readonly until: string | null;
}

const DIRECTIVE = /^xclint-([\w-]*)\s*([^]*)$/i;
const REASON = /(?:^|\s)--+(?:\s+|$)([^]*)$/;

/**
 * Reads a comment with its marks. Null where it does not begin with `xclint-` (then it only mentions xclint); `problem` is a
 * sentence about one that does but cannot be understood.
 */
export function parseSuppression(comment: string): SuppressionComment | { readonly problem: string } | null {
  const match = DIRECTIVE.exec(withoutMarks(comment));
  if (match === null) return null;
  const [, word = '', rest = ''] = match;
  const form = FORMS.find((known) => known === word.toLowerCase());
  if (form === undefined) {
    const nearest = findNearest(word, FORMS);
    return { problem: `"xclint-${word}" is no comment that xclint knows${nearest === undefined ? '' : `; did you mean "xclint-${nearest}"?`}` };
  }

  const reasonMatch = REASON.exec(rest);
  const reason = reasonMatch?.[1]?.trim() ?? '';
  const names = reasonMatch === null ? rest : rest.slice(0, reasonMatch.index);
  const rules: string[] = [];
  let until: string | null = null;
  for (const part of names.split(/[\s,]+/)) {
    if (part === '') continue;
    const date = /^until=(.*)$/i.exec(part)?.[1];
    if (date === undefined) rules.push(part.toLowerCase());
    else if (!isDate(date)) return { problem: `"${part}" names no day; write until=YYYY-MM-DD` };
    else until = date;
  }
  return { form, rules: [...new Set(rules)], reason: reason === '' ? null : reason, until };
}

/** The words of a comment, on one line. */
function withoutMarks(comment: string): string {
  const inner = comment.startsWith('/*') ? comment.slice(2).replace(/\*\/$/, '').replace(/\n[ \t]*\*(?!\/)/g, '\n') : comment.replace(/^-+/, '');
  return inner.trim();
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
