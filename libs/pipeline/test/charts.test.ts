import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, openDuckDb, type Session } from '@sluice/engine';
import { type Contract, parseContract } from '@sluice/quality';
import type { ChartDeclaration } from '@sluice/reporting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chartProblems, chartRecord } from '../src/record/charts.ts';

const spill = mkdtempSync(join(tmpdir(), 'sluice-charts-'));
let engine: Engine;
let session: Session;

beforeAll(async () => {
  engine = await openDuckDb({ spillDirectory: spill });
  session = await engine.connect();
  await session.execute(`CREATE TABLE sales AS SELECT * FROM (VALUES
    ('toys', 'a', 10, 1.50::DECIMAL(10,2), DATE '2026-01-02', 1.0::DOUBLE),
    ('toys', 'b', 40, 2.50, DATE '2026-01-01', 'nan'),
    ('food', 'a', 41, 9.00, DATE '2026-01-02', 2.0),
    (NULL,   'c', 99, 1.00, NULL,              'inf')
  ) AS t(category, shop, age, revenue, day, score)`);
});

afterAll(() => {
  session.close();
  engine.close();
  rmSync(spill, { recursive: true });
});

function contractOf(chart: unknown): Contract {
  const column = (name: string, type: string): string => `      - { name: ${name}, ${type} }`;
  return parseContract(
    [
      'apiVersion: v3.1.0',
      'kind: DataContract',
      'id: shop.gold.sales',
      'version: 1.0.0',
      'status: active',
      'schema:',
      '  - name: sales',
      `    customProperties: [{ property: chart, value: ${JSON.stringify(chart)} }]`,
      '    properties:',
      column('category', 'logicalType: string'),
      column('shop', 'logicalType: string'),
      column('age', 'logicalType: integer'),
      column('revenue', "logicalType: number, physicalType: 'DECIMAL(10,2)'"),
      column('day', 'logicalType: date'),
      column('score', 'logicalType: number'),
      column('buyer', 'logicalType: string, classification: personal'),
    ].join('\n'),
    'sales.odcs.yaml',
  );
}

async function pointsOf(chart: Omit<ChartDeclaration, 'title' | 'type'> & { type?: 'bar' | 'line' }) {
  const declared: ChartDeclaration = { type: 'bar', title: 'Sales', ...chart };
  return (await chartRecord(session, 'sales', contractOf(declared), declared)).points;
}

describe('the points of a chart', () => {
  it('are sums over the whole table, the longest bar first', async () => {
    expect(await pointsOf({ x: 'category', y: 'revenue' })).toEqual([
      { x: 'food', y: 9 },
      { x: 'toys', y: 4 },
      { x: '', y: 1 },
    ]);
    expect(await pointsOf({ x: 'category', y: 'revenue', top: 1 })).toEqual([{ x: 'food', y: 9 }]);
  });

  it('stand in the order of x on a line', async () => {
    expect(await pointsOf({ type: 'line', x: 'day', y: 'revenue' })).toEqual([
      { x: '', y: 1 },
      { x: '2026-01-01', y: 2.5 },
      { x: '2026-01-02', y: 10.5 },
    ]);
  });

  it('are counted in classes that contain their upper end', async () => {
    expect(await pointsOf({ x: 'age', y: 'revenue', bins: [10, 40] })).toEqual([
      { x: 'up to 10', y: 1.5 },
      { x: '11–40', y: 2.5 },
      { x: 'over 40', y: 10 },
    ]);
  });

  it('leave out what has no length', async () => {
    expect(await pointsOf({ x: 'category', y: 'score' })).toEqual([
      { x: 'food', y: 2 },
      { x: 'toys', y: 1 },
    ]);
  });

  it('sum series beyond the palette as other, and lose nothing', async () => {
    await session.execute(`CREATE OR REPLACE TABLE many AS
      SELECT 'x' AS category, 's' || i AS shop, i AS revenue FROM range(1, 21) AS numbers(i)`);
    const declared: ChartDeclaration = { type: 'bar', title: '', x: 'category', y: 'revenue', series: 'shop' };
    const { points } = await chartRecord(session, 'many', contractOf(declared), declared);
    expect(points.map(({ series }) => series)).toEqual(['s20', 's19', 's18', 's17', 's16', 's15', 's14', 'other']);
    expect(points.reduce((sum, { y }) => sum + y, 0)).toBe(210);
  });
});

describe('a chart that cannot be drawn', () => {
  it.each([
    ['sums of text', { y: 'shop' }, 'shop is no number'],
    ['classes of money', { x: 'revenue', y: 'revenue', bins: [1] }, 'bins need whole numbers in revenue'],
    ['a personal column', { x: 'buyer', y: 'revenue' }, 'buyer is no column that may be shown'],
  ])('is a warning: %s', (_name, chart, expected) => {
    const contract = contractOf({ type: 'bar', title: 'Sales', x: 'category', ...chart });
    expect(chartProblems(contract)).toEqual([`The chart in sales.odcs.yaml is not drawn: ${expected}`]);
  });
});
