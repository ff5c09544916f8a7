// Written by `npm run generate` from the files beside it.
import type { Rule } from '../src/rule.js';
import noAlterPartitionedType from './no-alter-partitioned-type.js';
import noArrayOfDomain from './no-array-of-domain.js';
import noBlockingUniqueConstraint from './no-blocking-unique-constraint.js';
import noCascadingForeignKey from './no-cascading-foreign-key.js';
import noClockDefaultOnAddColumn from './no-clock-default-on-add-column.js';
import noColocationId from './no-colocation-id.js';
import noColumnReuse from './no-column-reuse.js';
import noConcurrentRefresh from './no-concurrent-refresh.js';
import noCoveringIndex from './no-covering-index.js';
import noCreateIndexInTransaction from './no-create-index-in-transaction.js';
import noCreateTableAs from './no-create-table-as.js';
import noCreateTableAsFromTemporary from './no-create-table-as-from-temporary.js';
import noCrossClusterLock from './no-cross-cluster-lock.js';
import noDataChange from './no-data-change.js';
import noDuplicateColocationId from './no-duplicate-colocation-id.js';
import noDynamicDdl from './no-dynamic-ddl.js';
import noEventTrigger from './no-event-trigger.js';
import noExclusionConstraint from './no-exclusion-constraint.js';
import noForeignKey from './no-foreign-key.js';
import noGlobalObject from './no-global-object.js';
import noGuardedDdl from './no-guarded-ddl.js';
import noIdentity from './no-identity.js';
import noIndexOnPartitionedTable from './no-index-on-partitioned-table.js';
import noIndexRewrite from './no-index-rewrite.js';
import noInsertBeforeReplication from './no-insert-before-replication.js';
import noLostUpdate from './no-lost-update.js';
import noMaterializedView from './no-materialized-view.js';
import noMixedCreateAndDrop from './no-mixed-create-and-drop.js';
import noMixedTemporaryObjects from './no-mixed-temporary-objects.js';
import noMultiColumnCheck from './no-multi-column-check.js';
import noMultiTableTransaction from './no-multi-table-transaction.js';
import noNaturalPrimaryKey from './no-natural-primary-key.js';
import noNonconcurrentIndex from './no-nonconcurrent-index.js';
import noNotify from './no-notify.js';
import noPublication from './no-publication.js';
import noRangeSharding from './no-range-sharding.js';
import noReindex from './no-reindex.js';
import noRename from './no-rename.js';
import noReplicatedMigrationHistory from './no-replicated-migration-history.js';
import noReplicationInternals from './no-replication-internals.js';
import noRewriteRule from './no-rewrite-rule.js';
import noRowTypeColumn from './no-row-type-column.js';
import noScheduledJob from './no-scheduled-job.js';
import noSearchPathDependence from './no-search-path-dependence.js';
import noSecondaryIndex from './no-secondary-index.js';
import noSequenceDefault from './no-sequence-default.js';
import noSequenceRewind from './no-sequence-rewind.js';
import noSerial from './no-serial.js';
import noSplitAlter from './no-split-alter.js';
import noTableRewrite from './no-table-rewrite.js';
import noTrigger from './no-trigger.js';
import noTruncate from './no-truncate.js';
import noUncapturedStatement from './no-uncaptured-statement.js';
import noUndeclaredRole from './no-undeclared-role.js';
import noUniqueConstraint from './no-unique-constraint.js';
import noUnsupportedExtension from './no-unsupported-extension.js';
import noUnsupportedStatement from './no-unsupported-statement.js';
import noUpsert from './no-upsert.js';
import noUserDefinedType from './no-user-defined-type.js';
import noVectorIndex from './no-vector-index.js';
import requireColocationId from './require-colocation-id.js';
import requireConstraintName from './require-constraint-name.js';
import requireExplicitSharding from './require-explicit-sharding.js';
import requirePrimaryKey from './require-primary-key.js';
import requireSimultaneousIndex from './require-simultaneous-index.js';
import unreplicatedSchemaChange from './unreplicated-schema-change.js';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  noAlterPartitionedType,
  noArrayOfDomain,
  noBlockingUniqueConstraint,
  noCascadingForeignKey,
  noClockDefaultOnAddColumn,
  noColocationId,
  noColumnReuse,
  noConcurrentRefresh,
  noCoveringIndex,
  noCreateIndexInTransaction,
  noCreateTableAs,
  noCreateTableAsFromTemporary,
  noCrossClusterLock,
  noDataChange,
  noDuplicateColocationId,
  noDynamicDdl,
  noEventTrigger,
  noExclusionConstraint,
  noForeignKey,
  noGlobalObject,
  noGuardedDdl,
  noIdentity,
  noIndexOnPartitionedTable,
  noIndexRewrite,
  noInsertBeforeReplication,
  noLostUpdate,
  noMaterializedView,
  noMixedCreateAndDrop,
  noMixedTemporaryObjects,
  noMultiColumnCheck,
  noMultiTableTransaction,
  noNaturalPrimaryKey,
  noNonconcurrentIndex,
  noNotify,
  noPublication,
  noRangeSharding,
  noReindex,
  noRename,
  noReplicatedMigrationHistory,
  noReplicationInternals,
  noRewriteRule,
  noRowTypeColumn,
  noScheduledJob,
  noSearchPathDependence,
  noSecondaryIndex,
  noSequenceDefault,
  noSequenceRewind,
  noSerial,
  noSplitAlter,
  noTableRewrite,
  noTrigger,
  noTruncate,
  noUncapturedStatement,
  noUndeclaredRole,
  noUniqueConstraint,
  noUnsupportedExtension,
  noUnsupportedStatement,
  noUpsert,
  noUserDefinedType,
  noVectorIndex,
  requireColocationId,
  requireConstraintName,
  requireExplicitSharding,
  requirePrimaryKey,
  requireSimultaneousIndex,
  unreplicatedSchemaChange,
];
