import { describe, expect, it } from 'vitest';
import type { ChangeRule, Statement } from '../../src/rule.js';
import { lines, lintTexts, meta, problem, type Setup } from './run.js';

/** Says of each `ALTER TABLE … ADD COLUMN` whether it commits together with the statement that dropped the column. */
function togetherOf(text: string, setup: Setup = {}): readonly string[] {
  const drops = new Map<string, Statement>();
  const rule: ChangeRule = {
    ...meta('together'),
    kind: 'change',
    on: {
      *dropColumn(change) {
        drops.set(change.column, change.statement);
        yield* [];
      },
      *addColumn(change, context) {
        const drop = drops.get(change.column.name);
        if (drop !== undefined) yield problem(change.clause, `${change.column.name} ${context.isInTransactionWith(change, drop) ? 'together' : 'apart'}`);
      },
    },
  };
  return lines(lintTexts(text, [rule], setup)).map((line) => line.split(' ').slice(2).join(' '));
}

const DROP = 'ALTER TABLE t DROP COLUMN a;';
const ADD = 'ALTER TABLE t ADD COLUMN a int;';

describe('two changes', () => {
  it.each([
    ['of one statement commit together', 'ALTER TABLE t DROP COLUMN a, ADD COLUMN a int;', 'a together'],
    ['without a transaction do not', `${DROP} ${ADD}`, 'a apart'],
    ['of one transaction do', `BEGIN; ${DROP} SELECT 1; ${ADD} COMMIT;`, 'a together'],
    ['of two transactions do not', `BEGIN; ${DROP} COMMIT; BEGIN; ${ADD} COMMIT;`, 'a apart'],
    ['before and in a transaction do not', `${DROP} BEGIN; ${ADD} COMMIT;`, 'a apart'],
    ['behind a transaction do not', `BEGIN; ${DROP} COMMIT; ${ADD}`, 'a apart'],
    ['of one block do', `DO $$ BEGIN ${DROP} ${ADD} END $$;`, 'a together'],
    ['of two blocks do not', `DO $$ BEGIN ${DROP} END $$; DO $$ BEGIN ${ADD} END $$;`, 'a apart'],
    ['of one function do', `CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ ${DROP} ${ADD} $$;`, 'a together'],
  ])('%s', (_, text, expected) => {
    expect(togetherOf(text)).toEqual([expected]);
  });

  it('of a file that the tool wraps commit together, unless it commits between', () => {
    expect(togetherOf(`${DROP} ${ADD}`, { wrapsTransaction: true })).toEqual(['a together']);
    expect(togetherOf(`${DROP} COMMIT; ${ADD}`, { wrapsTransaction: true })).toEqual(['a apart']);
  });
});
