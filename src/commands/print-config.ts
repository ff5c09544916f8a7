import { loadConfig, type ConfigRequest, type RootConfig } from '../config/config.js';
import { writeOut } from './terminal.js';

/** Prints the config as it is understood, as JSON: every key, defaults filled in, the file that it came from. */
export async function printConfig(request: ConfigRequest): Promise<void> {
  const { path, base, migrations, rules, overrides, placeholders, roles, tablespaces, requireReason, unsuppressable, onUnanalyzable, extensions } =
    await loadConfig(request);
  const printed = {
    configFile: path,
    ...settingsOf(base),
    migrations: migrations.map((root) => ({ path: root.path, tool: root.tool, startFrom: root.startFrom, ...settingsOf(root) })),
    roles,
    tablespaces,
    rules: Object.fromEntries(rules),
    overrides: overrides.map(({ files, rules: levels }) => ({ files, rules: Object.fromEntries(levels) })),
    requireReason,
    unsuppressable,
    onUnanalyzable,
    placeholders: Object.fromEntries(placeholders),
    extensions,
  };
  writeOut([`${JSON.stringify(printed, null, 2)}\n`]);
}

function settingsOf({ mode, version, clusters, replicated, replicatingSince, siteColumns, colocated }: RootConfig): object {
  return { mode, yugabytedb: version.text, clusters, replicated, replicatingSince, siteColumns, colocated };
}
