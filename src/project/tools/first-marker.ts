import type { FolderView, ToolRemark } from '../tool.js';

/** What becomes of a file that does not begin as its tool wants, to follow the file's name. */
interface Complaints {
  /** Where the marker is nowhere in the file; absent for tools that do without. */
  readonly missing?: string;
  /** Where something else than comments stands before it. */
  readonly before: string;
}

/** What there is to say of files that must begin with a marker (found by `marker`, which has the flag `m`), comments aside. */
export function remarkOnBeginnings(root: FolderView, paths: readonly string[], marker: RegExp, { missing, before }: Complaints): readonly ToolRemark[] {
  return paths.flatMap((path) => {
    const found = marker.exec(root.head(path));
    if (found !== null) return hasStatement(found.input.slice(0, found.index)) ? [note(path, before)] : [];
    if (missing === undefined) return [];
    // The beginning that is at hand may end before the marker.
    const text = root.read(path);
    if (text === undefined) return [];
    const later = marker.exec(text);
    if (later === null) return [note(path, missing)];
    return hasStatement(text.slice(0, later.index)) ? [note(path, before)] : [];
  });
}

/** Whether a line is neither empty nor a comment to its end. */
function hasStatement(text: string): boolean {
  return text.split('\n').some((line) => {
    const trimmed = line.trimStart();
    return trimmed !== '' && !trimmed.startsWith('--');
  });
}

function note(path: string, message: string): ToolRemark {
  return { kind: 'note', path, message };
}
