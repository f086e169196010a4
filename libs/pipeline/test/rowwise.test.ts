import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import { afterAll, describe, expect, it } from 'vitest';
import { aggregateNames } from '../src/incremental/aggregate-names.ts';
import { notRowwise } from '../src/incremental/rowwise.ts';

const engine = await openDuckDb({ memoryLimit: 1e9, threads: 1, spillDirectory: join(tmpdir(), 'sluice-rowwise') });
const session = await engine.connect();
afterAll(() => {
  engine.close();
});
const aggregates = await aggregateNames(session);

async function reason(sql: string, by: readonly string[] | undefined): Promise<string | undefined> {
  return notRowwise(await session.readTree(sql), { aggregates, by });
}

describe(notRowwise, () => {
  it.each([
    'SELECT a, b FROM s.t WHERE a > 0',
    'WITH q AS (SELECT a, b + 1 AS b FROM s.t) SELECT a, b FROM q CROSS JOIN run.parameters',
    'SELECT a, unnest(b) AS b FROM s.t JOIN run.parameters ON a > threshold',
  ])('takes rows one by one: %s', async (sql) => {
    expect([await reason(sql, undefined), await reason(sql, ['b'])]).toEqual([undefined, undefined]);
  });

  it.each([
    'SELECT k, sum(a) AS total FROM s.t GROUP BY k',
    'SELECT sum(a) AS total, year(d) AS k FROM s.t GROUP BY year(d), x',
    'SELECT t.k, sum(a) AS total FROM s.t GROUP BY t.k',
    'SELECT year(d) + 1 AS k, sum(a) AS total FROM s.t GROUP BY year(d)',
    'SELECT year(d) AS k, sum(a) AS total FROM s.t GROUP BY K',
    'SELECT sum(a) AS total, year(d) AS k FROM s.t GROUP BY 2',
    'SELECT year(d) AS k, sum(a) AS total FROM s.t GROUP BY ALL',
    'SELECT DISTINCT k, a FROM s.t',
    'WITH q AS (SELECT year(d) AS k, a FROM s.t) SELECT k, sum(a) AS total FROM q GROUP BY k',
  ])('takes groups of the values that are replaced: %s', async (sql) => {
    expect([await reason(sql, ['k']), await reason(sql, undefined)]).toEqual([undefined, 'groups rows']);
  });

  it.each([
    'SELECT k, sum(a) AS total FROM s.t GROUP BY k',
    'SELECT sum(a) AS total FROM s.t',
    'SELECT k, sum(a) AS total FROM s.t GROUP BY ALL',
    'SELECT k, money_average(a) AS total FROM s.t GROUP BY ALL',
    'SELECT DISTINCT ON (k) k, a AS total FROM s.t',
    'SELECT k, CAST(sum(a) AS BIGINT) AS total FROM s.t GROUP BY 1',
    'SELECT DISTINCT k, sum(a) AS total FROM s.t GROUP BY k',
  ])('refuses to replace by what is no key of the groups: %s', async (sql) => {
    expect(await reason(sql, ['total'])).toBe('does not group by total, a column by which rows are replaced');
  });

  it.each([
    ['has a window function', 'SELECT k, row_number() OVER () AS n FROM s.t'],
    ['has a subquery in an expression', 'SELECT k FROM run.parameters WHERE k NOT IN (SELECT k FROM s.t)'],
    ['has a join that is not an inner one', 'SELECT k FROM run.parameters LEFT JOIN s.t ON true'],
    ['has a join that is not an inner one', 'SELECT k FROM run.parameters ANTI JOIN s.t USING (k)'],
    ['has a join that is not an inner one', 'SELECT k FROM run.parameters POSITIONAL JOIN s.t'],
    ['combines several SELECTs', 'SELECT k FROM s.t UNION ALL SELECT 1 AS k'],
    ['has a LIMIT', 'SELECT k FROM s.t LIMIT 3'],
    ['has a HAVING', 'SELECT k FROM s.t GROUP BY k HAVING count(*) > 1'],
    ['takes a sample', 'SELECT k FROM s.t USING SAMPLE 10 ROWS'],
    [
      'reads a WITH query more than once',
      'WITH q AS (SELECT k, v FROM s.t) SELECT q.k FROM q JOIN q AS r ON q.k = r.v',
    ],
    ['groups rows before its outermost SELECT', 'SELECT k FROM (SELECT k FROM s.t GROUP BY k)'],
    ['groups rows before its outermost SELECT', 'SELECT k FROM (SELECT max(k) AS k FROM s.t)'],
    ['groups rows before its outermost SELECT', 'WITH q AS (SELECT k, a FROM s.t GROUP BY ALL) SELECT k FROM q'],
  ])('refuses a model that %s: %s', async (why, sql) => {
    expect(await reason(sql, ['k'])).toBe(why);
  });
});
