import { expect, test } from 'vitest';
import { loadConfig, type ResolvedConfig } from '../../src/config/config.js';
import { INITIAL_CONFIG_NAME, describeConfig, initialConfig } from '../../src/config/describe.js';
import { KEYS } from '../../src/config/keys.js';
import { makeFolder } from '../folder.js';

function load(cwd: string): Promise<ResolvedConfig> {
  return loadConfig({ cwd, configPath: null, search: true, ruleIds: ['no-serial'] });
}

test('what init writes says what holds without a config', async () => {
  const text = initialConfig([], 'https://example.org/config.schema.json');
  const written = makeFolder({ '.git': null, [INITIAL_CONFIG_NAME]: text });
  const bare = makeFolder({ '.git': null });
  expect({ ...describeConfig(await load(written), written), configFile: null }).toEqual(describeConfig(await load(bare), bare));
});

test('what init writes has a comment on every key', () => {
  const text = initialConfig(['db'], 'x');
  for (const [name, { summary }] of Object.entries(KEYS)) {
    if (name === '$schema') continue;
    expect(text).toMatch(new RegExp(`^(#: )?${name}: `, 'm'));
    expect(text).toContain(`# ${summary}\n`);
  }
});

test('the examples that init writes are a config too', async () => {
  const text = initialConfig(['db/migrations', 'a "b": # c'], 'x').replaceAll('#: ', '');
  const folder = makeFolder({ '.git': null, [INITIAL_CONFIG_NAME]: text });
  const config = await load(folder);
  expect(describeConfig(config, folder)).toMatchInlineSnapshot(`
    {
      "clusters": [
        "us-west",
        "us-east",
      ],
      "colocated": false,
      "configFile": ".xclintrc.yaml",
      "extensions": [
        ".sql",
        ".ddl",
      ],
      "migrations": [
        {
          "clusters": [
            "us-west",
            "us-east",
          ],
          "colocated": false,
          "mode": "bidirectional",
          "path": "db/migrations",
          "replicated": [
            "*.*",
            "!audit.*",
          ],
          "replicatingSince": "20250611_checkout",
          "siteColumns": [
            "site",
            "region",
            "cluster",
            "home_region",
          ],
          "startFrom": null,
          "tool": null,
          "yugabytedb": "2025.2",
        },
        {
          "clusters": [
            "us-west",
            "us-east",
          ],
          "colocated": false,
          "mode": "bidirectional",
          "path": "a "b": # c",
          "replicated": [
            "*.*",
            "!audit.*",
          ],
          "replicatingSince": "20250611_checkout",
          "siteColumns": [
            "site",
            "region",
            "cluster",
            "home_region",
          ],
          "startFrom": null,
          "tool": null,
          "yugabytedb": "2025.2",
        },
      ],
      "mode": "bidirectional",
      "onUnanalyzable": "warn",
      "overrides": [
        {
          "files": [
            "legacy/**",
          ],
          "rules": {
            "no-serial": "off",
          },
        },
      ],
      "placeholders": {
        "app_schema": "shop",
      },
      "replicated": [
        "*.*",
        "!audit.*",
      ],
      "replicatingSince": "20250611_checkout",
      "requireReason": true,
      "roles": [
        "app",
      ],
      "rules": {
        "no-serial": "warning",
      },
      "siteColumns": [
        "site",
        "region",
        "cluster",
        "home_region",
      ],
      "tablespaces": [
        "fast",
      ],
      "unsuppressable": [
        "no-serial",
      ],
      "yugabytedb": "2025.2",
    }
  `);
});
