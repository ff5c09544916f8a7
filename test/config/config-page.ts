import { DEFAULTS, KEYS } from '../../src/config/keys.js';

const DEFAULT_VALUES: Readonly<Record<string, unknown>> = DEFAULTS;

/** The table of `docs/config.md`: every key with what it says and what holds without it. */
export function renderConfigPage(): string {
  const rows = Object.entries(KEYS).map(([name, { summary }]) => {
    const value = DEFAULT_VALUES[name];
    return `| \`${name}\` | ${summary.replaceAll('|', '\\|')} | ${value === undefined ? '' : `\`${JSON.stringify(value)}\``} |`;
  });
  return `# The config

xclint looks for \`.xclintrc\` (YAML or JSON), \`.xclintrc.json\`, \`.xclintrc.yaml\`, \`.xclintrc.yml\` or the key \`xclint\` of a \`package.json\`, from the
working directory upwards to the folder with \`.git\`. Paths in it are relative to the file. \`xclint init\` writes one with a comment on every key, and
\`xclint --print-config\` prints what holds. A config that is code (\`.js\`, \`.cjs\`, \`.mjs\`, \`.ts\`) is read only when \`--config\` names it.

| key | what it says | default |
| :-- | :-- | :-- |
${rows.join('\n')}

An entry of \`migrations\` is a path, or an object with \`path\`, and where they differ from the rest \`tool\`, \`startFrom\` (a file with the schema that is
there before the first migration), \`mode\`, \`yugabytedb\`, \`clusters\`, \`replicated\`, \`replicatingSince\`, \`siteColumns\` and \`colocated\`.
`;
}
