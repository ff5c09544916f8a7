import type { Fix, TextEdit } from '../linter/result.js';
import type { Statement } from '../sql/statement.js';
import type { ProposedFix } from './edit.js';
import { draw } from './forms/index.js';
import { NotExact, StatementText } from './statement-text.js';

/** A proposed fix as edits of files, in order and apart from each other; null where a place is not exact in its file. */
export function makeFix({ title, safety, edits }: ProposedFix): Fix | null {
  const texts = new Map<Statement, StatementText>();
  try {
    for (const edit of edits) {
      const statement = 'clause' in edit ? edit.clause.statement : edit.statement;
      const text = texts.get(statement) ?? new StatementText(statement);
      texts.set(statement, text);
      draw(edit, text);
    }
  } catch (error) {
    if (error instanceof NotExact) return null;
    throw error;
  }
  const all = [...texts.values()].flatMap((text) => text.edits).sort(compareEdits);
  if (all.some((edit, i) => overlaps(all[i - 1], edit))) throw new Error(`edits of the fix "${title}" overlap`);
  return { title, safety, edits: all };
}

/** By file, then by place. */
export function compareEdits(a: TextEdit, b: TextEdit): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.range.start.offset - b.range.start.offset || a.range.end.offset - b.range.end.offset;
}

function overlaps(before: TextEdit | undefined, edit: TextEdit): boolean {
  return before?.file === edit.file && before.range.end.offset > edit.range.start.offset;
}
