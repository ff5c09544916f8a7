import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REPORTERS, type Format } from '../../src/reporters/index.js';
import { EXAMPLE, EXAMPLE_FILES, contextOf } from './sample.js';

const page = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');

/** The first code block under a format's heading. */
function sampleOf(format: Format): string {
  return /^```\w+\n([^]*?)^```$/m.exec(page.slice(page.indexOf(`\n## \`${format}\`\n`)))?.[1] ?? '';
}

describe('docs/formats.md', () => {
  for (const format of Object.keys(REPORTERS) as Format[]) {
    const written = [...REPORTERS[format](EXAMPLE, contextOf(EXAMPLE_FILES))].join('');
    it(`shows what ${format} writes`, () => {
      expect(page).toContain(`\`${format}\``);
      if (format === 'none') expect(written).toBe('');
      else if (format === 'json' || format === 'lsp') expect(JSON.parse(sampleOf(format))).toEqual(JSON.parse(written));
      else expect(sampleOf(format)).toBe(written);
    });
  }

  it('names every field of json', () => {
    const [diagnostic] = (JSON.parse([...REPORTERS.json(EXAMPLE, contextOf())].join('')) as { diagnostics: object[] }).diagnostics;
    for (const field of Object.keys(diagnostic ?? {})) expect(page).toMatch(new RegExp(`^\\| \`diagnostics.*\\.${field}\\b`, 'm'));
    for (const field of Object.keys(EXAMPLE.summary)) expect(page).toMatch(new RegExp(`^\\| \`summary\\..*${field}\``, 'm'));
  });
});
