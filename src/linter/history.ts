import type { Change, ChangeOf, ColocationHolder, History, QualifiedName, UnheldStatement } from '../rule.js';
import type { KeyFamilies, KeyFamily } from '../schema/family/key-family.js';
import { keyOf } from '../schema/schema.js';

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

  /** Takes note of a change; of a routine, also of what its body would do. */
  record(change: Change): void {
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
    const sorted = [...columns].sort();
    this.#conflicts.set(key, targets.set(sorted.join('\0'), sorted));
  }

  #move(from: QualifiedName, to: QualifiedName): void {
    this.#formerNames.set(keyOf(to), [from.name, ...(this.#formerNames.get(keyOf(from)) ?? [])]);
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
