import type { ChangeContext, ChangeOf, ProposedEdit, Statement, TransactionDirective } from '../../src/rule.js';

/**
 * How a statement leaves its tool's transaction by what can be written into its file; null where that would take along what
 * `mayLeave` does not hold of, and where there is no way.
 */
export function findTransactionExit(change: ChangeOf<'createIndex' | 'addConstraint'>, mayLeave: (statement: Statement) => boolean, context: ChangeContext): TransactionExit | null {
  const { statement } = change;
  const directive = statement.transactions?.directive;
  const { migrationStatements } = context;
  if (directive === undefined || migrationStatements === null || statement.includedBy !== undefined) return null;
  // Another transaction would hold it still, or hold it first.
  if (statement.host !== null || change.inExplicitTransaction || !statement.inToolTransaction || statement.isSentAtOnce === true) return null;
  if (directive.files?.test(statement.file.path) === false) return null;
  const beside = migrationStatements.filter((other) => other !== statement);
  const along = beside.filter(({ part }) => part === statement.part);
  if (!along.every(mayLeave) || ((directive.alone === true || statement.isSentTogether === true) && along.length > 0)) return null;
  // One statement needs no transaction to be taken back whole, and indexes none.
  const back = directive.wholeFile === true ? beside.filter(({ direction }) => direction !== statement.direction) : [];
  if (back.length > 1 && !back.every(({ sql }) => /^drop\s+index\b/i.test(sql))) return null;
  return { directive, edits: directive.place === 'statement' ? [] : [{ form: 'leaveTransaction', statement, directive }] };
}

/** What `findTransactionExit` finds. */
export interface TransactionExit {
  readonly directive: TransactionDirective;
  readonly edits: readonly ProposedEdit[];
}

/** Whether a statement builds an index, which no transaction has to hold. */
export function buildsIndex({ sql }: Statement): boolean {
  return /^create\s+(?:unique\s+)?index\b/i.test(sql);
}
