import type { AlterTableCmd, AlterTableStmt, ColumnDef, Node } from '@pgsql/types';
import type { Change, ChangeOf } from '../change.js';
import { ReservedNames } from '../keys.js';
import type { Column, Constraint, QualifiedName, TypeName } from '../model.js';
import { identityKind, identitySequence, readCollation, readColumn, readDefault } from './columns.js';
import { readCheck, readForeignKey, readKey, type WrittenConstraint } from './constraints.js';
import { baseOf, clauseAt, itemsOf, resolveRange, stringsOf, type Changes, type Context } from './context.js';
import { readExpression, startOf } from './expression.js';
import { other } from './other.js';
import { readSequenceOptions, withOptions } from './sequence-options.js';
import { isKey, withoutRepetition } from './tables.js';
import { objectWords } from './tags.js';
import { readType } from './type-name.js';

/** PostgreSQL does the actions of one `ALTER TABLE` in passes, whatever their order in the text. */
const PASS = { drop: 0, alterType: 1, addColumn: 4, columnAttributes: 6, addIndexConstraint: 7, addIndex: 8, addConstraint: 9, rest: 10 } as const;

/** What every change on the table begins with. */
type TableBase = ReturnType<typeof baseOf> & { readonly table: QualifiedName };

/** One action, or a part of one, with the pass that it belongs to. */
interface Action {
  readonly pass: number;
  run(): Changes;
}

/** `ALTER TABLE`, and what the grammar writes the same way: on foreign tables, views, indexes and sequences. */
export function* alterTable(cx: Context, stmt: AlterTableStmt): Changes {
  const table = resolveRange(cx, stmt.relation);
  const commands = (stmt.cmds ?? []).flatMap((node) => ('AlterTableCmd' in node ? node.AlterTableCmd : []));
  const altering = new TableAlteration(cx, stmt, table, commands.some(addsPrimaryKey));
  const actions = commands.flatMap((command, i) => altering.actions(command, i, startOfDefinition(commands[i + 1])));
  for (const action of actions.sort((a, b) => a.pass - b.pass)) yield* action.run();
}

/** `ALTER INDEX`, `ALTER VIEW`, `ALTER SEQUENCE … OWNER TO`: of these the model follows one. */
export function* alterRelation(cx: Context, stmt: AlterTableStmt): Changes {
  const name = resolveRange(cx, stmt.relation);
  const type = objectWords(stmt.objtype ?? 'OBJECT_TABLE');
  for (const node of stmt.cmds ?? []) {
    if (!('AlterTableCmd' in node)) continue;
    const { subtype, def } = node.AlterTableCmd;
    if (subtype === 'AT_AttachPartition' && def !== undefined && 'PartitionCmd' in def) {
      yield { kind: 'attachIndex', index: name, partitionIndex: resolveRange(cx, def.PartitionCmd.name), ...baseOf(cx) };
    } else {
      yield other(cx, `ALTER ${type}`, true, { type: type.toLowerCase(), name: `${name.schema}.${name.name}` });
    }
  }
}

/** Whether the action gives the table a primary key, by a constraint or with a column. */
function addsPrimaryKey({ subtype, def }: AlterTableCmd): boolean {
  if (def === undefined) return false;
  const constraints = subtype === 'AT_AddConstraint' ? [def] : subtype === 'AT_AddColumn' && 'ColumnDef' in def ? (def.ColumnDef.constraints ?? []) : [];
  return constraints.some((node) => 'Constraint' in node && node.Constraint.contype === 'CONSTR_PRIMARY');
}

class TableAlteration {
  readonly #cx: Context;
  readonly #table: QualifiedName;
  readonly #extra: { readonly ifTableExists?: true; readonly onlyTable?: true; readonly asForeign?: true };
  readonly #addsKey: { readonly addsKey?: true };

