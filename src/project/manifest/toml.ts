import { readWith, type Document } from './document.js';
import { loadPackage } from './packages.js';

/** Reads TOML 1.0. Tables are objects, dates are objects of `Date`. */
export function readToml(text: string): Document {
  return readWith(() => loadPackage('smol-toml').parse(text), explain);
}

/** Its messages are the complaint in the first line, and the place drawn below it. */
function explain(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const complaint = (thrown.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
  return 'line' in thrown && typeof thrown.line === 'number' ? `line ${thrown.line}: ${complaint}` : complaint;
}
