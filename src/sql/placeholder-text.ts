// What a placeholder of a template looks like. PostgreSQL has no token that begins with `${`, `{{`, `{%` or `{#`: outside of
// strings and comments each is the beginning of one, whatever the tool.

/** `${name}`, with one pair of braces inside: `${name:-{}}`. */
const DOLLAR = /\$\{(?:[^{}\n]|\{[^{}\n]*\})*\}/y;
/** `{{ … }}` with strings in which braces mean nothing. No other one begins in it: a text of nothing but `{{` is looked at once. */
const BRACES = /\{\{(?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|(?!\{\{)[^"`}]|\}(?!\}))*\}\}\}?/y;
/** The same where a quotation mark stands alone. */
const PLAIN_BRACES = /\{\{(?:(?!\{\{)[^}]|\}(?!\}))*\}\}/y;
const GO_COMMENT = /\{\{-?\s*\/\*(?:(?!\*\/)[^])*\*\/\s*-?\}\}/y;
const PERCENT = /\{%(?:(?!\{%)[^%]|%(?!\}))*%\}/y;
const HASH = /\{#(?:(?!\{#)[^#]|#(?!\}))*#\}/y;

/** The end of the placeholder or template tag at an offset; -1 where none stands there, or it is not closed. */
export function endOfPlaceholder(text: string, at: number): number {
  const next = text.charCodeAt(at + 1);
  if (text.charCodeAt(at) === 36) return next === 123 ? endOf(DOLLAR, text, at) : -1;
  switch (next) {
    case 123: {
      const comment = endOf(GO_COMMENT, text, at);
      if (comment !== -1) return comment;
      const end = endOf(BRACES, text, at);
      return end === -1 ? endOf(PLAIN_BRACES, text, at) : end;
    }
    case 37:
      return endOf(PERCENT, text, at);
    case 35:
      return endOf(HASH, text, at);
    default:
      return -1;
  }
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** A placeholder as a name has it: white space and the marks that trim it say nothing about what is meant. */
export function plainPlaceholder(written: string): string {
  const inside = /^\{\{[-~]?([^]*?)[-~]?\}\}$/.exec(written)?.[1];
  if (inside === undefined) return written;
  const words = inside.trim().replace(/\s+/g, ' ');
  return inside === words && !words.includes(' ') ? `{{${words}}}` : `{{ ${words} }}`;
}

/** A name without quotes as PostgreSQL folds it: its own letters small, its placeholders plain. */
export function foldName(written: string): string {
  const parts = written.split(PARTS);
  return parts.length === 1 ? written.toLowerCase() : parts.map((part, i) => (i % 2 === 0 ? part.toLowerCase() : plainPlaceholder(part))).join('');
}

const PARTS = /(\$\{[^{}]*\}|\{\{.*?\}\}|^:[A-Za-z_]\w*)/;

/** Forms that stand in no name of a real object. `:NAME` at the beginning is psql's. */
const IN_NAME = /\$\{[^{}]*\}|\{\{.*\}\}|<%.*%>|^:[A-Za-z_]\w*/;

/** Whether a name is one that only the migration tool can complete. */
export function hasPlaceholder(name: string): boolean {
  return IN_NAME.test(name);
}

/** What the value of a placeholder is looked up by: `schema` for `${schema}`, `:'schema'` and `{{ .schema }}`; else what stands in the braces. */
export function placeholderName(written: string): string {
  const inside = /^(?:\$\{([^]*)\}|\{\{[-~]?([^]*?)[-~]?\}\}|<%=?([^]*)%>|:['"]?(\w+)['"]?|\{(\w*)\}|[@$](\w+))$/.exec(written);
  const found = (inside?.[1] ?? inside?.[2] ?? inside?.[3] ?? inside?.[4] ?? inside?.[5] ?? inside?.[6] ?? written).trim();
  return found.replace(/^\.(?=\w+$)/, '');
}

/** What is said of a placeholder without a value: `reason` ends a sentence that begins "not judged:". */
export function describePlaceholder(written: string): { readonly reason: string; readonly help: string } {
  const name = placeholderName(written);
  if (/^[\w.:-]+$/.test(name)) return { reason: `"${written}" is a placeholder without a value`, help: `Give it one: config "placeholders", or --placeholder ${name}=VALUE.` };
  return {
    reason: `only the migration tool knows what "${written}" puts in`,
    help: 'Look at it yourself; or give what it puts in as a value of the config\'s "placeholders", under what stands between the braces.',
  };
}
