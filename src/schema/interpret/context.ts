import type { Node, RangeVar } from '@pgsql/types';
import type { KeySharding } from '../../sql/dialect.js';
import type { Parser } from '../../sql/parser.js';
import type { Clause, ClauseForm, Statement } from '../../sql/statement.js';
import type { Change } from '../change.js';
import type { KeyColumn, QualifiedName, Routine, UserType } from '../model.js';
import { TEMPORARY_SCHEMA, type Catalog } from '../schema.js';

/** What a session remembers between statements, and what of it the model follows. */
export interface Session {
  /** Schemas in the order in which names are looked up; `$user` left out, for nobody knows who runs the migrations. */
  searchPath: readonly string[];
  /** `yb_use_hash_splitting_by_default`, where it was set. */
  hashByDefault: boolean | null;
  /** What the `CREATE DATABASE` of the database to which psql has connected says of colocation, where the migrations have one. */
  databaseColocated: boolean | null;
  /** Whether `BEGIN` or `START TRANSACTION` is open. */
  inExplicitTransaction: boolean;
}

/** What interpreting one statement needs to know. */
export interface Context {
  readonly statement: Statement;
  readonly parser: Parser;
  readonly session: Readonly<Session>;
  /** The routine in whose body the statement stands. */
  readonly inRoutine: QualifiedName | null;
  /** The routines that the statement ran so far; absent before the first. */
  readonly ran?: Set<Routine>;
  /** Whether somebody asks which roles and tablespaces statements name. */
  readonly tellsGlobals: boolean;
  /** The schema as it is now: whoever takes a change from the interpreter applies it before the next is asked for. */
  readonly catalog: Catalog;
}

/** The empty list of all objects that have an empty list: a schema keeps several of each by the hundred thousand. */
export const NONE: readonly never[] = [];

/** Changes as the interpreter makes them out, each applied before the next is asked for. */
export type Changes = Generator<Change, void, void>;

/** The place of a form in the statement; in a body every place is the statement itself. */
export function clauseAt(cx: Context, form: ClauseForm, at: number | undefined): Clause {
  if (cx.statement.host !== null) return { statement: cx.statement, form: 'statement', at: 0 };
  return { statement: cx.statement, form, at: at ?? 0 };
}

/** The statement's first word. */
export function statementClause(cx: Context): Clause {
  return { statement: cx.statement, form: 'statement', at: 0 };
}

/** What every change has, standing at the clause. */
export function baseOf(cx: Context, clause: Clause = statementClause(cx)): {
  readonly statement: Statement;
  readonly clause: Clause;
  readonly inRoutine: QualifiedName | null;
  readonly inExplicitTransaction: boolean;
} {
  return { statement: cx.statement, clause, inRoutine: cx.inRoutine, inExplicitTransaction: cx.session.inExplicitTransaction };
}

/** The schema that new objects go to when the statement does not say: the first of the path that is there. */
export function creationSchema(cx: Context): string {
  return cx.session.searchPath.find((schema) => schema !== TEMPORARY_SCHEMA && !cx.catalog.isDroppedSchema(schema)) ?? 'public';
}

/** The name that a new relation gets. */
export function newName(cx: Context, range: RangeVar | undefined): QualifiedName {
  const name = range?.relname ?? '';
  if (range?.relpersistence === 't') return { schema: TEMPORARY_SCHEMA, name };
  return { schema: range?.schemaname ?? creationSchema(cx), name };
}

/** The relation that a name means: temporary ones first, then along the path; where there is none, what would be created. */
export function resolveRelation(cx: Context, schema: string | undefined, name: string): QualifiedName {
  if (schema !== undefined) return { schema: isTemporarySchema(schema) ? TEMPORARY_SCHEMA : schema, name };
  return lookUp(cx, (candidate) => cx.catalog.hasRelation(candidate, name), name);
}

/** The relation that a `RangeVar` means. */
export function resolveRange(cx: Context, range: RangeVar | undefined): QualifiedName {
  return resolveRelation(cx, range?.schemaname, range?.relname ?? '');
}

/** The user's type that a name means, or undefined where the migrations make none of that name. */
export function findType(cx: Context, schema: string | undefined, name: string): UserType | undefined {
  if (schema !== undefined) return cx.catalog.type({ schema, name });
  return cx.catalog.type(lookUp(cx, (candidate) => cx.catalog.type({ schema: candidate, name }) !== undefined, name));
}

/** The routines that a name means; `isMeant` leaves out overloads that cannot be, which another schema's name then is. */
export function resolveRoutine(cx: Context, names: readonly Node[] | undefined, isMeant: (routine: Routine) => boolean = () => true): QualifiedName {
  const { schema, name } = namesOf(names);
  if (schema !== undefined) return { schema, name };
  return lookUp(cx, (candidate) => cx.catalog.routines({ schema: candidate, name }).some(isMeant), name);
}

/** Splits a list of names into the last and the one before it. */
export function namesOf(nodes: readonly Node[] | undefined): { readonly schema: string | undefined; readonly name: string } {
  const parts = stringsOf(nodes);
  return { schema: parts.at(-2), name: parts.at(-1) ?? '' };
}

/** The strings of a list of `String` nodes. */
export function stringsOf(nodes: readonly Node[] | undefined): string[] {
  if (nodes === undefined) return [];
  const [only] = nodes;
  // One name is what most lists have, and a list that is pushed to takes ten times the room.
  if (nodes.length === 1 && only !== undefined && 'String' in only) return [only.String.sval ?? ''];
  const strings: string[] = [];
  for (const node of nodes) {
    if ('String' in node) strings.push(node.String.sval ?? '');
  }
  return strings;
}

/** The items of a `List`, or the node by itself. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return 'List' in node ? (node.List.items ?? []) : [node];
}

/** What the key list between two places says of hash, order and groups; null for each column where it says nothing. */
export function shardingBetween(cx: Context, from: number, until: number, columns: number): readonly KeyColumn[] {
  const found = findKeys(cx.statement.dialect.keys, from, until);
  if (found === undefined && columns === 1) return ONE_UNSHARDED;
  return Array.from({ length: columns }, (_, i) => found?.columns[i] ?? UNSHARDED);
}

const UNSHARDED: KeyColumn = { order: null, grouped: false };
const ONE_UNSHARDED: readonly KeyColumn[] = [UNSHARDED];

function findKeys(keys: readonly KeySharding[], from: number, until: number): KeySharding | undefined {
  return keys.find((list) => list.at >= from && list.at < until);
}

function lookUp(cx: Context, has: (schema: string) => boolean, name: string): QualifiedName {
  if (has(TEMPORARY_SCHEMA)) return { schema: TEMPORARY_SCHEMA, name };
  return { schema: cx.session.searchPath.find(has) ?? creationSchema(cx), name };
}

function isTemporarySchema(schema: string): boolean {
  return schema === TEMPORARY_SCHEMA || schema.startsWith('pg_temp_');
}

