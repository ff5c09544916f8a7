import { defineRule, type Change, type ChangeContext, type ChangeOf, type Clause, type FileChanges, type Help, type Proposal, type ProposedEdit, type ProposedFix, type QualifiedName, type Statement } from '../src/rule.js';
import { receiver, writer } from './shared/clusters.js';
import { count, objectOf, proposedName, quote } from './shared/names.js';
import { extentOfRewrite } from './shared/rewrite.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

/** What changes the columns of a table as replication sees them, or the table's name. */
type Alteration = ChangeOf<'addColumn' | 'dropColumn' | 'renameColumn' | 'alterColumnType' | 'renameTable'>;

/** The alterations of one table in one file, in their order. */
interface Alterations {
  readonly table: QualifiedName;
  readonly changes: Alteration[];
}

export default defineRule({
  id: 'no-split-alter',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow several `ALTER TABLE` of the columns of one table in one migration.',
  rationale: `Each \`ALTER TABLE\` gives the table a new schema version, and replication of the table goes on when the other cluster has the same schema again.
With two statements in a file there is a schema between them that one cluster may pass through while the other is elsewhere; where the
statements come in another order on the other cluster, replication was reported to halt, and one statement with the same
changes to work. The documentation of semi-automatic mode says it outright: each change of a table has to be run on both clusters before the next.

Constraints, defaults, owners, indexes and comments are no columns, and do not count; nor does what rewrites the table, for YugabyteDB refuses that
(\`no-table-rewrite\`). In automatic mode the statements are replicated one
after the other, and the rule is off.`,
  remedy: `Write the changes as one \`ALTER TABLE\` with several actions. Renames take no company: give each a migration of its own, and roll it out to both
clusters before the next.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'warning',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'off',
  },
  fix: {
    safety: 'safe',
    what: 'Makes one `ALTER TABLE` of statements that stand next to each other and do nothing but add columns of different names; comments between them stay. None where a comment there is for a tool, and none for a generated column, which may need one that an earlier statement adds.',
    brings: [],
  },
  citations: [
    cite(PAGES.semiAutomatic, 'Of several schema changes of a table each has to be run on both clusters before the next.'),
    citeIssue(15001, 'Two alterations in the other order on the other side halt the replication; as one statement they work.'),
    citeIssue(14408, 'A drop on the target while an added column is still missing there blocks the replication.'),
  ],

  on: {
    *file(file, context) {
      for (const { table, changes } of findAlterations(file, context)) {
        const statements = [...new Set(changes.map(({ statement }) => statement))];
        const [first, second] = statements;
        if (first === undefined || second === undefined) continue;
        yield {
          clause: { statement: second, form: 'statement', at: 0 },
          message: () => explain(table, statements.length, context),
          help: () => help({ table, changes }, statements, file),
          object: objectOf(table),
          fix: () => fix(table, statements, file),
          related: [{ message: `${quote(table)} is altered here first`, clause: { statement: first, form: 'statement', at: 0 } }],
        };
      }
    },
  },
});

/** The alterations of each table that was replicated before the file, found under whatever name the table has by then. */
function findAlterations(file: FileChanges, context: ChangeContext): Alterations[] {
  // One alteration is no pair: most files have none or one.
  let left = 2;
  if (!file.changes.some((change) => (change.kind === 'renameTable' || isAlteration(change)) && --left === 0)) return [];
  const open = new Map<string, Alterations>();
  const all: Alterations[] = [];
  const created = new Set<string>();
  for (const change of file.changes) {
    if ((change.kind === 'createTable' || change.kind === 'createTableAs') && change.effective) {
      open.delete(objectOf(change.table));
      created.add(objectOf(change.table));
    } else if (change.kind === 'renameTable' || change.kind === 'moveTable') {
      const to = change.kind === 'renameTable' ? { schema: change.table.schema, name: change.newName } : { schema: change.newSchema, name: change.table.name };
      if (change.kind === 'renameTable') note(change);
      follow(change.table, to);
    } else if (isAlteration(change)) {
      note(change);
    }
  }
  return all;

  function note(change: Alteration): void {
    const key = objectOf(change.table);
    const isNew = created.has(key) && context.mode !== 'transactional-semi-automatic';
    if (isNew || !context.isReplicated(change.table) || isRefused(change, context)) return;
    let known = open.get(key);
    if (known === undefined) {
      known = { table: change.table, changes: [] };
      open.set(key, known);
      all.push(known);
    }
    known.changes.push(change);
  }

  function follow(from: QualifiedName, to: QualifiedName): void {
    const known = open.get(objectOf(from));
    open.delete(objectOf(from));
    if (known !== undefined) open.set(objectOf(to), known);
    if (created.delete(objectOf(from))) created.add(objectOf(to));
  }
}

function isAlteration(change: Change): change is Alteration {
  if (change.kind === 'addColumn') return change.effective;
  return change.kind === 'dropColumn' || change.kind === 'renameColumn' || change.kind === 'alterColumnType';
}

/** Whether YugabyteDB refuses the change of a replicated table, of which `no-table-rewrite` speaks: the clusters never differ by it. */
function isRefused(change: Alteration, context: ChangeContext): boolean {
  if (change.kind === 'renameTable' || change.kind === 'renameColumn' || context.levelOf('no-table-rewrite') === 'off') return false;
  // What the file creates itself (a type, a function) is known after it only, what it drops before it only.
  return [context.before, context.after].some((schema) => extentOfRewrite(change, schema, context.version) === 'table');
}

function explain(table: QualifiedName, number: number, context: ChangeContext): string {
  const what = `This file alters ${quote(table)} in ${count(number, 'statement')}`;
  if (context.mode === 'transactional-semi-automatic') return `${what}: in this mode each has to run on ${writer(context)} and on ${receiver(context)} before the next, so the file cannot run as a whole on one and then on the other.`;
  return `${what}: each leaves the clusters with different schemas until both have run it, and where they come in another order on ${receiver(context)}, replication of the table can halt.`;
}

function help({ table, changes }: Alterations, statements: readonly Statement[], file: FileChanges): Help {
  const merged = merge(file.changes, statements);
  if (merged !== null) return { text: 'Add the columns in one statement.', sql: [merged] };
  const reused = findReused(changes);
  if (reused !== null) {
    return { text: `Give the new ${quote(reused)} another name: one ALTER TABLE cannot drop a column and add one of its name. Then make one ALTER TABLE with all the actions.` };
  }
  if (areRowsWrittenBetween(changes, file)) {
    return { text: `Rows of ${quote(table)} are written in between, so give each step a migration of its own, and run each ALTER TABLE on both clusters before the next step.` };
  }
  if (changes.every(isRename)) return { text: 'Give each rename a migration of its own, and run it on both clusters before the next.' };
  if (changes.some(isRename)) {
    return { text: 'Give the rename a migration of its own, make one ALTER TABLE of the rest, and run each on both clusters before the next.' };
  }
  return { text: 'Make one ALTER TABLE with all the actions, or run each statement on both clusters before the next.' };
}

function isRename({ kind }: Alteration): boolean {
  return kind === 'renameTable' || kind === 'renameColumn';
}

/** A column that is dropped and then added again. */
function findReused(changes: readonly Alteration[]): string | null {
  const dropped = new Set<string>();
  for (const change of changes) {
    if (change.kind === 'dropColumn') dropped.add(change.column);
    if (change.kind === 'addColumn' && dropped.has(change.column.name)) return change.column.name;
  }
  return null;
}

/** Whether a statement between the first of the changes and the last writes rows of the table, under any of its names. */
function areRowsWrittenBetween(changes: readonly Alteration[], { changes: all }: FileChanges): boolean {
  const names = new Set(changes.map(({ table }) => objectOf(table)));
  const positions = changes.map((change) => all.indexOf(change));
  return all.slice(Math.min(...positions), Math.max(...positions)).some((change) => change.kind === 'writeRows' && names.has(objectOf(change.table)));
}

/** One statement for several that stand next to each other and do nothing but add columns of different names. */
function merge(changes: readonly Change[], statements: readonly Statement[]): Proposal | null {
  const actions: Clause[] = [];
  const names = new Set<string>();
  let table: QualifiedName | null = null;
  for (const change of changes) {
    if (!statements.includes(change.statement) || isPartOfColumn(change)) continue;
    if (change.kind !== 'addColumn' || names.has(change.column.name) || change.ifTableExists === true || change.onlyTable === true) return null;
    names.add(change.column.name);
    actions.push(change.clause);
    ({ table } = change);
  }
  const isAdjacent = statements.every((statement, position) => statement.host === null && statement.file === statements[0]?.file && statement.ordinal === statements[0].ordinal + position);
  return table === null || !isAdjacent ? null : { form: 'mergedAlterTable', table: proposedName(table), actions };
}

function fix(table: QualifiedName, statements: readonly Statement[], file: FileChanges): ProposedFix | null {
  const [first, ...others] = statements;
  const isGenerated = file.changes.some((change) => change.kind === 'addColumn' && change.column.generated !== null && others.includes(change.statement));
  const isAlike = others.every(({ direction, includedBy, database }) => direction === first?.direction && includedBy === first.includedBy && database === first.database);
  if (first === undefined || !isAlike || isGenerated || merge(file.changes, statements) === null) return null;
  const edits = others.flatMap((statement, i): readonly ProposedEdit[] => [
    { form: 'goOn', statement: others[i - 1] ?? first, next: statement },
    { form: 'joinEarlier', statement },
  ]);
  const [edit, ...more] = edits;
  return edit === undefined ? null : { title: `Add the columns of ${quote(table)} in one statement`, safety: 'safe', effects: [], edits: [edit, ...more] };
}

/** A constraint that stands in the definition of a column which is added. */
function isPartOfColumn(change: Change): boolean {
  return change.kind === 'addConstraint' && change.constraint.via === 'column';
}
