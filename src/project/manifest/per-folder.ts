import type { FolderView } from '../tool.js';

/** Asks a question about a folder once, however often the answer is wanted: every folder below it wants it too. */
export function perFolder<T>(ask: (folder: FolderView) => T): (folder: FolderView) => T {
  const answers = new WeakMap<FolderView, { readonly answer: T }>();
  return (folder) => {
    let known = answers.get(folder);
    if (known === undefined) {
      known = { answer: ask(folder) };
      answers.set(folder, known);
    }
    return known.answer;
  };
}
