import type { Replacement } from './fix.js';

/** Lines of context around a change, as `git diff` has them. */
const CONTEXT = 3;

/** A unified diff for `git apply` and `patch -p1`, in the order of the files. They are UTF-8; marks and line ends are theirs. */
export async function unifiedDiff(replacements: readonly Replacement[]): Promise<string> {
  if (replacements.length === 0) return '';
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
  return replacements
    .map(({ file, before, after }) => {
      const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, decode(before), decode(after), undefined, undefined, { context: CONTEXT, headerOptions: FILE_HEADERS_ONLY });
      // With a tab behind it `patch` takes a name with spaces as a whole.
      return file.includes(' ') ? patch.replace(/^(---|\+\+\+) .*$/gm, (line, _, offset: number) => (offset < patch.indexOf('@@') ? `${line}\t` : line)) : patch;
    })
    .join('');
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
