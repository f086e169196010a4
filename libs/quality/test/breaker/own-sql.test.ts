import { describe, expect, it } from 'vitest';
import { breakers, parseContract } from '../../src/index.ts';
import { useBench } from '../support.ts';

const bench = useBench();
const columns = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

function contractOf(query: string): ReturnType<typeof parseContract> {
  return parseContract(
    `apiVersion: v3.1.0
kind: DataContract
id: shop.orders
version: 1.0.0
status: active
schema:
  - name: orders
    properties:
${columns.map((name) => `      - { name: ${name}, logicalType: integer, required: true }`).join('\n')}
    quality:
      - { type: sql, query: '${query}', mustBe: 0 }
`,
    'orders.odcs.yaml',
  );
}

async function breakerOf(query: string): Promise<unknown> {
  const row = Object.fromEntries(columns.map((name) => [name, 5]));
  const found = await breakers(bench.session, contractOf(query), {
    table: 'silver.orders',
    asOf: '2026-01-01',
    seed: 1,
    rows: Array.from({ length: 6 }, () => row),
    relationOf: () => undefined,
  });
  return found.find(({ rule }) => rule === 'sql');
}

describe('a rule of own SQL', () => {
  it('is broken by one cell, whichever of the columns it looks at', async () => {
    expect(await breakerOf('SELECT count(*) FROM ${table} WHERE a = 5 AND h <> 5')).toMatchObject({
      rows: { length: 6 },
    });
  });

  it('is broken by a row that is missing', async () => {
    expect(await breakerOf('SELECT count(*) - 6 FROM ${table}')).toMatchObject({ rows: { length: 5 } });
  });

  it('is open where nothing breaks it', async () => {
    expect(await breakerOf('SELECT 0 FROM ${table} LIMIT 1')).toHaveProperty('open');
  });
});
