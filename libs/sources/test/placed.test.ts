import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type InputFormat, openInput } from '../src/index.ts';
import { columnsOf, useBench } from './support.ts';

const bench = useBench();
const TYPES = { id: 'INTEGER', line: 'VARCHAR', record: 'VARCHAR' };

/** The good rows as [id, record, line]. */
async function places(format: InputFormat, content: string): Promise<unknown> {
  const path = bench.file(`t.${format}`, content);
  const scratch = join(bench.folder, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const file = { table: 't', path, format };
  const input = await openInput(bench.session, file, columnsOf(TYPES), { onDamage: 'setAside', scratch });
  const rows = await bench.session.query(`SELECT * FROM (${await input.placed()}) ORDER BY sluice_record`);
  expect(rows.map(({ id, line, record }) => ({ id, line, record }))).toEqual(await bench.session.query(input.select));
  return rows.map(({ id, sluice_record: record, sluice_line: line }) => [id, record, line]);
}

describe('the places of rows', () => {
  it('of CSV are their records and lines, past damaged records, values that do not fit and line breaks', async () => {
    const text = 'id,line,record\n1,a,b\n2,a\n3,"a\nb",c\nx,a,b\n5,a,b\n';
    expect(await places('csv', text)).toEqual([
      [1, 1, 2],
      [3, 3, 4],
      [5, 5, 7],
    ]);
  });

  it('of NDJSON pass over blank lines', async () => {
    const text =
      '{"id":1,"line":"a","record":"b"}\n\n{"id":"x","line":"a","record":"b"}\n{"id":3,"line":"a","record":"b"}\n';
    expect(await places('ndjson', text)).toEqual([
      [1, 1, 1],
      [3, 3, 4],
    ]);
  });
});
