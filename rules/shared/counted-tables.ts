import type { Column, Constraint, KeyFamily, StateContext, Statement, Table, UnheldStatement, View } from '../../src/rule.js';
import { findPrimaryKey } from './keys.js';
import { count, objectOf, quote, quoteAll, spell } from './names.js';

/** Tables whose keys are numbers that count, with all that hold these numbers by foreign keys. */
export interface CountedTables {
  /** Those with such a number in the primary key, parents first: they get a new table. */
  readonly replaced: readonly Member[];
  /** The others: they get a new column. */
  readonly extended: readonly Member[];
}

/** A table with its columns that change. */
export interface Member {
  readonly table: Table;
  /** The name of each column, with the column that counts where its numbers come from: `public.orders.id`. */
  readonly columns: ReadonlyMap<string, string>;
}

/** Whether a sequence hands out the column's values. */
export function isCounted(column: Column): boolean {
  return column.serial !== null || column.identity !== null || (column.default?.sequence ?? null) !== null;
}

interface Found {
  readonly table: Table;
  readonly columns: Map<string, string>;
}

/** Everything that changes together with a column that counts; a sentence where that cannot be told. */
export function findCountedTables(table: Table, counted: Column, context: StateContext): CountedTables | string {
  const found = new Map<string, Found>();
  const queue: { readonly table: Table; readonly column: string; readonly source: string }[] = [];
  const addCounted = (owner: Table): void => {
    for (const { name } of countedKeys(owner)) queue.push({ table: owner, column: name, source: objectOf(owner, name) });
  };
  queue.push({ table, column: counted.name, source: objectOf(table, counted.name) });
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { table: owner, column, source } = next;
    const key = objectOf(owner);
    const known = found.get(key) ?? { table: owner, columns: new Map<string, string>() };
    found.set(key, known);
    const before = known.columns.get(column);
    if (before === source) continue;
    if (before !== undefined) return `${quote(column)} of ${quote(owner)} references the numbers of two tables.`;
    known.columns.set(column, source);
    for (const { table: referencing, constraint } of context.schema.foreignKeysTo(owner)) {
      const position = constraint.references?.columns.indexOf(column) ?? -1;
      const follower = constraint.columns[position];
      if (follower !== undefined) queue.push({ table: referencing, column: follower, source });
    }
    // A table that has such a key itself is made anew, and so is one with the column in its key: all its numbers change at once.
    addCounted(owner);
    if (findPrimaryKey(owner)?.columns.includes(column) !== true) continue;
    for (const { references } of owner.constraints) {
      const target = references === null ? undefined : context.schema.table(references.table);
      if (target !== undefined && countedKeys(target).some(({ name }) => references?.columns.includes(name) === true)) addCounted(target);
    }
  }
  return arrange([...found.values()]);
}

function countedKeys(table: Table): readonly Column[] {
  const key = findPrimaryKey(table);
  return table.columns.filter((column) => key?.columns.includes(column.name) === true && isCounted(column));
}

function arrange(members: readonly Found[]): CountedTables | string {
  const isReplaced = ({ table, columns }: Found): boolean => findPrimaryKey(table)?.columns.some((column) => columns.has(column)) === true;
  const left = members.filter(isReplaced).sort((a, b) => (objectOf(a.table) < objectOf(b.table) ? -1 : 1));
  const replaced: Found[] = [];
  while (left.length > 0) {
    const next = left.findIndex(({ table }) => targetsOf(table).every((target) => target === objectOf(table) || !left.some((other) => objectOf(other.table) === target)));
    if (next === -1) return `${quoteAll(inCircles(left).map(({ table }) => table))} reference each other in a circle, so none can be filled first.`;
    replaced.push(...left.splice(next, 1));
  }
  const extended = members.filter((member) => !isReplaced(member)).sort((a, b) => (objectOf(a.table) < objectOf(b.table) ? -1 : 1));
  return { replaced, extended };
}

