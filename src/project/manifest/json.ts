import { findJsonError } from '../../config/json.js';
import { readWith, type Document } from './document.js';

/** Reads JSON. */
export function readJson(text: string): Document {
  return readWith(
    () => JSON.parse(text) as unknown,
    (thrown) => {
      const found = findJsonError(text);
      if (found === undefined) return thrown instanceof Error ? thrown.message : String(thrown);
      return `line ${text.slice(0, found.offset).split('\n').length}: ${found.message.replace(/\.$/, '')}`;
    },
  );
}
