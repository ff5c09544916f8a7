import { asBoolean, asText, at, entriesOf, membersOf } from '../manifest/document.js';
import { readJson } from '../manifest/json.js';
import { readXml, type XmlElement } from '../manifest/xml.js';
import { readYaml } from '../manifest/yaml.js';
import { readElementText, valueFinder, type InlineSql, type SqlChange } from './liquibase-inline.js';

/** What a changelog in XML, YAML or JSON says, in its order, as far as it leads to SQL. */
export type ChangelogEntry =
  | { readonly kind: 'include'; readonly file: string; readonly relative: boolean; readonly optional: boolean }
  | { readonly kind: 'includeAll'; readonly path: string; readonly relative: boolean; readonly optional: boolean; readonly ending: string; readonly maxDepth: number }
  | { readonly kind: 'property'; readonly name: string; readonly value: string }
  | { readonly kind: 'properties'; readonly file: string; readonly relative: boolean; readonly optional: boolean }
  | ({ readonly kind: 'sqlFile'; readonly file: string; readonly relative: boolean; readonly isRollback: boolean; readonly delimiter: string | null } & ChangesetFacts)
  | ({ readonly kind: 'sql'; /** Among those of its changelog, from 0. */ readonly number: number; readonly isRollback: boolean; /** The number of its changeset in the changelog. */ readonly changeset: number; readonly inline: InlineSql } & ChangesetFacts)
  /** A change that is no SQL, or whose SQL could not be found in the text: `createTable`. */
  | { readonly kind: 'change'; readonly name: string };

/** What a changeset says of all its changes. */
export interface ChangesetFacts {
  readonly transaction: boolean;
  /** Whether it runs before or after all others; else in its turn. */
  readonly runOrder: 'first' | 'last' | null;
}

/** Entries, or why the file could not be read. */
export type Changelog = { readonly entries: readonly ChangelogEntry[]; readonly error?: undefined } | { readonly entries?: undefined; readonly error: string };

/** An element of XML, or a table of YAML or JSON, as Liquibase sees both: a name, attributes, and what is in it. */
interface Node {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Node[];
  /** Where its content stands in XML. */
  readonly content?: readonly [from: number, to: number];
  /** What it is in YAML and JSON where it is a text. */
  readonly text?: string;
}

/** Finds the SQL of a change in the changelog's text. */
type Locate = (node: Node) => InlineSql | undefined;

/** Children of a changeset that change nothing. */
const NO_CHANGES: ReadonlySet<string> = new Set(['comment', 'preConditions', 'preconditions', 'validCheckSum', 'validCheckSums', 'modifySql', 'tagDatabase', 'output', 'empty', 'stop']);

/** Changes that are SQL as they stand. */
const SQL_AS_IT_IS: ReadonlySet<string> = new Set(['sql', 'createProcedure']);

/** Changes whose `path` leads to a file of SQL. */
const SQL_BY_PATH: ReadonlySet<string> = new Set(['sqlFile', 'createProcedure', 'createView']);

/** Reads a changelog by the ending of its name; one that is none has no entries. */
export function readChangelog(name: string, text: string): Changelog {
  const read = /\.xml$/i.test(name) ? rootOfXml(text) : rootOfDocument(/\.json$/i.test(name) ? readJson(text) : readYaml(text));
  if (read.error !== undefined) return { error: read.error };
  const find = valueFinder(text);
  const locate: Locate = ({ content, attributes, text: own }) => {
    if (content !== undefined) return readElementText(text, ...content);
    const value = attributes.get('sql') ?? attributes.get('procedureText') ?? own;
    return value === undefined ? undefined : find(value);
  };
  let number = 0;
  const entries = (read.root?.children ?? []).flatMap((node, changeset) => toEntries(node, locate).map((entry) => (entry.kind === 'sql' ? { ...entry, number: number++, changeset } : entry)));
  return { entries };
}

/** Some of the SQL that a changelog sends itself, by their numbers. */
export function readSqlChanges(name: string, text: string, pieces: ReadonlySet<number>): readonly SqlChange[] {
  return (readChangelog(name, text).entries ?? []).flatMap((entry) => (entry.kind === 'sql' && pieces.has(entry.number) ? [{ ...entry.inline, isRollback: entry.isRollback, transaction: entry.transaction, changeset: entry.changeset }] : []));
}

type Root = { readonly root: Node | undefined; readonly error?: undefined } | { readonly root?: undefined; readonly error: string };

function rootOfXml(text: string): Root {
  const { root, error } = readXml(text);
  if (root === undefined) return { error };
  return { root: root.name === 'databaseChangeLog' ? fromXml(root) : undefined };
}

function fromXml(element: XmlElement): Node {
  const attributes = new Map(element.attributes);
  // What is written as an element of text is an attribute just as well.
  for (const child of element.children) if (child.children.length === 0 && child.attributes.size === 0) attributes.set(child.name, child.text.trim());
  return { name: element.name, attributes, children: element.children.map(fromXml), content: [element.contentStart, element.contentEnd] };
}

function rootOfDocument({ value, error }: { readonly value?: unknown; readonly error?: string | undefined }): Root {
  if (error !== undefined) return { error };
  const changelog = at(value, 'databaseChangeLog');
  return { root: changelog === undefined ? undefined : fromValue('databaseChangeLog', changelog, 0) };
}

