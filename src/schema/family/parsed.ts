import type { Node } from '@pgsql/types';
import type { Statement } from '../../sql/statement.js';
import type { Context } from '../interpret/context.js';
import type { RecordedStatement } from './record.js';

/** What a statement was parsed to. */
export interface Parsed {
  readonly recorded: RecordedStatement;
  readonly statement: Statement;
  readonly node: Node;
  readonly cx: Context;
  /** Whether it has placeholders of which nobody knows the value. */
  readonly hasStandIns: boolean;
}
