import { describe, expect, it } from 'vitest';
import { BUILT_IN_IDS } from '../src/linter/levels.js';
import { lintCase, readFixture, renderFindings, type Case } from './fixture.js';
import { RULE_FILES } from './rule-files.js';

/** Findings that no rule makes; a fixture that causes one says so. */
const BUILT_IN: readonly string[] = BUILT_IN_IDS;

/** `file:line rule`, once for each finding, in order. */
function expectedPlaces(example: Case, ruleId: string): string[] {
  const atRoot = example.expectedAtRoot.map((id) => `migrations:1 ${id}`);
  const inFiles = example.files.flatMap(({ name, expected }) =>
    [...expected].flatMap(([line, ids]) => ids.filter((id) => id === ruleId || BUILT_IN.includes(id)).map((id) => `${name}:${String(line)} ${id}`)),
  );
  return [...atRoot, ...inFiles];
}

function foundPlaces(example: Case, ruleId: string): string[] {
  return lintCase(example)
    .diagnostics.filter((diagnostic) => diagnostic.ruleId === ruleId || BUILT_IN.includes(diagnostic.ruleId))
    .map(({ file, range, ruleId: id }) => `${file}:${String(range.start.line)} ${id}`);
}

for (const { id, rule } of RULE_FILES) {
  describe(id, () => {
    const cases = readFixture(id);

    cases.forEach((example, number) => {
      it(`judges ${example.kind} case ${String(number + 1)} as marked: ${example.title} (${example.mode}, ${example.version.text})`, () => {
        expect(foundPlaces(example, id).sort()).toEqual(expectedPlaces(example, id).sort());
      });
    });

    it('reads as the snapshot says, with SQL that PostgreSQL reads', async () => {
      const sections = cases.map((example) => {
        const result = lintCase(example);
        const diagnostics = result.diagnostics.filter((diagnostic) => diagnostic.ruleId === id);
        const texts = diagnostics.map(({ message, help }) => message + help);
        // Problems of a run are bugs: a rule that throws, a proposal that does not parse.
        expect(result.problems, texts.join('\n')).toEqual([]);
        const shown = diagnostics.length === 0 ? '(nothing)' : renderFindings(example, diagnostics, result);
        return `=== ${example.kind}: ${example.title} (${example.mode}, ${example.version.text})\n\n${shown}\n`;
      });
      await expect(sections.join('\n')).toMatchFileSnapshot(`rules/${id}.snap`);
    });

    it.each([
      ['nothing', ''],
      ['comments', '-- one\n/* two\n/* three */ */\n'],
    ])('says nothing of a file with %s', (_, sql) => {
      const [first] = cases;
      if (first === undefined) throw new Error('no case');
      const empty: Case = { ...first, files: [{ name: '001_empty.sql', sql, expected: new Map() }] };
      expect(lintCase(empty)).toMatchObject({ diagnostics: [], problems: [], summary: { statements: 0 } });
    });

    it('has one finding at most for each place and object, none empty', () => {
      for (const example of cases) {
        const found = lintCase(example).diagnostics.filter((diagnostic) => diagnostic.ruleId === id);
        for (const { message, help } of found) {
          expect(message).toMatch(/^[^ ].*[^ ]\.$/s);
          expect(message).not.toMatch(/undefined|\bnull\b|\[object|[Pp]lease/);
          expect(help).not.toMatch(/undefined|\[object|[Pp]lease/);
        }
        const keys = found.map(({ file, range, object }) => `${file}:${String(range.start.offset)}:${object}`);
        expect(new Set(keys).size).toBe(keys.length);
      }
      expect(rule.id).toBe(id);
    });
  });
}
