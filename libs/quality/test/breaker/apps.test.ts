import { describe, expect, it } from 'vitest';
import { breakers, compileRecordSchema, type Breaker } from '../../src/index.ts';
import { appContracts, parentsOf, relationsOf, rowsOf, type AppContract } from '../apps.ts';
import { useBench } from '../support.ts';

const bench = useBench();

async function breakersOf(app: AppContract): Promise<readonly Breaker[]> {
  const parents = await parentsOf(app);
  const relations = relationsOf(parents);
  return breakers(bench.session, app.contract, {
    table: 'silver.orders',
    asOf: '2026-01-01',
    seed: 1,
    parents: rowsOf(parents),
    relationOf: (table) => relations[table],
  });
}

describe('breakers', () => {
  it.each(appContracts)(
    'break every rule of $app $table by itself',
    async (app) => {
      const found = await breakersOf(app);
      expect(found.map(({ rule }) => rule)).toEqual(
        app.contract.rules.filter(({ form }) => form !== 'drift').map(({ id }) => id),
      );
      // Own SQL reads tables that are not here, and a row count that may be 0 or more cannot be broken.
      const own = new Set(
        app.contract.rules
          .filter((rule) => rule.type === 'sql' || (rule.form === 'rowCount' && rule.condition.text === '>= 0'))
          .map(({ id }) => id),
      );
      const open = found.filter((breaker) => 'open' in breaker && !own.has(breaker.rule));
      expect(open).toEqual([]);
      expect(found.filter((breaker) => 'impliedBy' in breaker)).toMatchSnapshot();
      const schema = compileRecordSchema(app.contract);
      const judged = app.contract.rules.filter(({ id, form }) => form === 'row' && !schema.sqlOnly.includes(id));
      for (const { id } of judged) {
        const breaker = found.find(({ rule }) => rule === id);
        if (breaker === undefined || !('rows' in breaker)) continue;
        expect(breaker.rows.flatMap((row) => schema.check(row).broken)).toEqual([id]);
      }
    },
    120_000,
  );
});
