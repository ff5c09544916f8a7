import type { Migration } from '../../src/sql/migration.js';
import type { Diagnostic, LintResult, Summary } from '../../src/linter/result.js';
import type { ReportContext } from '../../src/reporters/index.js';
import type { Span } from '../../src/source/source-file.js';

/** Files by name; lines end as each text has them. */
export type Files = Readonly<Record<string, string>>;

/** The place of `part` in a file, its `nth` occurrence; to `last` where the clause ends further on. */
export function place(text: string, part: string, nth = 1, last = part): Span {
  let from = -1;
  for (let found = 0; found < nth; found++) from = text.indexOf(part, from + 1);
  if (from < 0) throw new Error(`the sample has no ${part}`);
  return { start: positionAt(text, from), end: positionAt(text, text.indexOf(last, from) + last.length) };
}

export function positionAt(text: string, offset: number) {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, offset };
}

export function docsUrl(ruleId: string): string {
  return `https://github.com/xclint/xclint/blob/v0.1.0/docs/rules/${ruleId}.md`;
}

export function finding(
  ruleId: string,
  file: string,
  range: Span,
  message: string,
  rest: Partial<Omit<Diagnostic, 'ruleId' | 'file' | 'range' | 'message'>> = {},
): Diagnostic {
  return { severity: 'error', help: '', docsUrl: docsUrl(ruleId), object: '', related: [], fixes: [], withheldFixes: [], fixRefusal: null, repair: null, ...rest, ruleId, file, range, message };
}

/** A migration of which reporters only count that it was judged (or only read). */
export function migration(file: string, chosen: boolean): Migration {
  return { file: { path: file, chunks: () => [] }, version: null, direction: 'up', wrapsTransaction: false, readDirective: () => null, chosen };
}

export function resultOf(diagnostics: readonly Diagnostic[], rest: Partial<LintResult> = {}, summary: Partial<Summary> = {}): LintResult {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    mode: 'bidirectional',
    yugabytedb: '2025.2',
    problems: [],
    notes: [],
    roots: [],
    diagnostics,
    ...rest,
    summary: {
      files: 2,
      statements: 9,
      analyzed: 9,
      unanalyzable: 0,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      suppressed: 0,
      baselined: 0,
      durationMs: 38,
      ...summary,
    },
  };
}

export function contextOf(files: Files = {}, rest: Partial<ReportContext> = {}): ReportContext {
  return {
    color: false,
    level: 'warning',
    maxDiagnostics: 100,
    quiet: false,
    tool: { name: 'xclint', version: '0.1.0' },
    excerpt: (file, line) => files[file]?.split('\n')[line - 1]?.replace(/\r$/, ''),
    rootUri: 'file:///home/ann/shop/',
    rule: () => undefined,
    ...rest,
  };
}

const CUSTOMERS = `-- 顧客 (customers)\r
CREATE TABLE customers (\r
\tid\t\tbigserial PRIMARY KEY,\r
\temail\ttext NOT NULL UNIQUE,\r
\t"氏名 👩‍👩‍👧"\ttext UNIQUE,\r
\tnote text DEFAULT '${'lorem ipsum '.repeat(12)}', café text UNIQUE, rest text DEFAULT '${'dolor sit '.repeat(9)}'\r
);`;

const ORDERS = `CREATE TABLE orders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  customer_id bigint NOT NULL REFERENCES customers (id)
    ON DELETE CASCADE
    ON UPDATE CASCADE,
  total numeric
);
CREATE TRIGGER orders_audit AFTER INSERT ON orders EXECUTE FUNCTION audit();
TRUNCATE legacy_orders`;

/** Two files with tabs, CRLF, CJK, emoji, long lines, a clause of several lines and a finding at the end of the file. */
export const SAMPLE_FILES: Files = { 'db/migrations/001_顧客.sql': CUSTOMERS, 'db/migrations/002 orders.sql': ORDERS };

const [customers, orders] = Object.keys(SAMPLE_FILES) as [string, string];
const serial = place(CUSTOMERS, 'bigserial');

