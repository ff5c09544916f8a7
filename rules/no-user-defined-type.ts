import { defineRule, migrationOf, type ChangeContext, type ChangeOf, type Column, type Effect, type Help, type Problem, type Proposal, type ProposedEdit, type ProposedFix, type QualifiedName, type Table, type TypeAction, type UserType } from '../src/rule.js';
import { binary, column, string } from './shared/ast.js';
import { SET_UP_ANEW } from './shared/clusters.js';
import { count, isSameName, isTemporary, objectOf, quote, spell } from './shared/names.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

/** A list of labels longer than this is not written out as a check. */
const SHOWN_LABELS = 20;

/** How many columns of an enum are written out. */
const SHOWN_COLUMNS = 4;

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
  fix: {
    safety: 'unsafe',
    what: `Makes each column of an enum \`text\` with a \`CHECK\` of its labels, and takes out \`CREATE TYPE\`, \`DROP TYPE\` and casts of literals to it. That is
made in all files together or not at all. Values sort by their letters then, not by the order of the labels, and an application that names the type (an enum of its
ORM, a cast) has to change with it. None for other types, and none where the migrations do anything else with
the enum: another label or name, arrays and domains of it, routines and views that name it, a column that gets or loses the type later, partitions and \`LIKE\`, grants and comments;
none for an enum without columns, or whose statement is all that its file does.`,
    // Of a file whose first schema change was the type.
    brings: ['unreplicated-schema-change'],
  },
  citations: [
    cite(PAGES.architecture, 'While xCluster is active in a mode other than automatic, composite, enum and range types, and arrays of them, should not be created, altered or dropped.'),
    citeIssue(15038, 'A replicated enum value cannot be read where its label has another identifier.'),
    citeIssue(13217, 'A replicated value names a type identifier that the target does not have.'),
  ],

  on: {
    *createType(change) {
      // Elsewhere the whole file is read first: its tables tell what to write in place of the type.
      if (change.inRoutine !== null) yield* judgeCreated(change, [], null);
    },
    *file({ changes }, context) {
      for (const change of changes) {
        if (change.kind === 'createType') yield* judgeCreated(change, context.after.tablesWithType(change.type), context);
      }
    },
    *alterType(change, context) {
      const type = context.before.type(change.name);
      if (change.asDomain || isTemporary(change.name)) return;
      if (type !== undefined && (!isStoredByIdentifier(type) || isMadeHere(type, change))) return;
      yield problem(change, change.name, {
        message: `Type ${quote(change.name)} is altered while rows with its values are replicated: ${CONSEQUENCES[change.action]}`,
        help: () => ({ text: `YugabyteDB's documentation asks to ${SET_UP_ANEW}. A text column with a CHECK, or a lookup table, can be changed without that.` }),
      });
    },
    *dropType(change) {
      const { dropped, guarded, asDomain } = change;
      if (asDomain || isTemporary(change.name)) return;
      if (dropped === null ? guarded : !isStoredByIdentifier(dropped) || isMadeHere(dropped, change)) return;
      yield problem(change, change.name, {
        message: `Type ${quote(change.name)} is dropped on each cluster by itself: rows with its values that are still on their way cannot be read there any more.`,
        help: () => ({ text: `Drop it when no replicated table has had a column of it for as long as the replication lags; YugabyteDB's documentation asks to ${SET_UP_ANEW}.` }),
      });
    },
  },
});

const KEPT = 'stored values keep their meaning, for the identifiers stay, but the two clusters differ until both have it, and the documentation excepts no way to alter a type.';

const CONSEQUENCES: Readonly<Record<TypeAction, string>> = {
  'add value': 'each cluster gives the new label an identifier of its own, so a row with it may not be readable on the other.',
  'alter attributes': "until both clusters have it, one writes values that do not fit the other's type.",
  constrain: KEPT,
  'rename value': KEPT,
  'rename attribute': KEPT,
  rename: KEPT,
};

type TypeChange = ChangeOf<'createType'> | ChangeOf<'alterType'> | ChangeOf<'dropType'>;

function problem(change: TypeChange, name: QualifiedName, said: { readonly message: string; readonly help: () => Help; readonly fix?: () => ProposedFix | null }): Problem {
  return { clause: change.clause, message: () => said.message, help: said.help, object: objectOf(name), ...(said.fix === undefined ? {} : { fix: said.fix }) };
}

