// Written by `npm run generate` from the files beside it.
import type { Rule } from '../src/rule.js';
import noCascadingForeignKey from './no-cascading-foreign-key.js';
import noExclusionConstraint from './no-exclusion-constraint.js';
import noForeignKey from './no-foreign-key.js';
import noIdentity from './no-identity.js';
import noMultiColumnCheck from './no-multi-column-check.js';
import noMultiTableTransaction from './no-multi-table-transaction.js';
import noNaturalPrimaryKey from './no-natural-primary-key.js';
import noRangeSharding from './no-range-sharding.js';
import noSequenceDefault from './no-sequence-default.js';
import noSerial from './no-serial.js';
import noTrigger from './no-trigger.js';
import noUniqueConstraint from './no-unique-constraint.js';
import requireConstraintName from './require-constraint-name.js';
import requireExplicitSharding from './require-explicit-sharding.js';
import requirePrimaryKey from './require-primary-key.js';
import unreplicatedSchemaChange from './unreplicated-schema-change.js';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  noCascadingForeignKey,
  noExclusionConstraint,
  noForeignKey,
  noIdentity,
  noMultiColumnCheck,
  noMultiTableTransaction,
  noNaturalPrimaryKey,
  noRangeSharding,
  noSequenceDefault,
  noSerial,
  noTrigger,
  noUniqueConstraint,
  requireConstraintName,
  requireExplicitSharding,
  requirePrimaryKey,
  unreplicatedSchemaChange,
];
