import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatOfFile, InputBrokenError, InputEmptyError, InputUnreadableError, openUntyped } from '../src/index.ts';
import { useBench } from './support.ts';

const bench = useBench();

/** Columns, as `name TYPE`, and rows of a file that no contract describes. */
async function opened(name: string, text: string, asText: readonly string[] = []) {
  const path = bench.file(name, text);
  const format = formatOfFile(path) ?? 'csv';
  const select = await openUntyped(bench.session, { table: 't', path, format }, new Set(asText));
  const columns = await bench.session.describe(select);
  return {
    columns: columns.map(({ name: column, type }) => `${column} ${type}`),
    rows: await bench.session.query(select),
  };
}

describe('a file without a contract', () => {
  it.each([
    ['1\n-20\n\n', 'BIGINT'],
    ['1\n007\n', 'VARCHAR'],
    ['0\n0.5\n1e3\n', 'DOUBLE'],
    ['1.5\nNaN\n', 'VARCHAR'],
    ['9223372036854775808\n1\n', 'DOUBLE'],
    ['true\nFALSE\n', 'BOOLEAN'],
    ['1\ntrue\n', 'VARCHAR'],
    ['2026-01-31\n', 'DATE'],
    ['2026-02-30\n', 'VARCHAR'],
    ['31.01.2026\n', 'VARCHAR'],
    ['2026-01-31 10:00\n2026-01-31T11:00:00.5\n', 'TIMESTAMP'],
    ['2026-01-31T10:00:00Z\n2026-01-31T10:00:00+02:00\n', 'TIMESTAMP WITH TIME ZONE'],
    ['10:30\n', 'TIME'],
    ['', 'VARCHAR'],
  ])('of CSV has for %j a column of %s', async (cells, type) => {
    const { columns } = await opened('t.csv', `a,v\n${cells.replaceAll(/^(.*)\n/gmu, 'x,$1\n')}`);
    expect(columns[1]).toBe(`v ${type}`);
  });

  it('of CSV is typed by all its rows, not by the first ones', async () => {
    const cells = Array.from({ length: 30_000 }, (_, index) => String(index));
    const { columns, rows } = await opened('t.csv', ['v', ...cells, 'last', ''].join('\n'));
    expect(columns).toEqual(['v VARCHAR']);
    expect(rows.at(-1)).toEqual({ v: 'last' });
  });

  it('of CSV keeps the difference between nothing and the empty text', async () => {
    const { rows } = await opened('t.csv', 'a,b,n\nx,"",1\ny,,\n');
    expect(rows).toEqual([
      { a: 'x', b: '', n: 1 },
      { a: 'y', b: null, n: null },
    ]);
  });

  it('of CSV leaves columns text that are asked for as text', async () => {
    expect((await opened('t.csv', 'a,b\n1,2\n', ['a'])).columns).toEqual(['a VARCHAR', 'b BIGINT']);
  });

  it('of NDJSON has the types of its values', async () => {
    const { columns, rows } = await opened('t.jsonl', '{"a": 1, "b": "x"}\n{"a": null, "b": "007", "c": true}\n');
    expect(columns).toEqual(['a BIGINT', 'b VARCHAR', 'c BOOLEAN']);
    expect(rows[1]).toEqual({ a: null, b: '007', c: true });
  });

  it.each([
    ['t.csv', 'a,b\n1,2,3\n', InputBrokenError],
    ['t.csv', 'a,b\n1,"2\n', InputBrokenError],
    ['t.csv', '', InputEmptyError],
    ['t.ndjson', '{"a": 1}\n{"a"\n', InputBrokenError],
    ['t.parquet', 'PAR1', InputBrokenError],
  ])('%s with %j is refused', async (name, text, error) => {
    await expect(opened(name, text)).rejects.toBeInstanceOf(error);
  });

  it('of NDJSON has a column for every key, however many a record has', async () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${String(index)}`);
    const wide = Object.fromEntries(keys.map((key, index) => [key, index]));
    const { columns } = await opened(
      't.ndjson',
      `${JSON.stringify({ id: 1 })}\n${JSON.stringify({ id: 2, ...wide })}\n`,
    );
    expect(columns).toEqual(['id BIGINT', ...keys.map((key) => `${key} BIGINT`)]);
  });

  it('that is not there is refused', async () => {
    const path = join(bench.folder, 'no.csv');
    await expect(openUntyped(bench.session, { table: 't', path, format: 'csv' })).rejects.toBeInstanceOf(
      InputUnreadableError,
    );
  });
});
