import type { Change, ChangeOf, ColocationHolder, Constraint, History, QualifiedName, Statement, UnheldStatement } from '../rule.js';
import type { KeyFamilies, KeyFamily } from '../schema/family/key-family.js';
import { keyOf } from '../schema/schema.js';
import { nameOfToken } from '../sql/identifier.js';
import { tokensOf } from '../sql/place.js';

/** Command tags of statements that give a table something which the schema does not hold. */
const UNHELD = /^(?:GRANT|REVOKE|COMMENT|SECURITY LABEL|(?:CREATE|ALTER) (?:POLICY|STATISTICS|PUBLICATION)|ALTER TABLE)$/;

/** Keeps of all changes only what `History` is asked for, so that the changes themselves need not be kept. */
export class HistoryIndex implements History {
  /** By table, then by the columns as one text. */
  readonly #conflicts = new Map<string, Map<string, readonly string[]>>();
  readonly #settings = new Map<string, Set<string | null>>();
  /** By database and id. */
  readonly #colocationIds = new Map<string, ColocationHolder[]>();
  readonly #unheld: UnheldStatement[] = [];
  /** The names that a table had, by the key of the one that it has. */
  readonly #formerNames = new Map<string, readonly string[]>();
  /** Names of temporary tables that routines make, for other routines to use. */
  readonly #temporary = new Set<string>();
  /** By kind and name. */
  readonly #firstUses = new Map<string, ChangeOf<'nameGlobal'>>();
  readonly #readFamilies: () => KeyFamilies | null;
  #families: KeyFamilies | null | undefined;

  /** `readFamilies` is asked when somebody asks for a family of keys. */
  constructor(readFamilies: () => KeyFamilies | null) {
    this.#readFamilies = readFamilies;
  }

  /** By referenced table, then the columns as one text. */
  readonly #references = new Map<string, Set<string>>();
  /** Columns of unique constraints and indexes that some `LIKE` copies. */
  readonly #copied = new Set<string>();
  /** Names that some statement gives for a constraint or an index that is there, or may do. */
  readonly #parts = new Set<string>();

  /** Names of tables, indexes, sequences and views that some statement makes. */
  readonly #made = new Set<string>();

  /** How much text the statements have, in UTF-16 units. */
  units = 0;

