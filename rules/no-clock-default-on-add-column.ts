import { defineRule, NOTHING, findDomainDefault, findLocalCall, withoutDomains, type ChangeContext, type ChangeOf, type Expression, type Help, type Proposal, type ProposedFix, type TypeName } from '../src/rule.js';
import { objectOf, proposedName, quote } from './shared/names.js';
import { proposeLaterDefault } from './shared/later-default.js';
import { findColumnRewrite } from './shared/rewrite.js';
import { cite, citeIssue, PAGES } from './shared/sources.js';

/** What PostgreSQL reads as a date or a time of day of the moment, in a literal of such a type. */
const MOMENT = /\b(now|today|tomorrow|yesterday)\b/i;

/** A literal for each type that the clock can fill in: any would do, as long as it is the same on both clusters. */
const LITERALS: ReadonlyMap<string, string> = new Map([
  ['date', '2000-01-01'],
  ['time', '00:00'],
  ['timetz', '00:00+00'],
  ['timestamp', '2000-01-01 00:00'],
  ['timestamptz', '2000-01-01 00:00+00'],
]);

export default defineRule({
  id: 'no-clock-default-on-add-column',
  kind: 'change',
  topic: 'schema-changes',
  summary: 'Disallow `ADD COLUMN` with a default that each cluster works out for itself.',
  rationale: `A column that is added with a stable default (\`now()\`, \`CURRENT_DATE\`, \`current_user\`) rewrites no row: PostgreSQL works the default out
once, when the statement runs, and keeps the result beside the table for all rows that are there already. The statement runs on each
cluster by itself, at another moment and perhaps as another user, so the old rows have one value here and another one there. Nothing is
written, so replication has nothing to carry over, and no error tells. In automatic mode the standby runs the statement anew; whether it
takes the primary's value along is written nowhere, so there it is a warning.

Rows that are inserted later are no problem: their default is worked out where they are written, and travels with the row.

Literals such as \`'now'\` and \`'today'\` of a date or time type are worked out in the same way. A function that gives the same result
wherever it runs (\`to_char\`, \`jsonb_build_object\`) is not meant; one of your own that says \`STABLE\` is, for it may read the clock or a setting.`,
  remedy: `Add the column with a literal, the same on both clusters, and set the default afterwards: it then holds for new rows only. Where the first
cluster has run the statement already, read the value from \`pg_attribute.attmissingval\` there and use it as the literal on the other.`,
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'error',
    'transactional-manual': 'error',
    'transactional-semi-automatic': 'error',
    'transactional-automatic': 'warning',
  },
  fix: {
    safety: 'unsafe',
    what: `Adds the column without the default, and sets it in a statement of its own, so that it holds for new rows alone. Rows that are there already have \`NULL\`, which can be
filled in on one cluster. Where the column takes no \`NULL\`, a date or a time is added with a literal that is plainly no real one, the first moment of 2000 (in UTC); there is no fix for
other types. None for a literal such as \`'now'\`, for the default of a domain, where a \`CHECK\` mentions the column, where another constraint does that the
literal could break, and in routines.`,
    brings: [],
  },
  citations: [
    cite(PAGES.deployment, 'A column with a non-volatile default: the value that the source kept is to be given to the target as a literal.'),
    citeIssue(19259, 'The missing value of an added column is worked out on each cluster, and differs.'),
  ],

  on: {
    addColumn(change, context) {
      const { column, table } = change;
      if (!change.effective || !context.isReplicated(table) || context.isNewInFile(table)) return NOTHING;
      const value = column.default ?? findDomainDefault(column.type, context.before);
      if (value === null) return NOTHING;
      const what = findMoment(value, column.type, change, context);
      if (what === null) return NOTHING;
      // A rewrite gives each row its value, and the more particular rule speaks of it.
      if (context.levelOf('no-table-rewrite') !== 'off' && findColumnRewrite(column, table, context.before) !== null) return NOTHING;
      return [{
        clause: column.defaultClause ?? column.typeClause,
        message: () => message(change, what, context),
        help: () => help(change, value, context),
        object: objectOf(table, column.name),
        fix: () => fix(change, value, context),
      }];
    },
  },
});

