import { readWith, type Document } from './document.js';
import { loadPackage } from './packages.js';

/** Reads the first document of a YAML text; an empty text is null. */
export function readYaml(text: string): Document {
  return readWith(() => loadAll(text)[0] ?? null, explain);
}

/** Reads all documents of a YAML text, `value` being a list: Spring's profiles stand in one file that way. */
export function readYamlDocuments(text: string): Document {
  return readWith(() => loadAll(text), explain);
}

function loadAll(text: string): unknown[] {
  const yaml = loadPackage('js-yaml');
  return yaml.loadAll(text, null, { schema: yaml.CORE_SCHEMA });
}

function explain(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const reason = 'reason' in thrown && typeof thrown.reason === 'string' ? thrown.reason : thrown.message;
  const mark = 'mark' in thrown ? thrown.mark : undefined;
  const line = typeof mark === 'object' && mark !== null && 'line' in mark && typeof mark.line === 'number' ? mark.line + 1 : undefined;
  return line === undefined ? reason : `line ${line}: ${reason}`;
}
