// Written by `npm run generate` from the files beside it.
import type { Rule } from '../src/rule.js';
import noArrayOfDomain from './no-array-of-domain.js';
import noCascadingForeignKey from './no-cascading-foreign-key.js';
import noConcurrentRefresh from './no-concurrent-refresh.js';
import noCoveringIndex from './no-covering-index.js';
import noCreateTableAs from './no-create-table-as.js';
import noCreateTableAsFromTemporary from './no-create-table-as-from-temporary.js';
import noExclusionConstraint from './no-exclusion-constraint.js';
import noForeignKey from './no-foreign-key.js';
import noIdentity from './no-identity.js';
import noIndexOnPartitionedTable from './no-index-on-partitioned-table.js';
import noMaterializedView from './no-materialized-view.js';
import noMixedTemporaryObjects from './no-mixed-temporary-objects.js';
import noMultiColumnCheck from './no-multi-column-check.js';
import noMultiTableTransaction from './no-multi-table-transaction.js';
import noNaturalPrimaryKey from './no-natural-primary-key.js';
import noNonconcurrentIndex from './no-nonconcurrent-index.js';
import noRangeSharding from './no-range-sharding.js';
import noRowTypeColumn from './no-row-type-column.js';
import noSecondaryIndex from './no-secondary-index.js';
import noSequenceDefault from './no-sequence-default.js';
import noSerial from './no-serial.js';
import noTrigger from './no-trigger.js';
import noUniqueConstraint from './no-unique-constraint.js';
import noUserDefinedType from './no-user-defined-type.js';
import noVectorIndex from './no-vector-index.js';
import requireConstraintName from './require-constraint-name.js';
import requireExplicitSharding from './require-explicit-sharding.js';
import requirePrimaryKey from './require-primary-key.js';
import unreplicatedSchemaChange from './unreplicated-schema-change.js';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  noArrayOfDomain,
  noCascadingForeignKey,
  noConcurrentRefresh,
  noCoveringIndex,
  noCreateTableAs,
  noCreateTableAsFromTemporary,
  noExclusionConstraint,
  noForeignKey,
  noIdentity,
  noIndexOnPartitionedTable,
  noMaterializedView,
  noMixedTemporaryObjects,
  noMultiColumnCheck,
  noMultiTableTransaction,
  noNaturalPrimaryKey,
  noNonconcurrentIndex,
  noRangeSharding,
  noRowTypeColumn,
  noSecondaryIndex,
  noSequenceDefault,
  noSerial,
  noTrigger,
  noUniqueConstraint,
  noUserDefinedType,
  noVectorIndex,
  requireConstraintName,
  requireExplicitSharding,
  requirePrimaryKey,
  unreplicatedSchemaChange,
];
