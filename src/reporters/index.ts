import { compact } from './compact.js';
import { github } from './github.js';
import { json } from './json.js';
import { jsonl } from './jsonl.js';
import { lsp } from './lsp.js';
import { none } from './none.js';
import type { Reporter } from './reporter.js';
import { text } from './text.js';

export { renderProblems } from './problems.js';
export type { ReportContext, Reporter } from './reporter.js';
export { select } from './selection.js';

/** Every format by the name that `--format` takes. */
export const REPORTERS = { text, compact, json, jsonl, lsp, github, none } as const satisfies Readonly<Record<string, Reporter>>;

/** The name of a format. */
export type Format = keyof typeof REPORTERS;
