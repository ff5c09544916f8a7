import type { Change } from '../../src/schema/change.js';
import type { Column, Constraint, TypeName } from '../../src/schema/model.js';
import type { Facts } from './second-reader.js';

/** What the changes of one statement say, in the second reader's words; sorted. */
export function factsOfChanges(changes: readonly Change[]): Facts {
  const facts = changes.flatMap(factsOfChange);
  const [first] = changes;
  const isAlteration = first !== undefined && 'table' in first && first.kind !== 'createTable' && first.kind !== 'createIndex' && first.table !== null;
  return [...new Set([...(isAlteration ? [`alter ${first.table.name}`] : []), ...facts])].sort();
}

function factsOfChange(change: Change): string[] {
  if (change.kind === 'createTable') {
    const { created } = change;
    const defined = created.columns.filter((column) => column.via === 'definition');
    const own = created.constraints.filter(({ via }) => via === 'column' || via === 'table');
    return [`table ${created.name}`, ...defined.flatMap(factsOfColumn), ...own.map(factOfConstraint), ...created.inherits.map((parent) => `inherits ${parent.name}`)];
  }
  if (change.kind === 'addColumn') return factsOfColumn(change.column);
  if (change.kind === 'addConstraint') return [factOfConstraint(change.constraint), ...(change.constraint.type === 'primary key' && change.constraint.via === 'column' ? change.constraint.columns.map((column) => `not null ${column}`) : [])];
  if (change.kind === 'dropColumn') return [`drop column ${change.column}`];
  if (change.kind === 'dropConstraint') return [`drop constraint ${change.name}`];
  if (change.kind === 'renameTable') return [`rename to ${change.newName}`];
  if (change.kind === 'renameColumn') return [`rename column ${change.column} to ${change.newName}`];
  if (change.kind === 'renameConstraint') return [`rename constraint ${change.name} to ${change.newName}`];
  if (change.kind === 'alterColumnType') return [`type ${change.column}: ${typeText(change.to)}`];
  if (change.kind === 'setDefault') return [`set default ${change.column}`];
  if (change.kind === 'dropDefault') return [`drop default ${change.column}`];
  if (change.kind === 'setNotNull') return [`set not null ${change.column}`];
  if (change.kind === 'dropNotNull') return [`drop not null ${change.column}`];
  if (change.kind === 'addIdentity') return [`add identity ${change.column}`];
  if (change.kind === 'createIndex') {
    const { name, named, unique, method, keys, predicate } = change.index;
    const list = keys.map((key) => key.column ?? '<expression>').join(',');
    return [`index ${named ? name : '-'} ${unique ? 'unique' : 'plain'} on ${change.table.name} ${method} (${list}) ${predicate === null ? '-' : 'partial'}`];
  }
  if (change.kind === 'alterTable') return change.action === 'change owner' ? [] : [`something else: ${change.action}`];
  // What a statement relies on is no part of what it does.
  if (change.kind === 'nameGlobal' || change.kind === 'dependOnPath') return [];
  return [`something else: ${change.kind}`];
}

function factsOfColumn(column: Column): string[] {
  const facts = [`column ${column.name}: ${column.serial ?? typeText(column.type)}`];
  if (column.notNull) facts.push(`not null ${column.name}`);
  if (column.default !== null && column.serial === null) facts.push(`default ${column.name}`);
  if (column.identity !== null) facts.push(`identity ${column.name} ${column.identity}`);
  if (column.generated !== null) facts.push(`generated ${column.name}`);
  return facts;
}

function factOfConstraint({ type, name, named, columns, references }: Constraint): string {
  const own = named ? name : '-';
  if (type === 'check') return `check ${own} of ${[...columns].sort().join(',')}`;
  const list = `${type} ${own} (${columns.join(',')})`;
  return references === null ? list : `${list} to ${references.table.name}(${references.columns.join(',')}) ${references.onDelete}/${references.onUpdate}`;
}

/** The second reader says nothing of schemas. */
function typeText({ text }: TypeName): string {
  return text.replace(/^[^(]*\./, '').replaceAll('"', '');
}
