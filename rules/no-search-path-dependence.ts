import { defineRule, type ChangeContext, type ChangeOf, type Help, type ProposedFix } from '../src/rule.js';
import { carriesSchema, receiver } from './shared/clusters.js';
import { join, quote, quoteAll } from './shared/names.js';
import { cite, citeFile, citeIssue, FILES, PAGES } from './shared/sources.js';

export default defineRule({
  id: 'no-search-path-dependence',
  kind: 'change',
  topic: 'data-and-sessions',
  summary: 'Disallow schema changes whose names are found by a search path of several schemas.',
  rationale: `Automatic mode notes for a schema change its text and the current schema, which is the first of the search path. The target runs the text with
that one schema as its path. A name that the source found further down the path (a function in a \`DEFAULT\`, a type, a sequence, a parent
table) is not found there, or another object of the same name is. The statement fails, is tried again a few times, and replication of
schema changes is paused; where the table was made before the failing part, it stays behind without its counterpart.

In the other modes each cluster gets the statement from whoever runs it there, under the path of that session. As long as both set the same path
nothing happens, so this is a remark.

What the source notes and the target sets is read in YugabyteDB's source; an open issue reports the failure with \`DEFAULT
uuid_generate_v4()\`. The default path gives no finding, nor does a path with one schema.`,
  remedy: `Write the schema before every name in a schema change (\`DEFAULT public.uuid_generate_v4()\`, \`REFERENCES public.parent\`), or set a path of one
schema and qualify what stands elsewhere.`,
  confidence: 'reported',
  severity: {
    bidirectional: 'info',
    'non-transactional': 'info',
    'transactional-manual': 'info',
    'transactional-semi-automatic': 'info',
    'transactional-automatic': 'error',
  },
  fix: {
    safety: 'unsafe',
    what: 'Writes the schema of the path in which the migrations make each thing before its name. None where they do not make one of the things that the statement names, and none for names in strings, in `DROP`, `COMMENT` and triggers.',
    brings: [],
  },
  citations: [
    citeIssue(32927, 'With two schemas in the path, a default that calls a function of the second one stalls the replication of schema changes.'),
    citeFile(FILES.ddlQueueHandler, 'Sets one schema, the role and a few settings of the source before it runs a statement on the target.'),
    cite(PAGES.architecture, 'In all modes but automatic, schema changes are run on each cluster by hand.'),
  ],

  on: {
    *dependOnPath(change, context) {
      yield {
        clause: change.clause,
        message: () => message(change, context),
        help: () => help(change),
        object: change.names[0].name,
        fix: () => fix(change),
      };
    },
  },
});

function message({ path, names }: ChangeOf<'dependOnPath'>, context: ChangeContext): string {
  const [first = ''] = path;
  const what = quoteAll(names.map(({ name }) => name));
  const shown = `the search path (${path.join(', ')})`;
  if (!carriesSchema(context)) {
    return `What ${what} ${names.length === 1 ? 'means' : 'mean'} depends on ${shown}: run under another path on ${receiver(context)}, the statement fails or finds another object there.`;
  }
  const repeats = `Automatic mode repeats the statement on the standby with ${quote(first)} alone as the path`;
  const stands = 'and replication of schema changes is paused';
  if (names.some(({ foundIn }) => foundIn === null)) {
    return `No migration makes ${what} in ${quote(first)}, the first schema of ${shown}. ${repeats}: what is in another schema is not found there, ${stands}.`;
  }
  const is = names.length === 1 ? 'is' : 'are';
  return `${what} ${is} left to ${shown}, and ${is} not in its first schema. ${repeats}: ${names.length === 1 ? 'it is' : 'they are'} not found there, ${stands}.`;
}

function help({ path, names }: ChangeOf<'dependOnPath'>): Help {
  const known = names.flatMap(({ foundIn, name }) => (foundIn === null ? [] : `${foundIn}.${name}`));
  const unknown = names.flatMap(({ foundIn, name }) => (foundIn === null ? name : []));
  const parts = [
    ...(known.length === 0 ? [] : [`Write ${quoteAll(known)}.`]),
    ...(unknown.length === 0 ? [] : [`Write the schema before ${quoteAll(unknown)}: no migration here makes ${unknown.length === 1 ? 'it' : 'them'} in ${join(path)}.`]),
  ];
  return { text: parts.join(' ') };
}

function fix({ names }: ChangeOf<'dependOnPath'>): ProposedFix | null {
  if (names.some(({ foundIn, places }) => foundIn === null || places === null)) return null;
  const written = names.map(({ foundIn, name }) => `${foundIn ?? ''}.${name}`);
  const [edit, ...edits] = names.flatMap(({ name, foundIn, places }) => (foundIn === null ? [] : (places ?? []).map((clause) => ({ form: 'qualify', clause, name, schema: foundIn }) as const)));
  if (edit === undefined) return null;
  return { title: `Write ${quoteAll(written)}: found whatever the search path is, and nowhere else`, safety: 'unsafe', effects: [], edits: [edit, ...edits] };
}