/** `context`: of the file that makes it, where that runs. */
function* judgeCreated(change: ChangeOf<'createType'>, users: readonly Table[], context: ChangeContext | null): Iterable<Problem> {
  const { type } = change;
  if (!isStoredByIdentifier(type) || isTemporary(type)) return;
  yield problem(change, type, {
    message: `Type ${quote(type)}, ${nounOf(type)}, gets identifiers of its own on each cluster, and a column of it stores those: what one cluster writes the other cannot read, or reads as something else.`,
    help: () => helpCreate(context?.after.type(type) ?? type, users),
    ...(context === null || type.kind !== 'enum' ? {} : { fix: () => fixEnum(type, context) }),
  });
}

/** Whether stored values refer to the catalog: of all user types, a domain's alone do not. */
function isStoredByIdentifier(type: UserType): boolean {
  return type.kind !== 'domain';
}

/** Whether the file that changes the type also made it: then the finding stands where it was made. */
function isMadeHere(type: UserType, change: TypeChange): boolean {
  return change.inRoutine === null && migrationOf(type.origin.statement) === migrationOf(change.statement);
}

function nounOf(type: UserType): string {
  if (type.kind === 'enum') return 'an enum';
  return type.kind === 'composite' ? 'a composite type' : 'a range';
}

function helpCreate(type: UserType, users: readonly Table[]): Help {
  if (type.kind === 'enum') {
    if (type.labels.length === 0 || type.labels.length > SHOWN_LABELS) return { text: 'Use text instead, with a foreign key to a lookup table.' };
    const columns = proposeChecks(type, users);
    return { text: `Use text with a CHECK instead${columns.length === 0 ? ', for each column that would have the type' : ''}:`, sql: columns.length === 0 ? [proposeCheck(type, { name: type.name })] : columns };
  }
  const instead = type.kind === 'composite' ? 'columns of their own, or jsonb' : 'two columns';
  return { text: `Use ${instead} instead. Where it must be this type, create it before the replication is set up.` };
}

/** The columns with a check in place of the type, in all files together. */
function fixEnum(type: UserType, context: ChangeContext): ProposedFix | null {
  const use = context.enumUse(type);
  if (use === null) return null;
  const edits = [
    ...use.definitions.map(({ column: { name, typeClause } }): ProposedEdit => ({ form: 'checkedText', clause: typeClause, column: name, values: use.labels })),
    ...use.casts.map((clause): ProposedEdit => ({ form: 'leaveOutCast', clause })),
    ...use.statements.map((statement): ProposedEdit => ({ form: 'leaveOutStatement', statement })),
  ];
  const [first, ...others] = edits;
  if (first === undefined) return null;
  const isLeft = context.end.type(type) !== undefined;
  return {
    title: `Have text with a check of its values in place of ${quote(type)} (${count(use.definitions.length, 'column')}): values sort by their letters then, and an application that names the type has to change`,
    safety: 'unsafe',
    needsWholeSchema: true,
    effects: [
      ...(isLeft ? [{ change: 'drops', object: 'type', name: type } as const] : []),
      ...use.left.flatMap(({ table, column: name, check }): Effect[] => [
        { change: 'changes', part: 'column type', table, name },
        { change: 'adds', part: 'constraint', table, name: check },
      ]),
    ],
    edits: [first, ...others],
  };
}

/** The columns of the enum as they would be written instead, the first few. */
function proposeChecks(type: UserType, users: readonly Table[]): Proposal[] {
  const columns = users.flatMap((table) =>
    table.partitionOf !== null ? [] : table.columns.filter((column) => column.via === 'definition' && isSameName(column.type.base, type)).map((column) => ({ table, column })),
  );
  return columns.slice(0, SHOWN_COLUMNS).map(({ table, column }) => ({ ...proposeCheck(type, column), note: `in ${spell(table)}` }));
}

/** `name text CHECK (name IN ('…', …))`; of an array, `name text[] CHECK (name <@ ARRAY['…', …])`. */
function proposeCheck(type: UserType, like: Pick<Column, 'name'> & Partial<Column>): Proposal {
  const expressions = type.labels.map(string);
  const isArray = like.type?.array === true;
  const expr = isArray ? binary('<@', column(like.name), { type: 'array', expressions }) : binary('IN', column(like.name), { type: 'list', expressions });
  const initial = like.default?.literal?.value;
  return {
    form: 'column',
    ast: {
      kind: 'column',
      name: { name: like.name },
      dataType: isArray ? { kind: 'array', arrayOf: { name: 'text' } } : { name: 'text' },
      constraints: [
        ...(like.notNull === true ? [{ type: 'not null' } as const] : []),
        ...(typeof initial === 'string' ? [{ type: 'default', default: string(initial) } as const] : []),
        { type: 'check', expr },
      ],
    },
  };
}
