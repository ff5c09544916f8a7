import type { BuiltInId } from '../linter/result.js';
import { CONFIG_SHAPE } from './keys.js';
import type { JsonSchema } from './shape.js';

/** The findings that are no rule's; as a record, so that none is forgotten. */
const BUILT_IN_IDS: Readonly<Record<BuiltInId, true>> = { 'syntax-error': true, unanalyzable: true, 'unused-suppression': true };

/** The JSON schema of the config, for editors. `ruleIds` are the rules; the findings that are no rule's may be named too. */
export function configSchema(ruleIds: readonly string[]): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'xclint',
    ...CONFIG_SHAPE.schema({ ruleIds: [...ruleIds, ...Object.keys(BUILT_IN_IDS)] }),
  };
}