  /** Takes note of a change; of a routine, also of what its body would do. */
  record(change: Change): void {
    this.#recordReliance(change);
    if (change.kind === 'writeRows' && change.conflictColumns.length > 0) {
      this.#recordConflict(change.table, change.conflictColumns);
    } else if (change.kind === 'set') {
      const name = change.name.toLowerCase();
      const values = this.#settings.get(name) ?? new Set();
      this.#settings.set(name, values.add(change.value));
    } else if (change.kind === 'createTable' || change.kind === 'createTableAs') {
      if (change.inRoutine !== null && change.created.persistence === 'temporary') this.#temporary.add(change.table.name);
      this.#recordColocation(change);
    } else if (change.kind === 'createIndex' || change.kind === 'addConstraint') {
      this.#recordColocation(change);
    } else if ((change.kind === 'other' && UNHELD.test(change.tag)) || change.kind === 'alterTable') {
      if (change.inRoutine === null) {
        this.#unheld.push(
          change.kind === 'other'
            ? { tag: change.tag, object: change.object, statement: change.statement }
            : { tag: `ALTER TABLE … ${change.action}`, object: { type: 'table', name: `${change.table.schema}.${change.table.name}` }, statement: change.statement },
        );
      }
    } else if (change.kind === 'createRoutine') {
      for (const inBody of change.routine.body?.changes ?? []) this.record(inBody);
    } else if (change.kind === 'renameTable') {
      this.#move(change.table, { schema: change.table.schema, name: change.newName });
    } else if (change.kind === 'moveTable') {
      this.#move(change.table, { schema: change.newSchema, name: change.table.name });
    }
  }

  conflictTargets(table: QualifiedName): readonly (readonly string[])[] {
    return [...(this.#conflicts.get(keyOf(table))?.values() ?? [])];
  }

  unheld(table: QualifiedName): readonly UnheldStatement[] {
    const names = [table.name, ...(this.#formerNames.get(keyOf(table)) ?? [])].map((name) => name.toLowerCase());
    return this.#unheld.filter(({ statement: { text } }) => {
      const lower = text.toLowerCase();
      return names.some((name) => isWordOf(name, lower)) || /\ball\s+tables\s+in\s+schema\b/.test(lower);
    });
  }

  isRelied(table: QualifiedName, columns: readonly string[], name: string | null): boolean {
    const key = setOf(columns);
    return this.#references.get(keyOf(table))?.has(key) === true || this.#copied.has(key) || (name !== null && this.#parts.has(name));
  }

  isMade(name: string): boolean {
    return this.#made.has(name);
  }

  colocationHolders(id: number, database: string | undefined): readonly ColocationHolder[] {
    return this.#colocationIds.get(`${database ?? ''} ${String(id)}`) ?? [];
  }

  keyFamily(table: QualifiedName, column: string): KeyFamily | null {
    this.#families ??= this.#readFamilies();
    return this.#families?.familyOf(table, column) ?? null;
  }

  settings(name: string): readonly (string | null)[] {
    return [...(this.#settings.get(name.toLowerCase()) ?? [])];
  }

  /** Whether some routine makes a temporary table of this name. */
  isTemporaryName(name: string): boolean {
    return this.#temporary.has(name);
  }

  #recordReliance(change: Change): void {
    if (change.kind === 'createTable' || change.kind === 'createTableAs') {
      const { table, created } = change;
      this.#made.add(table.name);
      if (change.kind === 'createTable') for (const { name } of change.sequences ?? []) this.#made.add(name);
      for (const constraint of created.constraints) {
        this.#recordReference(constraint);
        if (constraint.via === 'like' && constraint.type === 'unique') this.#copied.add(setOf(constraint.columns));
      }
      for (const { name, via, unique, keys } of created.indexes) {
        this.#made.add(name);
        if (via === 'like' && unique) this.#copied.add(setOf(keys.flatMap(({ column }) => column ?? [])));
      }
    } else if (change.kind === 'createIndex') {
      this.#made.add(change.index.name);
    } else if (change.kind === 'addConstraint') {
      if (change.index !== undefined) this.#made.add(change.index.name);
      this.#recordReference(change.constraint);
    } else if (change.kind === 'addColumn' || change.kind === 'createSequence') {
      if (change.sequence !== undefined) this.#made.add(change.sequence.name);
    } else if (change.kind === 'createView') {
      this.#made.add(change.view.name);
    } else if (change.kind === 'writeRows') {
      if (change.conflictConstraint !== undefined) this.#parts.add(change.conflictConstraint);
    } else if (change.kind === 'dropConstraint' || change.kind === 'renameConstraint' || change.kind === 'validateConstraint') {
      this.#parts.add(change.name);
      if (change.kind === 'renameConstraint') this.#parts.add(change.newName);
    } else if (change.kind === 'dropIndex' || change.kind === 'renameIndex' || change.kind === 'attachIndex') {
      this.#parts.add(change.index.name);
      if (change.kind === 'renameIndex') this.#parts.add(change.newName);
    } else if (change.kind === 'reindex') {
      if (change.scope === 'index') this.#parts.add(change.relation?.name ?? change.target);
    } else if (change.kind === 'alterTable' || change.kind === 'other') {
      // `COMMENT ON CONSTRAINT`, `REPLICA IDENTITY USING INDEX`, `CLUSTER ON`, `ALTER CONSTRAINT`, `ALTER INDEX` …
      this.recordParts(change.statement);
    }
    if ('newName' in change) this.#made.add(change.newName);
  }

  /** Takes note of every name in a statement that may name a constraint or an index; also of one that takes a migration back. */
  recordParts(statement: Statement): void {
    if (!/\b(?:constraint|index|cluster)\b/i.test(statement.sql)) return;
    for (const token of tokensOf(statement)) this.#parts.add(nameOfToken(statement.sql, token));
  }

  #recordReference({ references }: Constraint): void {
    if (references === null) return;
    const key = keyOf(references.table);
    this.#references.set(key, (this.#references.get(key) ?? new Set()).add(setOf(references.columns)));
  }

  #recordColocation(change: ChangeOf<'createTable' | 'createTableAs' | 'createIndex' | 'addConstraint'>): void {
    const runs = change.inRoutine === null && !('effective' in change && !change.effective);
    if (!runs) return;
    const { database } = change.statement;
    if ('created' in change) this.#holdColocationId(change.created.colocationId, database, { type: 'table', name: change.table, origin: change.created.origin });
    const indexes = 'created' in change ? change.created.indexes : change.index === undefined ? [] : [change.index];
    for (const index of indexes) this.#holdColocationId(index.colocationId ?? null, database, { type: 'index', name: index, origin: index.origin });
  }

  #holdColocationId(id: number | null, database: string | undefined, holder: ColocationHolder): void {
    if (id === null) return;
    const key = `${database ?? ''} ${String(id)}`;
    this.#colocationIds.set(key, [...(this.#colocationIds.get(key) ?? []), holder]);
  }

  /** Whether the change was the first to be asked about that names this role or tablespace. */
  isFirstUse(change: ChangeOf<'nameGlobal'>): boolean {
    const key = `${change.type} ${change.name}`;
    const first = this.#firstUses.get(key);
    if (first === undefined) this.#firstUses.set(key, change);
    return first === undefined || first === change;
  }

  #recordConflict(table: QualifiedName, columns: readonly string[]): void {
    const key = keyOf(table);
    const targets = this.#conflicts.get(key) ?? new Map<string, readonly string[]>();
    this.#conflicts.set(key, targets.set(setOf(columns), [...columns].sort()));
  }

  #move(from: QualifiedName, to: QualifiedName): void {
    this.#formerNames.set(keyOf(to), [from.name, ...(this.#formerNames.get(keyOf(from)) ?? [])]);
    const references = this.#references.get(keyOf(from));
    if (references !== undefined) this.#references.set(keyOf(to), references);
    const targets = this.#conflicts.get(keyOf(from));
    if (targets === undefined) return;
    this.#conflicts.delete(keyOf(from));
    this.#conflicts.set(keyOf(to), targets);
  }
}

/** Whether a name stands in a text by itself, quoted or not; both in lower case. */
function isWordOf(name: string, text: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const [before = ' ', after = ' '] = [text[at - 1], text[at + name.length]];
    if (!/[\p{L}\d_$]/u.test(before) && !/[\p{L}\d_$]/u.test(after)) return true;
  }
  return false;
}

/** Columns without regard to their order, as one text. */
function setOf(columns: readonly string[]): string {
  return [...columns].sort().join('\0');
}
