import { BUILT_IN_IDS } from '../linter/levels.js';
import { CONFIG_SHAPE } from './keys.js';
import type { JsonSchema } from './shape.js';

/** The JSON schema of the config, for editors. `ruleIds` are the rules; the findings that are no rule's may be named too. */
export function configSchema(ruleIds: readonly string[]): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'xclint',
    ...CONFIG_SHAPE.schema({ ruleIds: [...ruleIds, ...BUILT_IN_IDS] }),
  };
}
