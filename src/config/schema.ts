import { CONFIG_SHAPE } from './keys.js';
import type { JsonSchema } from './shape.js';

/** The JSON schema of the config, for editors; `ruleIds` are those that a config may name. */
export function configSchema(ruleIds: readonly string[]): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'xclint',
    ...CONFIG_SHAPE.schema({ ruleIds }),
  };
}
