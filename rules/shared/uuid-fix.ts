import { FIRST_RELEASES, hasReached, type Column, type Effect, type FixRefusal, type KeyFamily, type ProposedEdit, type ProposedFix, type RuleFix, type StateContext, type Table } from '../../src/rule.js';
import { isSameName, quote } from './names.js';

/** What the rules tell of this fix. */
export const UUID_FIX: RuleFix = {
  safety: 'unsafe',
  what: `Makes a key that counts \`uuid DEFAULT gen_random_uuid()\`, and every column that references it, through any number of foreign
keys and in every file, a \`uuid\`; statements about its sequence go (\`CREATE SEQUENCE\`, \`OWNED BY\`, \`setval\`, grants). Before
YugabyteDB 2025.1 \`CREATE EXTENSION IF NOT EXISTS pgcrypto\` comes before it. It is made as a whole or not at all. None where a value is
used as a number in any migration (a comparison with a number, rows with keys written out, arithmetic, an argument of a function), where
a statement that names one of the tables cannot be followed, where one of the files is not to be changed, and for a column that is in no
primary key and that nothing references, such as a number for people; the finding says which.`,
  brings: [],
};

/**
 * The change of a column that counts to a uuid with a random default, with every column that has to have its type, and without what
 * was about its sequence. It is whole or not at all.
 */
export function fixCountingColumn(table: Table, counted: Column, context: StateContext): ProposedFix | FixRefusal | null {
  const clause = counted.typeClause;
  if (counted.via !== 'definition') return { refused: 'it follows the column that it is copied from', clause };
  const family = context.history.keyFamily(table, counted.name);
  if (family === null) return { refused: 'the migrations are more text than is looked through here for uses of the column; --diff looks through more', clause };
  const isKey = table.constraints.some((constraint) => constraint.type === 'primary key' && constraint.columns.includes(counted.name));
  const isReferenced = family.columns.some(({ countings, typeClause }) => countings.length === 0 && typeClause !== null);
  if (!isKey && !isReferenced) return { refused: 'it is in no primary key and nothing references it, so people may read it as a number', clause };
  const [obstacle] = family.obstacles;
  if (obstacle !== undefined) return { refused: `${obstacle.subject} ${obstacle.reason}`, clause: obstacle.clause };
  const [first, ...rest] = editsOf(family);
  if (first === undefined) return null;
  const edits: [ProposedEdit, ...ProposedEdit[]] = [first, ...rest];
  const extension = needExtension(family, context);
  if (extension !== null && 'refused' in extension) return extension;
  if (extension !== null) edits.push(extension);
  return { title: titleOf(table, counted, family), safety: 'unsafe', needsWholeSchema: true, effects: effectsOf(family, extension !== null, context), edits };
}

function titleOf(table: Table, counted: Column, { columns }: KeyFamily): string {
  const followers = columns.length - 1;
  const also = followers === 0 ? '' : followers === 1 ? ', and the column that follows it a uuid' : `, and the ${String(followers)} columns that follow it uuids`;
  return `Make ${quote(`${table.name}.${counted.name}`)} a uuid with a random default${also}: values are no numbers any more, and not in the order in which rows came`;
}

function editsOf({ columns, sequenceStatements }: KeyFamily): ProposedEdit[] {
  const edits = columns.flatMap((column): ProposedEdit[] => {
    const { typeClause, countings, isKeyOrNotNull } = column;
    if (typeClause === null) return [];
    const [counting] = countings;
    const newDefault = counting?.form !== 'serial' ? 'none' : isKeyOrNotNull ? 'nullable' : 'not null';
    const type: ProposedEdit = { form: 'uuidType', clause: typeClause, newDefault };
    if (counting === undefined || counting.form === 'serial') return [type];
    if (counting.form === 'identity' || counting.form === 'addIdentity') return [type, { form: 'uuidForIdentity', clause: counting.clause, notNull: !isKeyOrNotNull }];
    return [type, { form: 'uuidDefault', clause: counting.clause }];
  });
  return [...edits, ...sequenceStatements.map(({ statement }): ProposedEdit => ({ form: 'leaveOutStatement', statement }))];
}

/** `CREATE EXTENSION` before the first random default where the function is not built in, and not there already. */
function needExtension(family: KeyFamily, { version, history }: StateContext): ProposedEdit | FixRefusal | null {
  if (hasReached(version, FIRST_RELEASES.randomUuidInCore)) return null;
  const first = family.firstCounting();
  if (first === null) return null;
  if (history.settings('search_path').length > 0) {
    return { refused: 'the migrations set search_path, and gen_random_uuid() comes from an extension in this release', clause: { statement: first, form: 'statement', at: 0 } };
  }
  const made = family.extension('pgcrypto');
  if (made?.isBefore === true) return null;
  if (made !== null && !made.guarded) {
    return { refused: 'pgcrypto, which has gen_random_uuid() in this release, is created after the column', clause: { statement: made.statement, form: 'statement', at: 0 } };
  }
  return { form: 'statementBefore', statement: first, sql: [{ keywords: 'CREATE EXTENSION IF NOT EXISTS' }, ' pgcrypto'] };
}

function effectsOf({ columns, sequences }: KeyFamily, hasExtension: boolean, { schema }: StateContext): Effect[] {
  const effects: Effect[] = [];
  const dropped = sequences.filter((name) => schema.sequence(name) !== undefined);
  for (const { table, name } of columns) {
    const left = schema.table(table)?.columns.find((column) => column.name === name);
    if (left === undefined) continue;
    effects.push({ change: 'changes', part: 'column type', table, name });
    if (left.sequence !== null || left.identity !== null) effects.push({ change: 'changes', part: 'column default', table, name });
    const { sequence } = left;
    if (sequence !== null && schema.sequence(sequence) !== undefined && !dropped.some((other) => isSameName(other, sequence))) dropped.push(sequence);
  }
  for (const name of dropped) effects.push({ change: 'drops', object: 'sequence', name: { schema: name.schema, name: name.name } });
  if (hasExtension && !schema.hasExtension('pgcrypto')) effects.push({ change: 'adds', object: 'extension', name: { schema: '', name: 'pgcrypto' } });
  return effects;
}