  constructor(cx: Context, stmt: AlterTableStmt, table: QualifiedName, addsKey: boolean) {
    this.#cx = cx;
    this.#table = table;
    this.#addsKey = addsKey ? { addsKey } : {};
    this.#extra = {
      ...(stmt.missing_ok === true ? { ifTableExists: true } : {}),
      ...(stmt.relation?.inh === true ? {} : { onlyTable: true }),
      ...(stmt.objtype === 'OBJECT_FOREIGN_TABLE' ? { asForeign: true } : {}),
    };
  }

  actions(command: AlterTableCmd, ordinal: number, until: number): Action[] {
    const { subtype, def } = command;
    if (subtype === 'AT_AddColumn' && def !== undefined && 'ColumnDef' in def) return this.#addColumn(command, def.ColumnDef, ordinal, until);
    if (subtype === 'AT_AddConstraint' && def !== undefined && 'Constraint' in def) {
      return [this.#addConstraint({ node: def.Constraint, via: 'alter', column: null, until })];
    }
    const simple = this.#simple(command, ordinal);
    return [{ pass: simple.pass, run: function* () { yield simple.change(); } }];
  }

  #base(ordinal: number): TableBase {
    return { table: this.#table, ...this.#extra, ...baseOf(this.#cx, clauseAt(this.#cx, 'action', ordinal)) };
  }

  #addColumn(command: AlterTableCmd, def: ColumnDef, ordinal: number, until: number): Action[] {
    const cx = this.#cx;
    const table = this.#table;
    const guarded = command.missing_ok === true;
    const base = this.#base(ordinal);
    const existed = cx.catalog.table(table)?.columns.some((column) => column.name === def.colname) === true;
    const effective = !(guarded && existed);
    const read = readColumn(cx, def, table, new ReservedNames(cx.catalog), until);
    const add: Action = {
      pass: PASS.addColumn,
      *run() {
        // The sequence's name is chosen now: an earlier action may have taken the one that was free.
        const { column, sequence } = readColumn(cx, def, table, new ReservedNames(cx.catalog), until);
        yield { kind: 'addColumn', column, guarded, effective, ...(sequence === null ? {} : { sequence }), ...base };
      },
    };
    const written = [...withoutRepetition(read.constraints.filter(isKey)), ...read.constraints.filter((constraint) => !isKey(constraint))];
    return effective ? [add, ...written.map((constraint) => this.#addConstraint(constraint))] : [add];
  }

  #addConstraint(written: WrittenConstraint): Action {
    const { node } = written;
    const cx = this.#cx;
    const base = { kind: 'addConstraint', table: this.#table, ...this.#extra, ...baseOf(cx, clauseAt(cx, 'constraint', node.location)) } as const;
    const self = (): QualifiedName => cx.catalog.table(this.#table) ?? this.#table;
    if (node.indexname !== undefined) {
      const formerIndex = node.indexname;
      return {
        pass: PASS.addIndexConstraint,
        *run() {
          const found = cx.catalog.index({ schema: base.table.schema, name: formerIndex })?.index;
          const key = readKey(cx, { ...written, node: { ...node, conname: node.conname ?? formerIndex } }, self(), cx.catalog);
          const keys = found?.keys ?? [];
          const sharding = keys.map(({ order, grouped }) => ({ order, grouped }));
          const { constraint } = key;
          if (constraint === null) return;
          const columns = keys.flatMap((indexKey) => indexKey.column ?? []);
          const named = node.conname !== undefined;
          yield { constraint: { ...constraint, named, columns, sharding, include: found?.include ?? [], nullsNotDistinct: found?.nullsNotDistinct ?? false, usingIndex: true }, formerIndex, ...base };
        },
      };
    }
    if (node.contype === 'CONSTR_CHECK') return { pass: PASS.addConstraint, *run() { yield { constraint: readCheck(cx, written, self(), cx.catalog), ...base }; } };
    if (node.contype === 'CONSTR_FOREIGN') return { pass: PASS.addConstraint, *run() { yield { constraint: readForeignKey(cx, written, self(), cx.catalog), ...base }; } };
    return {
      pass: PASS.addIndex,
      *run() {
        const { constraint, index } = readKey(cx, written, self(), cx.catalog);
        if (constraint !== null) yield { constraint, index, ...base };
      },
    };
  }

  #simple(command: AlterTableCmd, ordinal: number): { readonly pass: number; change(): Change } {
    const base = this.#base(ordinal);
    const column = command.name ?? '';
    const cascade = command.behavior === 'DROP_CASCADE';
    const guarded = command.missing_ok === true;
    const { def } = command;
    const subtype: string = command.subtype ?? '';
    switch (subtype) {
      case 'AT_DropColumn':
        return { pass: PASS.drop, change: () => ({ kind: 'dropColumn', column, guarded, cascade, ...this.#addsKey, ...base }) };
      case 'AT_AlterColumnType':
        return { pass: PASS.alterType, change: () => this.#alterType(base, column, def) };
      case 'AT_ColumnDefault':
        return def === undefined
          ? { pass: PASS.drop, change: () => ({ kind: 'dropDefault', column, ...base }) }
          : { pass: PASS.addConstraint, change: () => this.#setDefault(base, column, def) };
      case 'AT_DropNotNull':
        return { pass: PASS.drop, change: () => ({ kind: 'dropNotNull', column, ...base }) };
      case 'AT_SetNotNull':
        return { pass: PASS.columnAttributes, change: () => ({ kind: 'setNotNull', column, ...base }) };
      case 'AT_DropExpression':
        return { pass: PASS.drop, change: () => ({ kind: 'dropExpression', column, ...base }) };
      case 'AT_AddIdentity':
        return { pass: PASS.addConstraint, change: () => this.#addIdentity(base, column, def) };
      case 'AT_SetIdentity':
        return { pass: PASS.columnAttributes, change: () => ({ kind: 'setIdentity', column, ...this.#setIdentity(column, def), ...base }) };
      case 'AT_DropIdentity':
        return { pass: PASS.drop, change: () => ({ kind: 'dropIdentity', column, ...base }) };
      case 'AT_DropConstraint':
        return {
          pass: PASS.drop,
          change: () => ({ kind: 'dropConstraint', name: column, guarded, cascade, dropped: this.#constraint(column), ...this.#addsKey, ...base }),
        };
      case 'AT_ValidateConstraint':
        return { pass: PASS.rest, change: () => ({ kind: 'validateConstraint', name: column, ...base }) };
      case 'AT_SetLogged':
      case 'AT_SetUnLogged':
        return { pass: PASS.rest, change: () => ({ kind: 'setPersistence', unlogged: command.subtype === 'AT_SetUnLogged', ...base }) };
      case 'AT_AddInherit':
      case 'AT_DropInherit': {
        const kind = command.subtype === 'AT_AddInherit' ? 'addInheritance' : 'dropInheritance';
        return { pass: PASS.rest, change: () => ({ kind, parent: resolveRange(this.#cx, def !== undefined && 'RangeVar' in def ? def.RangeVar : undefined), ...base }) };
      }
      case 'AT_AttachPartition':
      case 'AT_DetachPartition': {
        const kind = command.subtype === 'AT_AttachPartition' ? 'attachPartition' : 'detachPartition';
        const partition = def !== undefined && 'PartitionCmd' in def ? def.PartitionCmd : {};
        return { pass: PASS.rest, change: () => ({ kind, partition: resolveRange(this.#cx, partition.name), concurrently: partition.concurrent === true, ...base }) };
      }
      case 'AT_EnableTrig':
      case 'AT_EnableAlwaysTrig':
      case 'AT_EnableReplicaTrig':
      case 'AT_EnableTrigAll':
      case 'AT_EnableTrigUser':
        return { pass: PASS.rest, change: () => ({ kind: 'enableTrigger', name: command.name ?? null, form: triggerForm(command.subtype), ...base }) };
      case 'AT_DisableTrig':
      case 'AT_DisableTrigAll':
      case 'AT_DisableTrigUser':
        return { pass: PASS.rest, change: () => ({ kind: 'disableTrigger', name: command.name ?? null, form: triggerForm(command.subtype), ...base }) };
      case 'AT_EnableRule':
      case 'AT_EnableAlwaysRule':
      case 'AT_EnableReplicaRule':
        return { pass: PASS.rest, change: () => ({ kind: 'enableRule', name: column, ...base }) };
      case 'AT_DisableRule':
        return { pass: PASS.rest, change: () => ({ kind: 'disableRule', name: column, ...base }) };
      default:
        return { pass: PASS.rest, change: () => ({ kind: 'alterTable', action: actionName(command.subtype), ...base }) };
    }
  }

  #column(name: string): Column | undefined {
    return this.#cx.catalog.table(this.#table)?.columns.find((column) => column.name === name);
  }

  #constraint(name: string): Constraint | null {
    return this.#cx.catalog.table(this.#table)?.constraints.find((constraint) => constraint.name === name) ?? null;
  }

  #alterType(base: TableBase, column: string, def: Node | undefined): Change {
    const written = def !== undefined && 'ColumnDef' in def ? def.ColumnDef : {};
    const usingCasts = written.raw_default === undefined ? null : castsOf(this.#cx, written.raw_default, column);
    return {
      kind: 'alterColumnType',
      column,
      from: this.#column(column)?.type ?? null,
      to: readType(this.#cx, written.typeName),
      using: written.raw_default === undefined ? null : readExpression(this.#cx, written.raw_default),
      ...(usingCasts === null ? {} : { usingCasts }),
      ...readCollation(written),
      typeClause: clauseAt(this.#cx, 'type', written.typeName?.location),
      ...base,
    };
  }

  #setDefault(base: TableBase, column: string, def: Node): Change {
    const value = readDefault(this.#cx, def, this.#column(column)?.type);
    if (value === null) return { kind: 'dropDefault', column, ...base };
    return { kind: 'setDefault', column, value, ...base, clause: clauseAt(this.#cx, 'default', startOf(def)) };
  }

  #addIdentity(base: TableBase, column: string, def: Node | undefined): Change {
    const node = def !== undefined && 'Constraint' in def ? def.Constraint : {};
    const clause = clauseAt(this.#cx, 'generated', node.location);
    const sequence = identitySequence(new ReservedNames(this.#cx.catalog), this.#table, column, readSequenceOptions(this.#cx, node.options), clause);
    return { kind: 'addIdentity', column, identity: identityKind(node.generated_when), sequence, ...base, clause };
  }

  #setIdentity(column: string, def: Node | undefined): Pick<ChangeOf<'setIdentity'>, 'identity' | 'sequence' | 'restarts' | 'restart' | 'cycle'> {
    const options = itemsOf(def);
    const generated = options.find((option) => 'DefElem' in option && option.DefElem.defname === 'generated');
    const kind = generated !== undefined && 'DefElem' in generated && generated.DefElem.arg !== undefined && 'Integer' in generated.DefElem.arg ? generated.DefElem.arg.Integer.ival : undefined;
    const sequence = this.#cx.catalog.identitySequence(this.#table, column);
    const read = readSequenceOptions(this.#cx, options);
    return {
      // The grammar keeps the letter as a number.
      identity: kind === undefined ? null : identityKind(String.fromCharCode(kind)),
      sequence: sequence === undefined ? null : withOptions(sequence, read),
      restarts: read.restarts === true,
      ...(read.restart === undefined ? {} : { restart: read.restart }),
      ...(read.cycle === undefined ? {} : { cycle: read.cycle }),
    };
  }
}

/** The types that the expression casts the column to, innermost first; null where it does more than that. */
function castsOf(cx: Context, expression: Node, column: string): TypeName[] | null {
  const casts: TypeName[] = [];
  let node: Node | undefined = expression;
  while (node !== undefined) {
    if ('ColumnRef' in node) return stringsOf(node.ColumnRef.fields).at(-1) === column ? casts : null;
    if ('CollateClause' in node) {
      node = node.CollateClause.arg;
    } else if ('TypeCast' in node) {
      casts.unshift(readType(cx, node.TypeCast.typeName));
      node = node.TypeCast.arg;
    } else {
      return null;
    }
  }
  return null;
}

function startOfDefinition(command: AlterTableCmd | undefined): number {
  const def = command?.def;
  if (def === undefined) return Infinity;
  if ('Constraint' in def) return def.Constraint.location ?? Infinity;
  return 'ColumnDef' in def ? (def.ColumnDef.location ?? Infinity) : Infinity;
}

/** `AT_EnableAlwaysTrig` is `enable always`. */
function triggerForm(subtype: string | undefined): string {
  return words(subtype ?? '').replace(/ trig\b/, '');
}

/** `AT_EnableRowSecurity` is `enable row security`. */
function actionName(subtype: string | undefined): string {
  return words(subtype ?? '');
}

function words(subtype: string): string {
  return subtype.replace('AT_', '').replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