/** Those of tables with circles among them that are in one, or between two; not those that only reference them. */
function inCircles(members: readonly Found[]): readonly Found[] {
  const referenced = members.filter(({ table }) => members.some((other) => other.table !== table && targetsOf(other.table).includes(objectOf(table))));
  return referenced.length === members.length ? members : inCircles(referenced);
}

function targetsOf(table: Table): readonly string[] {
  return table.constraints.flatMap(({ references }) => (references === null ? [] : [objectOf(references.table)]));
}

/** Why the family cannot become uuids by new migrations, as a sentence with the place; null where it can. */
export function findObstacle({ replaced, extended }: CountedTables, obstacles: Obstacles, context: StateContext): string | null {
  const members = [...replaced, ...extended];
  for (const member of members) {
    const obstacle = findInTable(member, context);
    if (obstacle !== null) return obstacle;
  }
  for (const member of replaced) {
    const obstacle = findInReplaced(member, members, context);
    if (obstacle !== null) return obstacle;
  }
  for (const { table, columns } of extended) {
    if (table.triggers.length > 0) return `${quote(table)} has ${count(table.triggers.length, 'trigger')} (${quoteAll(table.triggers.map((trigger) => trigger.name))}), which would run when the new column is filled.`;
    const unique = table.indexes.find((index) => index.unique && index.keys.some((key) => key.column !== null && columns.has(key.column)));
    if (unique !== undefined) return `${quote(unique.name)} keeps the numbers in ${quote(table)} unique: give that up first.`;
  }
  return findInRoutines(members, obstacles, context) ?? findInSequences(members, context) ?? findUntold(members, context);
}

/** What is about the table itself. */
function findInTable({ table, columns }: Member, { schema }: StateContext): string | null {
  const name = quote(table);
  if (!table.known || table.columnsKnown === false) return `No migration here creates ${name}, so its columns are not known.`;
  if (table.partitionKey !== null || table.partitionOf !== null || table.inherits.length > 0 || schema.children(table).length > 0) return `${name} is partitioned or inherits, and is not taken apart here.`;
  if (table.persistence !== 'permanent' || table.foreign) return `${name} is no ordinary table.`;
  if ((table.rules ?? []).length > 0) return `${name} has a rewrite rule.`;
  for (const column of table.columns) {
    const isChanged = columns.has(column.name);
    if (isChanged && column.type.base.name === 'unknown') return `The type of ${quote(column.name)} of ${name} cannot be told from the migrations.`;
    if (isChanged && !/^int[248]$/.test(column.type.base.name)) return `${quote(column.name)} of ${name} is no whole number by its type, ${column.type.text}.`;
    if (isChanged && column.default !== null && !isCounted(column)) return `${quote(column.name)} of ${name} has the default ${column.default.text}, which is a number.`;
    if (column.generated?.columns.some((used) => columns.has(used)) === true) return `${quote(column.name)} of ${name} is generated from the number.`;
  }
  for (const constraint of table.constraints) {
    if (constraint.type === 'check' && constraint.expression?.columns.some((used) => columns.has(used)) === true) return `The check ${quote(constraint.name)} of ${name} uses the number.`;
    if (constraint.type === 'foreign key' && constraint.columns.some((column) => columns.has(column)) && !isPlain(constraint)) return `${quote(constraint.name)} of ${name} is not valid, deferrable or MATCH FULL.`;
  }
  for (const index of table.indexes) {
    const used = [...index.keys.flatMap((key) => key.expression?.columns ?? []), ...(index.predicate?.columns ?? []), ...index.include];
    if (used.some((column) => columns.has(column))) return `The index ${quote(index.name)} of ${name} is more than a list of columns, and uses the number.`;
  }
  return null;
}

function isPlain({ deferrable, notValid, origin }: Constraint): boolean {
  return !deferrable && !notValid && !/\bmatch\s+(?:full|partial)\b/i.test(origin.statement.text);
}

/** Statements that give a table what a new one gets when they run again. */
const AGAIN = /^(?:GRANT|REVOKE|COMMENT|CREATE POLICY|ALTER TABLE \u2026 (?:enable|force) row security)$/;
/** A grant on one object. */
const ONE_OBJECT = /\bon\s+(?:table\s+)?[^\s,()]+\s+(?:to|from)\b/i;

