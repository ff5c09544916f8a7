import type { Expr } from 'pgsql-ast-parser';
import { defineRule, type ChangeOf, type Help, type Problem, type Proposal, type QualifiedName, type UserType } from '../src/rule.js';
import { column, string } from './shared/ast.js';
import { SET_UP_ANEW } from './shared/clusters.js';
import { isTemporary, objectOf, quote } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

/** A list of labels longer than this is not written out as a check. */
const SHOWN_LABELS = 20;

export default defineRule({
  id: 'no-user-defined-type',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow creating, altering and dropping enums, composite types and ranges.',
  rationale: `Stored values of these types hold numbers that the catalog gave out when the type was made: an enum's label, and the type of a composite value, a
range or an array of these, are stored by identifier. Each cluster has a catalog of its own and gives out its own numbers. A row that arrives
from the other cluster then names a label or a type that is not there, or is another one, and reading it fails.

When replication is set up, the types that exist are copied with their numbers. While it runs, in every mode but automatic, they must not be
created, altered or dropped; a domain is not stored as such and may be. Automatic mode sends the numbers along, and the rule is off.`,
  remedy: 'Use `text` with a `CHECK`, or a lookup table, in place of an enum; plain columns or `jsonb` in place of a composite type; two columns in place of a range. Where it must be the type, change it while there is no replication.',
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'off',
  },
  citations: [
    cite(PAGES.architecture, 'While xCluster is active in a mode other than automatic, composite, enum and range types, and arrays of them, should not be created, altered or dropped.'),
    citeIssue(15038, 'A replicated enum value cannot be read where its label has another identifier.'),
    citeIssue(13217, 'A replicated value names a type identifier that the target does not have.'),
  ],

  on: {
    *createType(change) {
      const { type } = change;
      if (!isStoredByIdentifier(type) || isTemporary(type)) return;
      yield problem(change, type, {
        message: `Type ${quote(type)}, ${nounOf(type)}, gets identifiers of its own on each cluster, and values are stored with those: what one cluster writes the other cannot read.`,
        help: () => helpCreate(type),
      });
    },
    *alterType(change, context) {
      const type = context.before.type(change.name);
      if (type !== undefined && (!isStoredByIdentifier(type) || isMadeHere(type, change))) return;
      if (isTemporary(change.name)) return;
      yield problem(change, change.name, {
        message: `Type ${quote(change.name)} is altered while rows with its values are replicated: each cluster changes its own catalog and gives what is new an identifier of its own, so what one cluster writes the other may not be able to read.`,
        help: () => ({ text: `To alter it, ${SET_UP_ANEW}. A text column with a CHECK, or a lookup table, can be changed at any time.` }),
      });
    },
    *dropType(change) {
      const { dropped, guarded } = change;
      if (dropped === null ? guarded : !isStoredByIdentifier(dropped) || isMadeHere(dropped, change)) return;
      if (isTemporary(change.name)) return;
      yield problem(change, change.name, {
        message: `Type ${quote(change.name)} is dropped on each cluster by itself: rows with its values that are still on their way cannot be read there any more.`,
        help: () => ({ text: `Drop it when no replicated table has had a column of it for as long as the replication lags; YugabyteDB's documentation asks to ${SET_UP_ANEW}.` }),
      });
    },
  },
});

type TypeChange = ChangeOf<'createType'> | ChangeOf<'alterType'> | ChangeOf<'dropType'>;

function problem(change: TypeChange, name: QualifiedName, said: { readonly message: string; readonly help: () => Help }): Problem {
  return { clause: change.clause, message: () => said.message, help: said.help, object: objectOf(name) };
}

/** Whether stored values refer to the catalog: of all user types, a domain's alone do not. */
function isStoredByIdentifier(type: UserType): boolean {
  return type.kind !== 'domain';
}

/** Whether the file that changes the type also made it: then the finding stands where it was made. */
function isMadeHere(type: UserType, change: TypeChange): boolean {
  return change.inRoutine === null && type.origin.statement.file === change.statement.file;
}

function nounOf(type: UserType): string {
  if (type.kind === 'enum') return 'an enum';
  return type.kind === 'composite' ? 'a composite type' : 'a range';
}

function helpCreate(type: UserType): Help {
  if (type.kind === 'enum') {
    const check = proposeCheck(type);
    if (check.length === 0) return { text: 'Use text instead, with a foreign key to a lookup table.' };
    return { text: 'Use text with a CHECK instead, for each column that would have the type:', sql: check };
  }
  const instead = type.kind === 'composite' ? 'columns of their own, or jsonb' : 'two columns';
  return { text: `Use ${instead} instead. Where it must be this type, create it before the replication is set up.` };
}

/** `name text CHECK (name IN ('…', …))`, for a column that is called like the enum. */
function proposeCheck(type: UserType): Proposal[] {
  if (type.labels.length === 0 || type.labels.length > SHOWN_LABELS) return [];
  const labels: Expr = { type: 'list', expressions: type.labels.map(string) };
  const expr: Expr = { type: 'binary', op: 'IN', left: column(type.name), right: labels };
  return [{ form: 'column', ast: { kind: 'column', name: { name: type.name }, dataType: { name: 'text' }, constraints: [{ type: 'check', expr }] } }];
}
