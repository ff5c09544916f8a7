/** The five ways in which xCluster replicates YSQL, in YugabyteDB's own words. The first is the default. */
export const MODES = [
  'bidirectional',
  'non-transactional',
  'transactional-manual',
  'transactional-semi-automatic',
  'transactional-automatic',
] as const;

export type Mode = (typeof MODES)[number];