/** What hangs on the tables by statements that can run again once the new ones have their names, in the order in which they can; a sentence where they cannot. */
export function findCarried({ replaced, extended }: CountedTables, obstacles: Obstacles, context: StateContext): readonly Statement[] | string {
  const carried: Statement[] = [];
  for (const { table } of replaced) {
    for (const unheld of aboutTable(table, context)) {
      const { tag, object, statement } = unheld;
      const isWhole = object?.type === 'table' || object?.type === 'policy' || (object?.type === 'column' && table.columns.some(({ name }) => object.name.endsWith(`.${name}`)));
      const isSingle = !/^(?:GRANT|REVOKE)$/.test(tag) || ONE_OBJECT.test(statement.text);
      if (!AGAIN.test(tag) || !isWhole || !isSingle || !canRunAgain(statement, table.name)) return `${describe(unheld)} is about ${quote(table)}, and a new table would not have it.`;
      carried.push(statement);
    }
  }
  for (const { table, columns } of extended) {
    for (const unheld of aboutTable(table, context)) {
      const { tag, object, statement } = unheld;
      // What is about the table, or about another column, stays.
      if (/^(?:GRANT|REVOKE)$/.test(tag) && ONE_OBJECT.test(statement.text)) continue;
      if (tag === 'COMMENT' && object !== null && ![...columns.keys()].some((column) => object.name.endsWith(`.${column}`))) continue;
      if (/^ALTER TABLE \u2026 .*(?:row security|owner)$/.test(tag)) continue;
      return `${describe(unheld)} may be about a column of ${quote(table)} that changes.`;
    }
  }
  for (const { table } of replaced) {
    for (const trigger of table.triggers) {
      const { statement } = trigger.origin;
      if (!trigger.enabled || !canRunAgain(statement, table.name) || !canRunAgain(statement, trigger.name)) return `The trigger ${quote(trigger.name)} of ${quote(table)} cannot be made again as it is written.`;
      carried.push(statement);
    }
  }
  for (const statement of carried) {
    const reason = obstacles.in(statement);
    if (reason !== null) return `The statement at ${placeOf(statement)}: ${reason}.`;
  }
  return carried;
}

/** Whether the text of a statement means the same when it runs by itself, on a table that has the name now. */
function canRunAgain({ host, folded, rewrites, isEmbedded, text }: Statement, name: string): boolean {
  // Some tools end a statement at any semicolon, one in a string too.
  return host === null && !folded && rewrites.length === 0 && isEmbedded !== true && !text.includes(';') && text.toLowerCase().includes(name.toLowerCase());
}

/** Leaves out statements that only happen to have the table's name in them, and are about another one. */
function aboutTable(table: Table, { history, schema }: StateContext): readonly UnheldStatement[] {
  return history.unheld(table).filter(({ tag, object, statement }) => {
    // Of several objects only the first is told.
    if (object === null || (/^(?:GRANT|REVOKE)$/.test(tag) && !ONE_OBJECT.test(statement.text))) return true;
    const parts = object.name.split('.');
    const name = object.type === 'table' ? parts.at(-1) : object.type === 'column' || object.type === 'policy' ? parts.at(-2) : undefined;
    return name === undefined || name === table.name || ![...schema.allTables()].some((other) => other.name === name);
  });
}

function describe({ tag, statement }: UnheldStatement): string {
  return `${tag} at ${placeOf(statement)}`;
}

