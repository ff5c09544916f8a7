import type { Node } from '@pgsql/types';
import { hasPlaceholder } from '../../sql/placeholder-text.js';
import type { Change, PathName } from '../change.js';
import { isBuiltInFunction } from '../pg-catalog.js';
import { TEMPORARY_SCHEMA } from '../schema.js';
import { baseOf, clauseAt, creationSchema, itemsOf, statementClause, stringsOf, type Context } from './context.js';
import { literalOf } from './expression.js';
import { isBuiltInType } from './type-name.js';

/** Statements that are DDL and name what is there already. The elements of a `CREATE SCHEMA` are looked up in it first. */
const DDL = /^(?:Alter|Comment|Composite|Create(?!Schema)|Define|Drop|Grant|Index|Refresh|Rename|Rule|SecLabel|Truncate|View)/;

/** Types that the grammar makes of an integer and a sequence. */
const SERIAL = /^(?:big|small)?serial[248]?$/;

/** What DDL leaves to a search path of several schemas; null where it leaves nothing. In a routine's body nobody knows the path. */
export function pathDependence(cx: Context, node: Node): Change | null {
  if (cx.session.searchPath.length < 2) return null;
  const path = cx.session.searchPath.filter((schema) => schema !== 'pg_catalog' && schema !== TEMPORARY_SCHEMA);
  const [tag = '', fields] = Object.entries(node)[0] ?? [];
  if (path.length < 2 || cx.inRoutine !== null || !DDL.test(tag)) return null;
  const reading = new PathReading(cx, path);
  const created = createdBy(node);
  if (created?.relpersistence === 't') return null;
  if (created?.relname !== undefined) reading.ignore(created.relname);
  reading.read(fields, new Set([created, 'CreateFunctionStmt' in node ? node.CreateFunctionStmt.funcname : undefined]));
  reading.readObjects(node);
  return reading.change();
}

/** The relation that a statement makes. */
function createdBy(node: Node): { readonly relname?: string; readonly relpersistence?: string } | undefined {
  if ('CreateStmt' in node) return node.CreateStmt.relation;
  if ('CreateForeignTableStmt' in node) return node.CreateForeignTableStmt.base?.relation;
  if ('ViewStmt' in node) return node.ViewStmt.view;
  if ('CreateTableAsStmt' in node) return node.CreateTableAsStmt.into?.rel;
  if ('CreateSeqStmt' in node) return node.CreateSeqStmt.sequence;
  return 'CompositeTypeStmt' in node ? node.CompositeTypeStmt.typevar : undefined;
}

class PathReading {
  readonly #cx: Context;
  readonly #path: readonly string[];
  readonly #first: string;
  readonly #ignored = new Set<string>();
  readonly #found = new Map<string, PathName & { readonly at: number | undefined }>();

  constructor(cx: Context, path: readonly string[]) {
    this.#cx = cx;
    this.#path = path;
    this.#first = creationSchema(cx);
  }

  /** A relation of this name is the statement's own. */
  ignore(relation: string): void {
    this.#ignored.add(relation);
  }

  /** Every name in a tree, parents first; `skipped` are nodes that name what the statement makes. */
  read(root: unknown, skipped: ReadonlySet<unknown>): void {
    const nodes = nodesIn(root);
    for (const node of nodes) if (typeof node['ctename'] === 'string') this.ignore(node['ctename']);
    for (const node of nodes) {
      if (skipped.has(node)) continue;
      const at = typeof node['location'] === 'number' ? node['location'] : undefined;
      if (typeof node['relname'] === 'string' && node['schemaname'] === undefined) this.#relation(node['relname'], at);
      if (Array.isArray(node['names']) && 'typemod' in node) this.#type(stringsOf(node['names'] as Node[]), node['pct_type'] === true, at);
      if (Array.isArray(node['objname'])) this.#function(stringsOf(node['objname'] as Node[]), undefined);
      if (Array.isArray(node['funcname']) && !skipped.has(node['funcname'])) this.#call(stringsOf(node['funcname'] as Node[]), node['args'], at);
      if (node['defname'] === 'owned_by') this.#relationOf(itemsOf(node['arg'] as Node | undefined), 1);
    }
  }

  /** What `DROP`, `COMMENT`, `OWNER TO`, `RENAME` and `SET SCHEMA` name by a list of words. */
  readObjects(node: Node): void {
    if ('DropStmt' in node) for (const object of node.DropStmt.objects ?? []) this.#object(node.DropStmt.removeType, object);
    else if ('CommentStmt' in node) this.#object(node.CommentStmt.objtype, node.CommentStmt.object);
    else if ('SecLabelStmt' in node) this.#object(node.SecLabelStmt.objtype, node.SecLabelStmt.object);
    else if ('AlterOwnerStmt' in node) this.#object(node.AlterOwnerStmt.objectType, node.AlterOwnerStmt.object);
    else if ('RenameStmt' in node) this.#object(node.RenameStmt.renameType, node.RenameStmt.object);
    else if ('AlterObjectSchemaStmt' in node) this.#object(node.AlterObjectSchemaStmt.objectType, node.AlterObjectSchemaStmt.object);
  }

