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
  switch (change.kind) {
    case 'createTable': {
      const { created } = change;
      const copied = created.columns.filter((column) => column.via === 'like').length > 0 ? [] : created.columns;
      const own = created.constraints.filter(({ via }) => via === 'column' || via === 'table');
      return [`table ${created.name}`, ...copied.filter((column) => column.via === 'definition').flatMap(factsOfColumn), ...own.map(factOfConstraint), ...created.inherits.map((parent) => `inherits ${parent.name}`)];
    }
    case 'addColumn':
      return factsOfColumn(change.column);
    case 'addConstraint':
      return [factOfConstraint(change.constraint), ...(change.constraint.type === 'primary key' && change.constraint.via === 'column' ? change.constraint.columns.map((column) => `not null ${column}`) : [])];
    case 'dropColumn':
      return [`drop column ${change.column}`];
    case 'dropConstraint':
      return [`drop constraint ${change.name}`];
    case 'renameTable':
      return [`rename to ${change.newName}`];
    case 'renameColumn':
      return [`rename column ${change.column} to ${change.newName}`];
    case 'renameConstraint':
      return [`rename constraint ${change.name} to ${change.newName}`];
    case 'alterColumnType':
      return [`type ${change.column}: ${typeText(change.to)}`];
    case 'setDefault':
      return [`set default ${change.column}`];
    case 'dropDefault':
      return [`drop default ${change.column}`];
    case 'setNotNull':
      return [`set not null ${change.column}`];
    case 'dropNotNull':
      return [`drop not null ${change.column}`];
    case 'addIdentity':
      return [`add identity ${change.column}`];
    case 'createIndex': {
      const { name, named, unique, method, keys, predicate } = change.index;
      const list = keys.map((key) => key.column ?? '<expression>').join(',');
      return [`index ${named ? name : '-'} ${unique ? 'unique' : 'plain'} on ${change.table.name} ${method} (${list}) ${predicate === null ? '-' : 'partial'}`];
    }
    case 'alterTable':
      return change.action === 'change owner' ? [] : [`something else: ${change.action}`];
    default:
      return [`something else: ${change.kind}`];
  }
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
