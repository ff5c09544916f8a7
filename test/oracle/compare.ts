/** A schema as `xclint schema --format json` and the catalog query print it, as far as it is compared. */
export interface DescribedSchema {
  readonly tables: readonly DescribedTable[];
  readonly sequences: readonly { schema: string; name: string; ownedBy: string | null; increment: number; start: number; cycle: boolean }[];
  readonly types: readonly { schema: string; name: string; kind: string; labels?: readonly string[] }[];
  readonly views: readonly { schema: string; name: string; materialized: boolean }[];
  readonly functions: readonly { schema: string; name: string; language: string }[];
  readonly extensions: readonly string[];
}

interface DescribedTable {
  readonly schema: string;
  readonly name: string;
  readonly partitioned: boolean;
  readonly partitionOf: string | null;
  readonly inherits: readonly string[];
  readonly unlogged: boolean;
  readonly columns: readonly {
    name: string;
    type: string;
    notNull: boolean;
    default: string | null;
    identity: string | null;
    generated: boolean;
    sequence: string | null;
  }[];
  readonly constraints: readonly {
    type: string;
    name: string;
    columns?: readonly string[];
    references?: { table: string; columns: readonly string[]; onDelete: string; onUpdate: string };
    deferrable: boolean;
  }[];
  readonly indexes: readonly {
    name: string;
    unique: boolean;
    primary: boolean;
    constraint: boolean;
    method: string;
    keys: readonly (string | null)[];
    include: readonly string[];
    partial: boolean;
  }[];
  readonly triggers: readonly { name: string; timing: string; events: readonly string[]; level: string; function: string; enabled: boolean }[];
}

/** Reads a description; the facts that are compared show at once where it has another shape. */
export function parseDescription(json: string): DescribedSchema {
  return JSON.parse(json) as DescribedSchema;
}

/** What two descriptions of one database agree and differ in. */
export interface Comparison {
  readonly agreed: number;
  readonly onlyInPostgres: readonly string[];
  readonly onlyInXclint: readonly string[];
}

/** Takes both descriptions apart into facts: strings that are equal exactly where the two sides agree. */
export function compareSchemas(postgres: DescribedSchema, xclint: DescribedSchema): Comparison {
  const expected = new Set(factsOf(postgres));
  const actual = new Set(factsOf(xclint));
  const onlyInPostgres = [...expected].filter((fact) => !actual.has(fact)).sort();
  const onlyInXclint = [...actual].filter((fact) => !expected.has(fact)).sort();
  return { agreed: expected.size - onlyInPostgres.length, onlyInPostgres, onlyInXclint };
}

function* factsOf(schema: DescribedSchema): Generator<string> {
  for (const table of schema.tables) yield* factsOfTable(table);
  for (const { schema: inside, name, ownedBy, increment, start, cycle } of schema.sequences) {
    yield `sequence ${inside}.${name} owned=${String(ownedBy)} by=${increment} from=${start} ${cycle ? 'cycle' : '-'}`;
  }
  for (const type of schema.types) yield `type ${type.schema}.${type.name} ${type.kind} ${(type.labels ?? []).join('|')}`;
  for (const view of schema.views) yield `view ${view.schema}.${view.name} ${view.materialized ? 'materialized' : 'plain'}`;
  for (const routine of schema.functions) yield `function ${routine.schema}.${routine.name} ${routine.language}`;
  for (const extension of schema.extensions) yield `extension ${extension}`;
}

function* factsOfTable(table: DescribedTable): Generator<string> {
  const name = `${table.schema}.${table.name}`;
  yield `table ${name} ${table.partitioned ? 'partitioned' : 'plain'} of=${String(table.partitionOf)} inherits=${table.inherits.join(',')} ${table.unlogged ? 'unlogged' : 'logged'}`;
  // The order is a column's number: one that stands elsewhere differs in its type's fact, and no fact is added for it.
  for (const [i, column] of table.columns.entries()) {
    yield `column ${i + 1} ${name}.${column.name} type=${column.type}`;
    yield `column ${name}.${column.name} ${column.notNull ? 'not null' : 'nullable'}`;
    yield `column ${name}.${column.name} ${column.default === null ? 'no default' : 'default'} identity=${String(column.identity)} ${column.generated ? 'generated' : '-'} sequence=${String(column.sequence)}`;
  }
  for (const constraint of table.constraints) {
    const columns = [...(constraint.columns ?? [])];
    const target = constraint.references;
    const references = target === undefined ? '' : ` -> ${target.table}(${target.columns.join(',')}) ${target.onDelete}/${target.onUpdate}`;
    const written = constraint.type === 'check' ? columns.sort() : columns;
    yield `constraint ${name} ${constraint.type} ${constraint.name} (${written.join(',')})${references} ${constraint.deferrable ? 'deferrable' : '-'}`;
  }
  for (const index of table.indexes) {
    const keys = index.keys.map((key) => key ?? '<expression>').join(',');
    const flags = [index.unique ? 'unique' : 'plain', index.primary ? 'primary' : '-', index.partial ? 'partial' : '-', index.constraint ? 'constraint' : '-'].join(' ');
    yield `index ${name} ${index.name} ${flags} ${index.method} (${keys}) include=${index.include.join(',')}`;
  }
  for (const trigger of table.triggers) {
    const events = [...trigger.events].sort().join('|');
    yield `trigger ${name} ${trigger.name} ${trigger.timing} ${events} ${trigger.level} ${trigger.function} ${trigger.enabled ? 'enabled' : 'disabled'}`;
  }
}
