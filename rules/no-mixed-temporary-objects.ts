import { defineRule, type Change, type QualifiedName, type Statement } from '../src/rule.js';
import { isTemporary, objectOf, quoteSome } from './shared/names.js';
import { citeFile, FILES } from './shared/sources.js';

export default defineRule({
  id: 'no-mixed-temporary-objects',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow temporary and permanent objects in one `DROP`, in automatic mode.',
  rationale: `Automatic mode replicates what happens to permanent objects and leaves temporary ones to their session. One statement that drops some of each
can be neither sent nor left out, so the primary refuses it: the migration fails there.`,
  remedy: 'Drop them in two statements. Temporary objects go with their session anyway.',
  confidence: 'source',
  severity: {
    bidirectional: 'off',
    'non-transactional': 'off',
    'transactional-manual': 'off',
    'transactional-semi-automatic': 'off',
    'transactional-automatic': 'error',
  },
  citations: [citeFile(FILES.ddlEndHandler, 'Refuses a command that drops temporary and permanent objects together.')],

  on: {
    *file(file) {
      for (const { statement, dropped } of dropsByStatement(file.changes)) {
        const temporary = dropped.filter(isTemporary).map(({ name }) => name);
        const permanent = dropped.filter((name) => !isTemporary(name));
        const [first] = permanent;
        if (temporary.length === 0 || first === undefined) continue;
        yield {
          clause: { statement, form: 'statement', at: 0 },
          message: () => `This drops ${quoteSome(temporary, 3)}, which ${temporary.length === 1 ? 'is' : 'are'} temporary, together with ${quoteSome(permanent, 3)}: automatic mode refuses a statement that drops both kinds.`,
          help: () => ({ text: `Drop ${quoteSome(permanent, 3)} in a statement of ${permanent.length === 1 ? 'its' : 'their'} own.` }),
          object: objectOf(first),
        };
      }
    },
  },
});

/** The names that each statement of several drops has, in order. */
function dropsByStatement(changes: readonly Change[]): readonly { readonly statement: Statement; readonly dropped: readonly QualifiedName[] }[] {
  const groups: { readonly statement: Statement; readonly dropped: QualifiedName[] }[] = [];
  for (const change of changes) {
    const name = nameOfDropped(change);
    if (name === null) continue;
    const last = groups.at(-1);
    if (last?.statement === change.statement) last.dropped.push(name);
    else groups.push({ statement: change.statement, dropped: [name] });
  }
  return groups;
}

function nameOfDropped(change: Change): QualifiedName | null {
  if (change.kind === 'dropTable') return change.table;
  return change.kind === 'dropView' || change.kind === 'dropSequence' ? change.name : null;
}
