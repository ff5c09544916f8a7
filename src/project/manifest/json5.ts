import { readWith, type Document } from './document.js';
import { loadPackage } from './packages.js';

/** Reads JSON5: JSON with comments, single quotes, keys without quotes and commas at the end. */
export function readJson5(text: string): Document {
  return readWith(() => loadPackage('json5').parse(text), explain);
}

function explain(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const reason = thrown.message.replace(/^JSON5: /, '').replace(/ at \d+:\d+$/, '');
  return 'lineNumber' in thrown && typeof thrown.lineNumber === 'number' ? `line ${thrown.lineNumber}: ${reason}` : reason;
}
