import type { Proposal } from './statement.js';

/**
 * What a rule offers for a schema that stands: migrations that take it to one without the finding, as data. `fixer/migrations.ts`
 * makes migrations of the repairs of many findings.
 */
export interface ProposedRepair {
  /** The same for all findings that one repair mends. */
  readonly key: string;
  /** What it does, imperative, without a full stop. */
  readonly title: string;
  readonly steps: readonly [RepairStep, ...RepairStep[]];
}

/** Why there is no repair, as a sentence. */
export interface RefusedRepair {
  readonly refusal: string;
}

/** A repair that is worked out when somebody asks for it. */
export interface Repair {
  /** What is changed on a table comes before what takes its place. */
  readonly scope: 'parts' | 'tables';
  propose(): ProposedRepair | RefusedRepair;
}

/** What runs at one go on each cluster: a migration of its own, or part of one. */
export interface RepairStep {
  /** What the migration does, for its file's name: `create users_email_idx`. */
  readonly name: string;
  /** Steps of one phase run before those of the next: all that is new, rows, names that change hands, all that goes. */
  readonly phase: 'expand' | 'backfill' | 'switch' | 'contract';
  /** Steps of a phase that have the same batch stand in one migration, which has its name; null: a migration of its own. */
  readonly batch: string | null;
  /** Whether it may run in a transaction. */
  readonly transaction: boolean;
  /** What this step is there for, as a sentence. */
  readonly purpose: string;
  /** On which cluster it runs, in which order, and what is waited for, in sentences. */
  readonly rollout: readonly string[];
  readonly up: readonly Proposal[];
  /** Takes it back; a sentence where nothing can. */
  readonly down: readonly Proposal[] | string;
}
