import { FIRST_RELEASES, hasReached, type RuleContext } from '../../src/rule.js';

/** The cluster that receives what the other one writes, as people call it in the mode. */
export function receiver(context: Pick<RuleContext, 'mode'>): string {
  if (context.mode === 'bidirectional') return 'the other cluster';
  return context.mode === 'non-transactional' ? 'the target' : 'the standby';
}

/** The cluster that takes the writes, as people call it in the mode; in bidirectional replication either does. */
export function writer(context: Pick<RuleContext, 'mode'>): string {
  if (context.mode === 'bidirectional') return 'one cluster';
  return context.mode === 'non-transactional' ? 'the source' : 'the primary';
}

/** Whether schema changes travel with the rows. */
export function carriesSchema(context: Pick<RuleContext, 'mode'>): boolean {
  return context.mode === 'transactional-automatic';
}

/**
 * Whether a file with one schema change may get a second one of the same table: older releases in automatic mode refuse that
 * where the file is sent as one text, or where the table is outside the current schema.
 */
export function takesAnotherChange(context: Pick<RuleContext, 'mode' | 'version'>): boolean {
  return !carriesSchema(context) || hasReached(context.version, FIRST_RELEASES.schemaChangesOutsideCurrentSchema);
}

/** What has to be done around a change that replication does not survive. */
export const SET_UP_ANEW = 'drop the replication, run it, and set the replication up again with a bootstrap';
