import { describe, expect, test } from 'vitest';
import { parseSuppression } from '../../src/linter/directive.js';

const PLAIN = { reason: null, until: null };

describe('parseSuppression', () => {
  const understood: Readonly<Record<string, object | null>> = {
    '-- xclint-disable-next-line no-serial': { ...PLAIN, form: 'disable-next-line', rules: ['no-serial'] },
    '--xclint-disable-line no-serial,no-trigger': { ...PLAIN, form: 'disable-line', rules: ['no-serial', 'no-trigger'] },
    '-- xclint-disable-next-line no-serial, no-trigger -- ids are made by one cluster -- only': {
      form: 'disable-next-line',
      rules: ['no-serial', 'no-trigger'],
      reason: 'ids are made by one cluster -- only',
      until: null,
    },
    '/* xclint-disable no-serial no-serial */': { ...PLAIN, form: 'disable', rules: ['no-serial'] },
    '/*\n * xclint-disable-file no-serial\n *   -- two\n *   lines\n */': { form: 'disable-file', rules: ['no-serial'], reason: 'two\n   lines', until: null },
    '-- xclint-enable': { ...PLAIN, form: 'enable', rules: [] },
    '-- XCLINT-Disable-File No-Serial': { ...PLAIN, form: 'disable-file', rules: ['no-serial'] },
    '-- xclint-disable-next-line no-serial until=2027-01-31 -- soon': { form: 'disable-next-line', rules: ['no-serial'], reason: 'soon', until: '2027-01-31' },
    '-- xclint-disable-next-line until=2028-02-29 no-serial': { form: 'disable-next-line', rules: ['no-serial'], reason: null, until: '2028-02-29' },
    '-- xclint-disable-next-line -- no rule': { form: 'disable-next-line', rules: [], reason: 'no rule', until: null },
    '-- xclint-disable-line no-serial --': { ...PLAIN, form: 'disable-line', rules: ['no-serial'] },
    '-- see xclint-disable in the docs': null,
    '-- read about xclint': null,
  };
  for (const [comment, expected] of Object.entries(understood)) {
    test(`reads ${JSON.stringify(comment)}`, () => {
      expect(parseSuppression(comment)).toEqual(expected);
    });
  }

  const refused: Readonly<Record<string, string>> = {
    '-- xclint-disable-nextline no-serial': '"xclint-disable-nextline" is no comment that xclint knows; did you mean "xclint-disable-next-line"?',
    '-- xclint-ignore no-serial': '"xclint-ignore" is no comment that xclint knows',
    '-- xclint-disable-line no-serial until=2027-02-30': '"until=2027-02-30" names no day; write until=YYYY-MM-DD',
    '-- xclint-disable-line no-serial until=tomorrow': '"until=tomorrow" names no day; write until=YYYY-MM-DD',
  };
  for (const [comment, problem] of Object.entries(refused)) {
    test(`refuses ${JSON.stringify(comment)}`, () => {
      expect(parseSuppression(comment)).toEqual({ problem });
    });
  }
});