  change(): Change | null {
    const [first, ...others] = this.#found.values();
    if (first === undefined) return null;
    const clause = first.at === undefined ? statementClause(this.#cx) : clauseAt(this.#cx, 'word', first.at);
    return { kind: 'dependOnPath', path: this.#path, names: [first, ...others], ...baseOf(this.#cx, clause) };
  }

  #object(type: string | undefined, object: Node | undefined): void {
    switch (type) {
      case 'OBJECT_TABLE':
      case 'OBJECT_FOREIGN_TABLE':
      case 'OBJECT_VIEW':
      case 'OBJECT_MATVIEW':
      case 'OBJECT_SEQUENCE':
      case 'OBJECT_INDEX':
        this.#relationOf(itemsOf(object), 0);
        break;
      case 'OBJECT_COLUMN':
      case 'OBJECT_TRIGGER':
      case 'OBJECT_POLICY':
      case 'OBJECT_RULE':
      case 'OBJECT_TABCONSTRAINT':
        this.#relationOf(itemsOf(object), 1);
        break;
      case 'OBJECT_TYPE':
      case 'OBJECT_DOMAIN':
        if (object !== undefined && 'List' in object) this.#type(stringsOf(itemsOf(object)), false, undefined);
        break;
      case undefined:
      default:
    }
  }

  /** The relation of a list of names, behind which `parts` of its own stand. */
  #relationOf(items: readonly Node[], parts: number): void {
    const names = stringsOf(items);
    const [relation] = names;
    if (relation !== undefined && names.length === parts + 1) this.#relation(relation, undefined);
  }

  #relation(name: string, at: number | undefined, isExact = true): void {
    if (this.#ignored.has(name) || name.startsWith('pg_') || this.#cx.catalog.hasRelation(TEMPORARY_SCHEMA, name)) return;
    this.#add('relation', name, at, (schema) => this.#isMade(schema, name), isExact);
  }

  /** Whether the migrations make the relation: where a table of which they only speak is, is a guess. */
  #isMade(schema: string, name: string): boolean {
    const { catalog } = this.#cx;
    return catalog.hasRelation(schema, name) && catalog.table({ schema, name })?.known !== false;
  }

  #type(names: readonly string[], copiesColumn: boolean, at: number | undefined): void {
    const { catalog } = this.#cx;
    const [name = ''] = names;
    if (copiesColumn && names.length === 2) this.#relation(name, at);
    if (names.length !== 1 || isBuiltInType(name) || isBuiltInType(name.replace(/^_/, '')) || SERIAL.test(name) || name.startsWith('pg_')) return;
    this.#add('type', name, at, (schema) => catalog.type({ schema, name }) !== undefined || this.#isMade(schema, name));
  }

  #call(names: readonly string[], args: unknown, at: number | undefined): void {
    this.#function(names, at);
    const [argument] = Array.isArray(args) ? (args as Node[]) : [];
    if (argument === undefined || !/^(?:nextval|currval|setval)$/.test(names.at(-1) ?? '')) return;
    const sequence = literalOf(argument)?.value;
    // The name stands in a string, somewhere behind that place.
    if (typeof sequence === 'string' && /^\w+$/.test(sequence)) this.#relation(sequence.toLowerCase(), at, false);
  }

  #function(names: readonly string[], at: number | undefined): void {
    const { catalog } = this.#cx;
    const [name = ''] = names;
    // Operators are named by objects with arguments too.
    if (names.length !== 1 || !/^[\p{L}_]/u.test(name) || isBuiltInFunction(name)) return;
    this.#add('function', name, at, (schema) => catalog.routines({ schema, name }).length > 0);
  }

  #add(type: PathName['type'], name: string, at: number | undefined, has: (schema: string) => boolean, isExact = true): void {
    const key = `${type} ${name}`;
    // What the migration tool puts in may have a schema.
    if (hasPlaceholder(name)) return;
    const known = this.#found.get(key);
    if (known === undefined && has(this.#first)) return;
    const place = at === undefined || !isExact ? null : clauseAt(this.#cx, 'word', at);
    const places = place === null || known?.places === null ? null : [...(known?.places ?? []), place];
    this.#found.set(key, known === undefined ? { type, name, foundIn: this.#path.find(has) ?? null, places, at } : { ...known, places });
  }
}

/** The objects of a tree in the order of the text as far as the grammar keeps it. Nothing is recursive. */
function nodesIn(root: unknown): readonly Readonly<Record<string, unknown>>[] {
  const nodes: Readonly<Record<string, unknown>>[] = [];
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) nodes.push(value as Readonly<Record<string, unknown>>);
    for (const child of Object.values(value).reverse()) if (typeof child === 'object') stack.push(child);
  }
  return nodes;
}
