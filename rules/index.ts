// Written by `npm run generate` from the files beside it.
import type { Rule } from '../src/rule.js';
import noCascadingForeignKey from './no-cascading-foreign-key.js';
import noCoveringIndex from './no-covering-index.js';
import noExclusionConstraint from './no-exclusion-constraint.js';
import noForeignKey from './no-foreign-key.js';
import noIdentity from './no-identity.js';
import noIndexOnPartitionedTable from './no-index-on-partitioned-table.js';
import noMultiColumnCheck from './no-multi-column-check.js';
import noMultiTableTransaction from './no-multi-table-transaction.js';
import noNaturalPrimaryKey from './no-natural-primary-key.js';
import noNonconcurrentIndex from './no-nonconcurrent-index.js';
import noRangeSharding from './no-range-sharding.js';
import noSecondaryIndex from './no-secondary-index.js';
import noSequenceDefault from './no-sequence-default.js';
import noSerial from './no-serial.js';
import noTrigger from './no-trigger.js';
import noUniqueConstraint from './no-unique-constraint.js';
import noVectorIndex from './no-vector-index.js';
import requireConstraintName from './require-constraint-name.js';
import requireExplicitSharding from './require-explicit-sharding.js';
import requirePrimaryKey from './require-primary-key.js';
import unreplicatedSchemaChange from './unreplicated-schema-change.js';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  noCascadingForeignKey,
  noCoveringIndex,
  noExclusionConstraint,
  noForeignKey,
  noIdentity,
  noIndexOnPartitionedTable,
  noMultiColumnCheck,
  noMultiTableTransaction,
  noNaturalPrimaryKey,
  noNonconcurrentIndex,
  noRangeSharding,
  noSecondaryIndex,
  noSequenceDefault,
  noSerial,
  noTrigger,
  noUniqueConstraint,
  noVectorIndex,
  requireConstraintName,
  requireExplicitSharding,
  requirePrimaryKey,
  unreplicatedSchemaChange,
];
