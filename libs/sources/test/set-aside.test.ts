import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openInput } from '../src/index.ts';
import type { InputFormat, SiftedInput } from '../src/index.ts';
import { columnsOf, useBench } from './support.ts';

const bench = useBench();

function open(
  format: InputFormat,
  content: string | Uint8Array,
  types: Readonly<Record<string, string>>,
): Promise<SiftedInput> {
  const path = bench.file(`t.${format}`, content);
  const scratch = join(bench.folder, 'scratch');
  mkdirSync(scratch, { recursive: true });
  return openInput(bench.session, { table: 't', path, format }, columnsOf(types), { onDamage: 'setAside', scratch });
}

/** The good rows, and the others as [line, codes, raw]. */
async function sift(...file: Parameters<typeof open>) {
  const input = await open(...file);
  const rows = await bench.session.query(input.select);
  const rejected = await input.rejected(rows.length);
  const others = await bench.session.query(
    `SELECT line, list_transform(reasons, lambda r: concat_ws(' ', r.code, r."column")) AS codes, raw FROM (${rejected.select})`,
  );
  expect(others).toHaveLength(rejected.count);
  expect(rejected.read).toBe(rows.length + others.length);
  expect(rejected.read).toBe(input.read);
  return { rows, others: others.map(({ line, codes, raw }) => [line, codes, raw]) };
}

const TYPES = { id: 'INTEGER', name: 'VARCHAR', day: 'DATE' };

describe('a CSV file with damaged records', () => {
  it('sets one record aside', async () => {
    const { rows, others } = await sift('csv', 'id,name,day\n1,a,2026-01-01\n2,b\n3,c,2026-01-03\n', TYPES);
    expect(rows).toEqual([
      { id: 1, name: 'a', day: '2026-01-01' },
      { id: 3, name: 'c', day: '2026-01-03' },
    ]);
    expect(others).toEqual([[3, ['cells'], '2,b']]);
  });
});
