import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, openDuckDb, type Session } from '@sluice/engine';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profile, type ProfiledColumn, type TableProfile } from '../src/index.ts';

const spill = mkdtempSync(join(tmpdir(), 'sluice-profile-'));
let engine: Engine;
let session: Session;

beforeAll(async () => {
  engine = await openDuckDb({ spillDirectory: spill });
  session = await engine.connect();
});

afterAll(() => {
  session.close();
  engine.close();
  rmSync(spill, { recursive: true });
});

async function profileOf(select: string, personal: readonly string[] = [], rowNumber?: string): Promise<TableProfile> {
  await session.execute(`CREATE OR REPLACE TABLE profiled AS ${select}`);
  const described = await session.describe('SELECT * FROM profiled');
  const columns: ProfiledColumn[] = described.map((column) => ({
    ...column,
    personal: personal.includes(column.name),
  }));
  const [{ n = 0 } = {}] = await session.query('SELECT count(*) AS n FROM profiled');
  return profile(session, { relation: 'profiled', rows: Number(n), ...(rowNumber && { rowNumber }) }, columns);
}

describe('a profile', () => {
  it('describes numbers', async () => {
    const { rows, sampledRows, columns } = await profileOf(
      'SELECT CASE WHEN i = 101 THEN NULL ELSE i END AS n FROM range(1, 102) AS t(i)',
    );
    expect({ rows, sampledRows }).toEqual({ rows: 101, sampledRows: 101 });
    const [n] = columns;
    expect(n).toMatchObject({ nulls: 1, distinct: 100, distinctIsApproximate: false, min: 1, max: 100, mean: 50.5 });
    expect(n?.stdev).toBeCloseTo(29.0115, 3);
    expect(n?.quantiles?.filter((_, index) => index % 5 === 0)).toEqual([1, 25, 50, 75, 100]);
    expect(n?.histogram?.map(({ count }) => count)).toEqual(Array.from({ length: 20 }, () => 5));
  });

  it('describes text by its shapes and most common values', async () => {
    const { columns } = await profileOf(
      "SELECT unnest(['YR-12', 'YR-99', 'Ann Lee', 'Zoë Çelik', 'YR-12', NULL]) AS name",
    );
    expect(columns[0]).toMatchObject({
      nulls: 1,
      distinct: 4,
      min: 'Ann Lee',
      max: 'Zoë Çelik',
      common: [
        { value: 'YR-12', count: 2 },
        { value: 'Ann Lee', count: 1 },
        { value: 'YR-99', count: 1 },
        { value: 'Zoë Çelik', count: 1 },
      ],
      patterns: [
        { value: 'A-99', count: 3 },
        { value: 'Aa Aa', count: 2 },
      ],
    });
    expect(columns[0]).not.toHaveProperty('mean');
  });

  it('describes moments, with classes that are moments', async () => {
    const { columns } = await profileOf(
      "SELECT DATE '2026-01-01' + CAST(i AS INTEGER) AS day FROM range(0, 41) AS t(i)",
    );
    const [day] = columns;
    expect(day).toMatchObject({ min: '2026-01-01', max: '2026-02-10' });
    expect(day?.quantiles?.[10]).toBe('2026-01-21');
    expect(day?.histogram?.[0]).toEqual({ from: '2026-01-01', to: '2026-01-03', count: 2 });
    expect(day?.histogram?.at(-1)).toEqual({ from: '2026-02-08', to: '2026-02-10', count: 3 });
  });

  it('leaves NaN and infinities out of the measures', async () => {
    const { columns } = await profileOf("SELECT unnest([1.0, 3.0, 'nan'::DOUBLE, 'inf'::DOUBLE, NULL]) AS x");
    expect(columns[0]).toMatchObject({ nulls: 1, min: 1, max: 3, mean: 2 });
  });

  it('shows no value of a personal column', async () => {
    const { columns } = await profileOf("SELECT 'ann@example.org' AS email", ['email']);
    expect(columns[0]).toEqual({ name: 'email', type: 'VARCHAR', nulls: 0, distinct: 1, distinctIsApproximate: false });
  });

  it('says of an empty table that there is nothing', async () => {
    const { rows, columns } = await profileOf('SELECT 1 AS n WHERE false');
    expect(rows).toBe(0);
    expect(columns[0]).toEqual({ name: 'n', type: 'INTEGER', nulls: 0, distinct: 0, distinctIsApproximate: false });
  });

  it('is taken of a sample where there are many rows, the same with one thread and with two', async () => {
    const many = 'SELECT i AS n, i % 7 AS k FROM range(0, 1200000) AS t(i)';
    const first = await profileOf(many, [], 'n');
    await session.execute('SET threads = 1');
    const second = await profileOf(many, [], 'n');
    await session.execute('SET threads = 2');
    expect(second).toEqual(first);
    expect(first.rows).toBe(1_200_000);
    expect(first.sampledRows).toBeLessThan(120_000);
    const [n, k] = first.columns;
    expect(n?.distinctIsApproximate).toBe(true);
    expect(Math.abs((n?.distinct ?? 0) / 1_200_000 - 1)).toBeLessThan(0.1);
    expect(k?.common?.reduce((sum, { count }) => sum + count, 0)).toBeCloseTo(1_200_000, -2);
  });

  it('counts every value in one class, and orders its quantiles', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 }),
        async (values) => {
          const { columns } = await profileOf(`SELECT unnest([${values.join(', ')}]) AS n`);
          const [n] = columns;
          const quantiles = (n?.quantiles ?? []).map(Number);
          expect(n?.histogram?.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
          expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b));
          expect([quantiles[0], quantiles.at(-1)]).toEqual([Math.min(...values), Math.max(...values)]);
          expect(n?.distinct).toBe(new Set(values).size);
        },
      ),
      { numRuns: 50 },
    );
  });
});