/** What in the default two clusters do not share, as a sentence has it. */
function findMoment(value: Expression, type: TypeName, { table }: ChangeOf<'addColumn'>, context: ChangeContext): string | null {
  const local = findLocalCall(value, context.before, table);
  if (local?.call.name === 'now') return CLOCK_WORD.exec(value.text)?.[0] ?? 'now()';
  if (local !== null) return SPELLED_WITHOUT_PARENTHESES.has(local.call.name) ? local.call.name : `${local.call.name}()`;
  const literal = value.literal?.value ?? null;
  const isTime = LITERALS.has(withoutDomains(type, context.before).base.name);
  return literal !== null && isTime && MOMENT.test(literal) ? `'${literal}'` : null;
}

/** The clock's keywords, which the model counts as calls of `now`. */
const CLOCK_WORD = /\b(?:current_(?:date|time|timestamp)|localtime(?:stamp)?)\b(?!["'])/i;

/** PostgreSQL's grammar has these as keywords. */
const SPELLED_WITHOUT_PARENTHESES = new Set(['current_catalog', 'current_role', 'current_schema', 'current_user', 'session_user', 'user']);

function message({ column, table }: ChangeOf<'addColumn'>, what: string, context: ChangeContext): string {
  const [first, second] = context.clusters;
  const each = {
    bidirectional: `${first} and ${second} each keep a value of their own`,
    'non-transactional': 'source and target each keep a value of their own',
    'transactional-manual': 'primary and standby each keep a value of their own',
    'transactional-semi-automatic': 'primary and standby each keep a value of their own',
    'transactional-automatic': 'the standby may work it out again and keep another value',
  }[context.mode];
  return `The default of ${quote(column.name)} rests on ${what}, which is worked out once, when the column is added, for all rows that ${quote(table)} has: ${each}, and replication does not even them out.`;
}

function help({ column, table }: ChangeOf<'addColumn'>, value: Expression, context: ChangeContext): Help {
  const target = proposedName(table);
  const type = withoutDomains(column.type, context.before);
  const literal = column.type.array ? undefined : LITERALS.get(type.base.name);
  const renewed = renewedDefault(value);
  const set: Proposal[] = renewed === null ? [] : [{ form: 'setDefault', note: 'for new rows', table: target, column: column.name, value: renewed }];
  const fixed = value.literal === null ? '' : ' A word such as now or today is worked out when the default is set, not when a row is inserted: write it as a call.';
  const shape = { form: 'addColumn', table: target, column: column.name, type: column.type.text } as const;
  if (literal === undefined) {
    return {
      text: `Add the column without a default, or with a literal that is the same on both clusters, and set the default afterwards: it holds for new rows only.${column.notNull ? ' NOT NULL needs the literal.' : ''}`,
      sql: [shape, ...set],
    };
  }
  return {
    text: `Add the column with a literal, the same on both clusters, and set the default afterwards: it holds for new rows only.${fixed}`,
    sql: [{ ...shape, literal, ...(column.notNull ? { notNull: true } : {}) }, ...set],
  };
}

function fix(change: ChangeOf<'addColumn'>, value: Expression, context: ChangeContext): ProposedFix | null {
  // Whether each row is to have its own moment then, or the same as now, nobody can tell.
  if (value.literal !== null) return null;
  const { type } = change.column;
  const literal = type.array ? undefined : LITERALS.get(withoutDomains(type, context.before).base.name);
  return proposeLaterDefault(change, { literal: literal === undefined ? null : `'${literal}'` }, context);
}

/** The default for new rows; null for a literal whose call cannot be told. */
function renewedDefault(value: Expression): string | null {
  if (value.literal === null) return value.text;
  return { now: 'now()', today: 'CURRENT_DATE' }[value.literal.value?.trim().toLowerCase() ?? ''] ?? null;
}