/** What a new table could not have as the old one has it. */
function findInReplaced({ table, columns }: Member, members: readonly Member[], { schema, colocated }: StateContext): string | null {
  const name = quote(table);
  if (colocated || table.colocated === true || table.colocationId !== null || table.tablegroup !== null) return `${name} is colocated or in a tablegroup.`;
  if (table.split?.kind === 'at') return `${name} is split at values of its key, which are numbers.`;
  if (/\b(?:tablespace|with\s*\()/i.test(table.origin.statement.text)) return `${name} is created with settings of its storage, which are not carried over.`;
  const owned = table.columns.find((column) => isCounted(column) && !columns.has(column.name));
  if (owned !== undefined) return `${quote(owned.name)} of ${name} counts as well and is no key: its sequence would go with the old table.`;
  const unique = table.indexes.find((index) => index.unique && !index.primary);
  if (unique !== undefined) return `${quote(unique.name)} of ${name} is unique besides the key, and a new table may not have that: give it up first (no-unique-constraint).`;
  const odd = table.constraints.find((constraint) => constraint.type === 'exclusion' || constraint.include.length > 0 || !isPlain(constraint));
  if (odd !== undefined) return `${quote(odd.name)} of ${name} is not valid, deferrable, MATCH FULL, an exclusion, or has INCLUDE.`;
  for (const { table: referencing, constraint } of schema.foreignKeysTo(table)) {
    const holder = members.find((member) => objectOf(member.table) === objectOf(referencing));
    if (holder === undefined || !constraint.columns.some((column) => holder.columns.has(column))) return `${quote(constraint.name)} of ${quote(referencing)} references ${name} by other columns than the number.`;
  }
  return null;
}

/** Routines may compute with the number, or hand it on; those that the migrations were looked through for do not. */
function findInRoutines(members: readonly Member[], obstacles: Obstacles, { schema }: StateContext): string | null {
  const own = new Set(members.map(({ table }) => objectOf(table)));
  for (const routine of schema.allRoutines()) {
    const { body } = routine;
    const where = `${quote(`${spell(routine)}()`)} at ${placeOf(routine.origin.statement)}`;
    if (body?.complete !== true) return `${where} could not be read to its end, and may use the numbers.`;
    const ofType = (routine.types ?? []).find((name) => own.has(objectOf(name)));
    if (ofType !== undefined) return `${where} takes or gives rows of ${quote(ofType)}, and would go on doing so with those of the old table.`;
    const used = [...body.reads, ...body.writes].find((name) => own.has(objectOf(name)));
    if (used === undefined && !body.changes.some((change) => change.kind === 'callSequence')) continue;
    const reason = obstacles.in(routine.origin.statement);
    if (reason !== null) return `${where}: ${reason}.`;
    if (/\bbegin\s+atomic\b/i.test(routine.origin.statement.text)) return `${where} is bound to the old table.`;
  }
  return null;
}

/** A query for all columns that there are. */
const ALL_COLUMNS = /(?:\bselect|,)\s*(?:[\w"$]+\s*\.\s*)?\*/i;

/** Views, those first that others read: each is dropped and made again. */
export function findViews({ replaced, extended }: CountedTables, obstacles: Obstacles, context: StateContext): readonly View[] | string {
  const own = new Set([...replaced, ...extended].map(({ table }) => objectOf(table)));
  const found: View[] = [];
  const all = [...context.schema.allViews()];
  for (let isMore = true; isMore; ) {
    const next = all.filter((view) => !found.includes(view) && view.reads.some((name) => own.has(objectOf(name))));
    isMore = next.length > 0;
    for (const view of next) {
      const { statement } = view.origin;
      const where = `The view ${quote(view)} at ${placeOf(statement)}`;
      const reason = obstacles.in(statement);
      if (reason !== null) return `${where}: ${reason}.`;
      const wide = extended.find(({ table }) => view.reads.some((name) => objectOf(name) === objectOf(table)));
      if (wide !== undefined && ALL_COLUMNS.test(statement.text)) return `${where} has all columns of ${quote(wide.table)}, and would have the old one besides the new one.`;
      const hangs = context.history.unheld(view)[0];
      if (hangs !== undefined) return `${describe(hangs)} may be about ${quote(view)}, which has to be made again.`;
      if (view.materialized || !canRunAgain(statement, view.name) || !/^\s*create\b/i.test(statement.text)) return `${where} cannot be made again as it is written.`;
      own.add(objectOf(view));
      found.push(view);
    }
  }
  // One that others read comes before them.
  const ordered: View[] = [];
  while (ordered.length < found.length) {
    const next = found.find((view) => !ordered.includes(view) && found.every((other) => ordered.includes(other) || other === view || !view.reads.some((name) => objectOf(name) === objectOf(other))));
    if (next === undefined) return 'Views read each other in a circle.';
    ordered.push(next);
  }
  return ordered;
}

/** What the reading of all migrations found where a value has to be a number; they are read when somebody first asks. */
export class Obstacles {
  readonly #members: readonly Member[];
  readonly #context: StateContext;
  #found: KeyFamily['obstacles'] | null | undefined;

  constructor(members: readonly Member[], context: StateContext) {
    this.#members = members;
    this.#context = context;
  }

  /** Why the values have to be numbers in a statement, its body included; null where they need not. */
  in(statement: Statement): string | null {
    if (this.#found === undefined) this.#found = this.#read();
    if (this.#found === null) return 'the migrations are more text than is looked through';
    const isInside = (inner: Statement): boolean => inner === statement || (inner.host !== null && isInside(inner.host)) || (inner.file === statement.file && inner.start.offset === statement.start.offset);
    const found = this.#found.find(({ clause }) => isInside(clause.statement));
    return found === undefined ? null : `${found.subject} ${found.reason}`;
  }

  /** Each family has all that references its numbers: the columns that count are enough. */
  #read(): KeyFamily['obstacles'] | null {
    const { history } = this.#context;
    const obstacles: KeyFamily['obstacles'][number][] = [];
    for (const { table, columns } of this.#members) {
      for (const [column, source] of columns) {
        if (source !== objectOf(table, column)) continue;
        const family = history.keyFamily(table, column);
        if (family === null) return null;
        obstacles.push(...family.obstacles);
      }
    }
    return obstacles;
  }
}

function placeOf({ file, start }: Statement): string {
  return `${file.path}:${String(start.line)}`;
}

/** A sequence that goes with an old table, and that another column takes its numbers from. */
function findInSequences(members: readonly Member[], { schema }: StateContext): string | null {
  const owned = new Map(members.flatMap(({ table, columns }) => table.columns.flatMap((column) => (columns.has(column.name) && column.sequence !== null ? [[objectOf(column.sequence), table] as const] : []))));
  for (const table of schema.allTables()) {
    for (const column of table.columns) {
      const sequence = column.default?.sequence ?? null;
      const owner = sequence === null ? undefined : owned.get(objectOf(sequence));
      if (owner !== undefined && sequence !== null && column.sequence === null) return `${quote(column.name)} of ${quote(table)} takes its numbers from ${quote(sequence)}, which goes with ${quote(owner)}.`;
    }
  }
  return null;
}

/** A column that looks as though it held the numbers, and that no foreign key ties to them. */
function findUntold(members: readonly Member[], { schema }: StateContext): string | null {
  const known = new Map(members.map(({ table, columns }) => [objectOf(table), columns]));
  const likely = new Set(members.flatMap(({ table, columns }) => [...columns].flatMap(([column, source]) => (source === objectOf(table, column) ? singulars(table.name).map((name) => `${name}_${column}`) : []))));
  for (const table of schema.allTables()) {
    // Rows of trees name their parents.
    const parents = [...(known.get(objectOf(table)) ?? [])].flatMap(([column, source]) => (source === objectOf(table, column) ? ['parent', `parent_${column}`] : []));
    for (const column of table.columns) {
      if ((likely.has(column.name) || parents.includes(column.name)) && /^int[248]$/.test(column.type.base.name) && known.get(objectOf(table))?.has(column.name) !== true && !references(table, column.name)) {
        return `${quote(column.name)} of ${quote(table)} looks as though it held the numbers, and no foreign key says so.`;
      }
    }
  }
  return null;
}

function references(table: Table, column: string): boolean {
  return table.constraints.some((constraint) => constraint.type === 'foreign key' && constraint.columns.includes(column));
}

/** What a column may call a row of a table: `orders` and `order`. */
function singulars(name: string): readonly string[] {
  return [name, name.replace(/ies$/, 'y'), name.replace(/es$/, ''), name.replace(/s$/, '')];
}
