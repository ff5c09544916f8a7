import type { Column, Table } from '../../src/schema/model.js';
import { columnDefinition, foreignKeyTo, tableConstraint } from './random-tables.js';
import type { Scene } from './scene.js';

/** One action of `ALTER TABLE`. */
interface Action {
  readonly kind: string;
  readonly weight: number;
  /** Which tables it can be done to; all where it does not say. */
  readonly isFor?: (table: Table) => boolean;
  readonly make: (scene: Scene, table: Table) => string;
}

const names = (scene: Scene, table: Table): string[] => table.columns.map((column) => scene.quoted(column.name));
const canBeIdentity = (column: Column): boolean => /^(integer|bigint|smallint)$/.test(column.type.text) && column.notNull && column.default === null && column.identity === null;
const hasIdentity = (table: Table): boolean => table.columns.some((column) => column.identity !== null);
const isPlain = (table: Table): boolean => table.partitionKey === null && table.partitionOf === null;

export const ACTIONS: readonly Action[] = [
  { kind: 'add column', weight: 4, make: (scene, table) => `ADD COLUMN ${scene.once(4) ? 'IF NOT EXISTS ' : ''}${columnDefinition(scene, scene.newColumn(table), names(scene, table))}` },
  { kind: 'drop column', weight: 3, make: (scene, table) => `DROP COLUMN ${scene.quoted(scene.column(table).name)}${scene.cascade()}` },
  { kind: 'add constraint', weight: 4, make: (scene, table) => `ADD ${tableConstraint(scene, names(scene, table), scene.columns(table))}` },
  { kind: 'add foreign key', weight: 4, make: (scene, table) => foreignKeyTo(scene, table, scene.table((candidate) => candidate.indexes.some((index) => index.unique))).replace(/^.*? (?=ADD )/, '') },
  { kind: 'add key using an index', weight: 9, isFor: (table) => table.partitionKey === null && table.indexes.some((index) => index.unique && index.constraint === null), make: (scene, table) => {
    const index = scene.random.pick(table.indexes.filter((candidate) => candidate.unique && candidate.constraint === null));
    return `ADD ${scene.named()}${scene.word('UNIQUE', 'PRIMARY KEY')} USING INDEX ${scene.quoted(index.name)}`;
  } },
  { kind: 'drop constraint', weight: 4, isFor: (table) => table.constraints.length > 0, make: (scene, table) => `DROP CONSTRAINT ${scene.quoted(scene.random.pick(table.constraints).name)}${scene.cascade()}` },
  { kind: 'set not null', weight: 2, make: (scene, table) => `ALTER ${scene.quoted(scene.column(table).name)} SET NOT NULL` },
  { kind: 'drop not null', weight: 3, isFor: (table) => table.columns.some((column) => column.notNull), make: (scene, table) => `ALTER ${scene.quoted(scene.column(table, (column) => column.notNull).name)} DROP NOT NULL` },
  { kind: 'set default', weight: 3, make: (scene, table) => {
    const column = scene.column(table);
    return `ALTER ${scene.quoted(column.name)} SET DEFAULT ${scene.value(column.type.text)}`;
  } },
  { kind: 'drop default', weight: 2, isFor: (table) => table.columns.some((column) => column.default !== null), make: (scene, table) => `ALTER ${scene.quoted(scene.column(table, (column) => column.default !== null).name)} DROP DEFAULT` },
  { kind: 'change type', weight: 3, make: (scene, table) => {
    const column = scene.column(table);
    const type = scene.typeText();
    return `ALTER ${scene.quoted(column.name)} TYPE ${type}${scene.once(4) ? '' : ` USING NULL::${type}`}`;
  } },
  { kind: 'add identity', weight: 3, isFor: (table) => table.columns.some(canBeIdentity), make: (scene, table) => `ALTER ${scene.quoted(scene.column(table, canBeIdentity).name)} ADD GENERATED ${scene.word('ALWAYS', 'BY DEFAULT')} AS IDENTITY` },
  { kind: 'drop identity', weight: 2, isFor: hasIdentity, make: (scene, table) => `ALTER ${scene.quoted(scene.column(table, (column) => column.identity !== null).name)} DROP IDENTITY${scene.word('', ' IF EXISTS')}` },
  { kind: 'set identity', weight: 2, isFor: hasIdentity, make: (scene, table) => `ALTER ${scene.quoted(scene.column(table, (column) => column.identity !== null).name)} SET GENERATED ${scene.word('BY DEFAULT SET INCREMENT 5', 'ALWAYS', 'BY DEFAULT RESTART')}` },
  { kind: 'drop expression', weight: 6, isFor: (table) => table.columns.some((column) => column.generated !== null), make: (scene, table) => `ALTER ${scene.quoted(scene.column(table, (column) => column.generated !== null).name)} DROP EXPRESSION` },
  { kind: 'inherit', weight: 5, isFor: isPlain, make: (scene, table) => `INHERIT ${scene.ref(scene.table((candidate) => candidate !== table && isPlain(candidate) && candidate.columns.every((column) => table.columns.some((own) => own.name === column.name && own.type.text === column.type.text))))}` },
  { kind: 'no inherit', weight: 2, isFor: (table) => table.inherits.length > 0, make: (scene, table) => `NO INHERIT ${scene.ref(scene.random.pick(table.inherits))}` },
  { kind: 'set logged', weight: 1, make: (scene) => scene.word('SET UNLOGGED', 'SET LOGGED') },
  { kind: 'switch trigger', weight: 2, isFor: (table) => table.triggers.length > 0, make: (scene, table) => {
    const trigger = scene.random.pick(table.triggers);
    return scene.word(`DISABLE TRIGGER ${trigger.name}`, `ENABLE TRIGGER ${trigger.name}`, 'DISABLE TRIGGER ALL', 'ENABLE TRIGGER USER');
  } },
];
