import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import { afterAll, describe, expect, it } from 'vitest';
import { touchedFilter } from '../src/incremental/touched-filter.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-touched-'));
const engine = await openDuckDb({ memoryLimit: 1e9, threads: 1, spillDirectory: join(folder, 'spill') });
const session = await engine.connect();
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

describe(touchedFilter, () => {
  it.each([
    ['BIGINT', `range - 2`],
    ['DECIMAL(9,2)', `range / 4`],
    ['DATE', `DATE '2024-02-27' + range::INTEGER`],
    ['TIMESTAMP WITH TIME ZONE', `TIMESTAMPTZ '2024-03-31 01:59:59.999999+02' + to_hours(range)`],
    ['VARCHAR', `list_extract(['', 'o''c', chr(10), 'NULL', '😀'], range + 1)`],
    ['BOOLEAN', `range % 2 = 0`],
    ['DOUBLE', `range / 3`],
  ])('keeps every row whose value is touched, a null too, and where it can no other: %s', async (type, value) => {
    await session.execute(`CREATE OR REPLACE TABLE made AS
      SELECT CASE WHEN range < 5 THEN (${value})::${type} END AS k, range AS n FROM range(6)`);
    await session.execute('CREATE OR REPLACE TABLE touched AS SELECT k FROM made WHERE n IN (1, 4, 5)');
    const filter = await touchedFilter(session, [{ name: 'k', type }], 'touched', 'made');
    const kept = await session.query(`SELECT n FROM made WHERE ${filter ?? 'true'} ORDER BY n`);
    const joined = await session.query(
      'SELECT n FROM made SEMI JOIN touched ON made.k IS NOT DISTINCT FROM touched.k ORDER BY n',
    );
    const all = await session.query('SELECT n FROM made ORDER BY n');
    expect([type, kept]).toEqual([type, type === 'DOUBLE' ? all : joined]);
  });

  it('is taken below a grouping, and by a column of the input to the file', async () => {
    const file = join(folder, 'input.parquet');
    await session.execute(
      `COPY (SELECT range // 1000 AS k, range AS v FROM range(10000)) TO '${file}' (ROW_GROUP_SIZE 2048)`,
    );
    await session.execute('CREATE OR REPLACE TABLE touched AS SELECT 7 AS k');
    const filter = await touchedFilter(session, [{ name: 'k', type: 'BIGINT' }], 'touched', 'made');
    const model = `WITH q AS (SELECT k, v + 1 AS v FROM '${file}') SELECT k, sum(v) AS total FROM q GROUP BY k`;
    const [plan] = await session.query(`EXPLAIN SELECT * FROM (${model}) AS made WHERE ${filter ?? 'true'}`);
    const text = plan?.['explain_value'];
    if (typeof text !== 'string') throw new Error('EXPLAIN shows no plan.');
    expect(text.indexOf('HASH_GROUP_BY')).toBeLessThan(text.indexOf('k=7'));
    expect(text.slice(text.indexOf('PARQUET'))).toContain('k=7');
  });

  it('is none where there are more values than a plan takes in', async () => {
    await session.execute('CREATE OR REPLACE TABLE touched AS SELECT range AS k FROM range(1001)');
    expect(await touchedFilter(session, [{ name: 'k', type: 'BIGINT' }], 'touched', 'made')).toBeUndefined();
  });
});
