import type { Parser } from '../sql/parser.js';
import { printProposal } from './print.js';
import type { ProposedRepair, RepairStep } from './repair.js';
import type { Proposal } from './statement.js';

/** A migration that repairs ask for, before it has a version and a file. */
export interface PlannedMigration {
  /** In lower case, with `_` between the words. */
  readonly title: string;
  readonly up: string;
  readonly down: string;
  readonly transaction: boolean;
  /** Those that have a part in it. */
  readonly repairs: readonly ProposedRepair[];
}

const PHASES: readonly RepairStep['phase'][] = ['expand', 'backfill', 'switch', 'contract'];
/** Lines of comments are no longer. */
const WIDTH = 110;
/** File names get no longer titles. */
const LONGEST_TITLE = 60;

interface Part {
  readonly repair: ProposedRepair;
  readonly step: RepairStep;
}

/** Puts the steps of repairs into migrations, in the order in which they run. `loadPrinter()` is to be awaited before. */
export function planMigrations(repairs: readonly ProposedRepair[], parser: Parser): PlannedMigration[] {
  const parts = repairs.flatMap((repair) => repair.steps.map((step) => ({ repair, step })));
  return PHASES.flatMap((phase) => intoBatches(parts.filter(({ step }) => step.phase === phase))).map((batch) => writeMigration(batch, parser));
}

function intoBatches(parts: readonly Part[]): (readonly [Part, ...Part[]])[] {
  const batches: [Part, ...Part[]][] = [];
  const byName = new Map<string, Part[]>();
  for (const part of parts) {
    const { batch } = part.step;
    const known = batch === null ? undefined : byName.get(batch);
    if (known !== undefined) {
      known.push(part);
      continue;
    }
    const started: [Part, ...Part[]] = [part];
    batches.push(started);
    if (batch !== null) byName.set(batch, started);
  }
  return batches;
}

function writeMigration(parts: readonly [Part, ...Part[]], parser: Parser): PlannedMigration {
  const [{ step }] = parts;
  const rollout = new Set(parts.flatMap((part) => part.step.rollout));
  const up = parts.map((part) => [comment(part.step.purpose), ...printAll(part.step.up, parser)].join('\n'));
  const down = [...parts].reverse().map((part) => (typeof part.step.down === 'string' ? comment(part.step.down) : printAll(part.step.down, parser).join('\n')));
  return {
    title: toTitle(parts.length === 1 ? step.name : (step.batch ?? step.name)),
    up: parts.length === 1 ? [...[...rollout].map(comment), ...up].join('\n') : `${[...rollout].map(comment).join('\n')}\n\n${up.join('\n\n')}`,
    down: down.join('\n'),
    transaction: step.transaction,
    repairs: [...new Set(parts.map(({ repair }) => repair))],
  };
}

function printAll(proposals: readonly Proposal[], parser: Parser): string[] {
  return proposals.map((proposal) => printProposal(proposal, parser));
}

/** A sentence as lines of comment. What is no plain character in a name of the user's would end the comment, and becomes a blank. */
function comment(sentence: string): string {
  const lines: string[] = [];
  let line = '--';
  for (const word of sentence.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').split(' ')) {
    if (line !== '--' && line.length + word.length >= WIDTH) {
      lines.push(line);
      line = '--';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}

/** Words as they stand in a file's name: what may not stand there in some file system becomes `_`. */
function toTitle(name: string): string {
  const title = name.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return title.slice(0, LONGEST_TITLE).replace(/_+$/, '');
}