export const SAMPLE: LintResult = resultOf(
  [
    finding(
      'no-serial',
      customers,
      serial,
      'The column "id" of "public.customers" is a bigserial: both clusters count from the same sequence values, so that rows inserted on either side take the same keys and replication silently overwrites one of them.',
      {
        object: 'public.customers.id',
        help: 'Let each row make its own key. The type of every column that references it has to change with it, here "public.orders.customer_id":\n  ALTER TABLE public.customers\n    ALTER COLUMN id DROP DEFAULT,\n    ALTER COLUMN id TYPE uuid USING gen_random_uuid(),\n    ALTER COLUMN id SET DEFAULT gen_random_uuid();',
        related: [
          { message: 'which this foreign key references', file: orders, range: place(ORDERS, 'REFERENCES customers (id)') },
        ],
        fixes: [
          {
            title: 'Make "id" a uuid',
            safety: 'unsafe',
            edits: [{ file: customers, range: serial, text: 'uuid DEFAULT gen_random_uuid()' }],
          },
        ],
      },
    ),
    finding(
      'no-unique-constraint',
      customers,
      place(CUSTOMERS, 'UNIQUE'),
      'UNIQUE on "email" of "public.customers" is checked by each cluster for itself.',
      { object: 'public.customers.customers_email_key', help: 'Keep a plain index:\n  CREATE INDEX customers_email_idx ON public.customers (email);' },
    ),
    finding(
      'no-unique-constraint',
      customers,
      place(CUSTOMERS, 'UNIQUE', 2),
      'UNIQUE on "氏名 👩‍👩‍👧" of "public.customers" is checked by each cluster for itself.',
      { object: 'public.customers."氏名 👩‍👩‍👧"' },
    ),
    finding('no-unique-constraint', customers, place(CUSTOMERS, 'UNIQUE', 3), 'UNIQUE on "café" of "public.customers" is checked by each cluster for itself.', {
      object: 'public.customers.customers_café_key',
    }),
    finding(
      'no-cascading-foreign-key',
      orders,
      place(ORDERS, 'REFERENCES', 1, 'ON UPDATE CASCADE'),
      'The foreign key "orders_customer_id_fkey" deletes rows of "public.orders" on the cluster that runs the DELETE; the other receives the deletions one by one, in no promised order.',
      { severity: 'warning', object: 'public.orders.orders_customer_id_fkey', help: 'Delete the orders in the application, before their customer.' },
    ),
    finding('no-secondary-index', orders, place(ORDERS, 'total'), 'An info that is only counted.', { severity: 'info', object: 'public.orders.total' }),
    finding(
      'syntax-error',
      orders,
      { start: positionAt(ORDERS, ORDERS.length), end: positionAt(ORDERS, ORDERS.length) },
      'syntax error at end of input',
    ),
  ],
  {
    roots: [
      { path: 'db/migrations', tool: 'goose', reason: '"-- +goose Up" in 001.sql', migrations: [migration('db/migrations/001.sql', true), migration('db/migrations/002.sql', false)] },
      { path: 'a\u202eb', tool: 'flyway', reason: 'names like V1__a.sql', migrations: [] },
      { path: 'stdin', tool: 'plain', reason: '', migrations: [] },
      { path: 'c', tool: 'plain', reason: 'numbered files', migrations: [] },
      { path: 'd', tool: 'plain', reason: 'numbered files', migrations: [] },
    ],
    problems: [{ kind: 'unreadable-file', file: 'db/migrations/003.sql', message: 'permission denied' }],
    notes: [{ file: customers, message: 'is not UTF-8; read as Latin-1' }],
  },
  { statements: 11, analyzed: 10, unanalyzable: 1, suppressed: 2, baselined: 1 },
);

/** How often each lazily computed part of the findings was asked for. */
export interface Asked {
  message: number;
  help: number;
  range: number;
  end: number;
  related: number;
  fixes: number;
  withheldFixes: number;
}

/** Findings whose parts count how often they are computed; `severityOf` by number. */
export function countedFindings(
  amount: number,
  severityOf: (index: number) => Diagnostic['severity'] = () => 'error',
): { readonly diagnostics: readonly Diagnostic[]; readonly asked: Asked } {
  const asked: Asked = { message: 0, help: 0, range: 0, end: 0, related: 0, fixes: 0, withheldFixes: 0 };
  const diagnostics = Array.from({ length: amount }, (_, index): Diagnostic => {
    const line = index + 1;
    return {
      ruleId: `no-thing-${'abcdefghij'.charAt(index % 10)}`,
      severity: severityOf(index),
      file: 'big.sql',
      docsUrl: docsUrl('no-thing'),
      repair: null,
      object: `public.t${index}`,
      get message() {
        asked.message++;
        return `The column "id" of "public.t${index}" is a bigserial.`;
      },
      get help() {
        asked.help++;
        return 'Do something else.';
      },
      get range() {
        asked.range++;
        return {
          start: { line, column: 1, offset: index * 20 },
          get end() {
            asked.end++;
            return { line, column: 7, offset: index * 20 + 6 };
          },
        };
      },
      get related() {
        asked.related++;
        return [];
      },
      get fixes() {
        asked.fixes++;
        return [];
      },
      fixRefusal: null,
      get withheldFixes() {
        asked.withheldFixes++;
        return [];
      },
    };
  });
  return { diagnostics, asked };
}

const USERS = 'CREATE TABLE users (\n  id bigserial PRIMARY KEY,\n  email text UNIQUE\n);\n';

/** The example that `docs/formats.md` shows in every format. */
export const EXAMPLE_FILES: Files = { 'migrations/001_users.sql': USERS };

export const EXAMPLE: LintResult = resultOf(
  [
    finding(
      'no-serial',
      'migrations/001_users.sql',
      place(USERS, 'bigserial'),
      'Column "id" of table "users" is bigserial, and each cluster counts for itself: both hand out the same numbers, and of two rows with the same "id" the later write silently replaces the earlier.',
      {
        object: 'public.users.id',
        help: 'Make it a uuid, which either cluster can make up without asking the other.\n  id uuid DEFAULT gen_random_uuid()',
        repair: null,
        fixes: [
          {
            title: 'Make "id" a uuid',
            safety: 'unsafe',
            edits: [{ file: 'migrations/001_users.sql', range: place(USERS, 'bigserial'), text: 'uuid DEFAULT gen_random_uuid()' }],
          },
        ],
      },
    ),
  ],
  { roots: [{ path: 'migrations', tool: 'plain', reason: 'numbered files', migrations: [migration('migrations/001_users.sql', true)] }] },
  { files: 1, statements: 1, analyzed: 1, durationMs: 12 },
);
