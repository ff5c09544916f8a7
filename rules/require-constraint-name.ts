import { defineRule, type Constraint, type Proposal, type ProposedEdit, type ProposedFix, type Table } from '../src/rule.js';
import { belongsToParent, isLeftToVectorRule, proposeIndex } from './shared/keys.js';
import { objectOf, quote } from './shared/names.js';
import { citeIssue } from './shared/sources.js';

export default defineRule({
  id: 'require-constraint-name',
  kind: 'state',
  topic: 'keys',
  summary: 'Require a name for indexes and unique constraints.',
  rationale: `Where the statement gives no name, the cluster makes one up, and takes another when the first is taken: \`orders_note_idx\`, then
\`orders_note_idx1\`. On two clusters that have not run the same statements in the same order the names can come out different.
Semi-automatic mode matches tables by their names, and in manual mode it is you who matches them, index by index.`,
  remedy: `Write the name out. The name that PostgreSQL would have chosen changes nothing where the migration has run already.`,
  confidence: 'inferred',
  severity: {
    bidirectional: 'off',
    'non-transactional': 'off',
    'transactional-manual': 'info',
    'transactional-semi-automatic': 'info',
    'transactional-automatic': 'off',
  },
  fix: {
    safety: 'safe',
    what: 'Writes out the name that PostgreSQL would have chosen. None for what `LIKE` brings along, and none for a table that no migration creates: there the name may be taken.',
    brings: [],
  },
  citations: [citeIssue(23013, 'Tables of the two clusters are matched by their names.')],

  on: {
    *table(table, context) {
      if (!context.isReplicated(table)) return;
      for (const constraint of table.constraints) {
        if (constraint.type !== 'unique' || constraint.named || constraint.usingIndex || belongsToParent(constraint)) continue;
        yield {
          clause: constraint.origin,
          message: () => message('unique constraint', constraint.name, table.name),
          help: () => ({ text: help(constraint.via), sql: named(constraint) }),
          object: objectOf(table, constraint.name),
          fix: () => fix(table, constraint.name, constraint.via === 'like' ? null : { form: 'nameConstraint', clause: constraint.origin, name: constraint.name }),
        };
      }
      for (const index of table.indexes) {
        if (index.named || index.constraint !== null || belongsToParent(index) || isLeftToVectorRule(index, context)) continue;
        yield {
          clause: index.origin,
          message: () => message('index', index.name, table.name),
          help: () => ({ text: help(index.via), sql: index.via === 'like' ? [] : [proposeIndex(table, index, {})] }),
          object: objectOf(table, index.name),
          fix: () => fix(table, index.name, index.via === 'like' ? null : { form: 'nameIndex', statement: index.origin.statement, name: index.name }),
        };
      }
    },
  },
});

function message(what: string, name: string, table: string): string {
  return `This ${what} of ${quote(table)} has no name, so each cluster makes one up (${quote(name)} if that is free): the names can come out different, and then the two cannot be matched by name.`;
}

function help(via: Constraint['via'] | 'statement' | 'constraint'): string {
  return via === 'like' ? 'Leave INDEXES out of the LIKE clause and create them by statements of their own, with names.' : 'Write the name out.';
}

function named(constraint: Constraint): Proposal[] {
  // What the tree cannot hold would be lost in the proposal.
  if (constraint.via === 'like' || constraint.nullsNotDistinct || constraint.deferrable || constraint.include.length > 0) return [];
  return [{ form: 'constraint', ast: { type: 'unique', constraintName: { name: constraint.name }, columns: constraint.columns.map((name) => ({ name })) } }];
}

function fix(table: Table, name: string, edit: ProposedEdit | null): ProposedFix | null {
  return edit === null || !table.known ? null : { title: `Write the name out: ${name}`, safety: 'safe', effects: [], edits: [edit] };
}