/** Tables within tables, and lists of tables with one key each: how changelogs in YAML and JSON are written. */
function fromValue(name: string, value: unknown, depth: number): Node {
  const attributes = new Map<string, string>();
  const children: Node[] = [];
  const add = (key: string, member: unknown): void => {
    const text = asText(member);
    if (text !== undefined) attributes.set(key, text);
    // A list under a name is that many children with names of their own (`changes`), or an attribute of many values.
    if (depth < 10 && (typeof member === 'object' || text !== undefined)) children.push(fromValue(key, member, depth + 1));
  };
  for (const member of Array.isArray(value) ? membersOf(value) : [value]) for (const [key, inner] of entriesOf(member)) add(key, inner);
  const own = asText(value);
  return { name, attributes, children, ...(own === undefined ? {} : { text: own }) };
}

function toEntries(node: Node, locate: Locate): readonly ChangelogEntry[] {
  const { name, attributes, children } = node;
  switch (name) {
    case 'include': {
      const file = attributes.get('file');
      return file === undefined ? [] : [{ kind: 'include', file, relative: flag(node, 'relativeToChangelogFile', false), optional: !flag(node, 'errorIfMissing', true) }];
    }
    case 'includeAll': {
      const path = attributes.get('path');
      if (path === undefined) return [];
      const depth = Number(attributes.get('maxDepth') ?? Infinity);
      const optional = !flag(node, 'errorIfMissingOrEmpty', true);
      return [{ kind: 'includeAll', path, relative: flag(node, 'relativeToChangelogFile', false), optional, ending: attributes.get('endsWithFilter') ?? '', maxDepth: Number.isNaN(depth) ? Infinity : depth }];
    }
    case 'property':
      return toProperty(node);
    case 'modifyChangeSets':
      return children.flatMap((child) => toEntries(child, locate));
    case 'changeSet':
      return isForPostgres(attributes.get('dbms')) && !flag(node, 'ignore', false) ? toChanges(children, false, factsOf(node), locate) : [];
    default:
      return [];
  }
}

function toProperty(node: Node): readonly ChangelogEntry[] {
  const { attributes } = node;
  const [name, value, file] = ['name', 'value', 'file'].map((key) => attributes.get(key));
  if (!isForPostgres(attributes.get('dbms'))) return [];
  if (file !== undefined) return [{ kind: 'properties', file, relative: flag(node, 'relativeToChangelogFile', false), optional: !flag(node, 'errorIfMissing', true) }];
  return name === undefined || value === undefined ? [] : [{ kind: 'property', name, value }];
}

function factsOf(changeset: Node): ChangesetFacts {
  const order = changeset.attributes.get('runOrder')?.trim().toLowerCase();
  return { transaction: flag(changeset, 'runInTransaction', true), runOrder: order === 'first' || order === 'last' ? order : null };
}

function toChanges(nodes: readonly Node[], isRollback: boolean, facts: ChangesetFacts, locate: Locate): readonly ChangelogEntry[] {
  return nodes.flatMap((node): readonly ChangelogEntry[] => {
    const { name, attributes, children } = node;
    if (name === 'changes') return toChanges(children, isRollback, facts, locate);
    if (name === 'rollback') return toChanges(children, true, facts, locate);
    if (!isForPostgres(attributes.get('dbms'))) return [];
    const file = SQL_BY_PATH.has(name) ? attributes.get('path') : undefined;
    if (file !== undefined) {
      return [{ kind: 'sqlFile', file, relative: flag(node, 'relativeToChangelogFile', false), isRollback, ...facts, delimiter: toDelimiter(attributes.get('endDelimiter')) }];
    }
    const inline = SQL_AS_IT_IS.has(name) ? locate(node) : undefined;
    if (inline !== undefined && inline.sql.trim() !== '') return [{ kind: 'sql', number: 0, changeset: 0, isRollback, inline, ...facts }];
    // An attribute of the changeset is one of its children in YAML and JSON: changes are tables, but for raw SQL.
    const isChange = name === 'sql' || children.length > 0 || attributes.size > 0;
    return isRollback || NO_CHANGES.has(name) || !isChange ? [] : [{ kind: 'change', name }];
  });
}

function flag({ attributes }: Node, name: string, otherwise: boolean): boolean {
  return asBoolean(attributes.get(name)) ?? otherwise;
}

/** `dbms:postgresql,yugabytedb`, `dbms:!mysql`; without the attribute a changeset is for every database. */
export function isForPostgres(dbms: string | undefined): boolean {
  if (dbms === undefined) return true;
  const names = dbms.replaceAll('"', '').toLowerCase().split(',').map((name) => name.trim()).filter((name) => name !== '');
  const isOurs = (name: string): boolean => ['postgresql', 'yugabytedb', 'all'].includes(name);
  const refused = names.filter((name) => name.startsWith('!')).map((name) => name.slice(1));
  return refused.length === names.length ? !refused.some(isOurs) : names.some(isOurs);
}

/**
 * What an `endDelimiter` ends statements with: it is a regular expression to Liquibase, but for one of one letter, and `/`
 * counts at the beginning of a line. Null for `;`, and where nothing is said.
 */
export function toDelimiter(written: string | undefined): string | null {
  if (written === undefined) return null;
  const text = written
    .replace(/\\s[*+]?|\\r[?*+]?/g, '')
    .replace(/\\n[?*+]?/g, '\n')
    .replace(/\\(.)/g, '$1')
    .replace(/(?<=[^$])\$$/, '')
    .replace(/\s+$/, '')
    .replace(/^\n+/, '\n');
  if (/^;*$/.test(text.trim())) return null;
  return text === '/' ? '\n/' : text;
}
