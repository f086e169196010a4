import { describe, expect, it } from 'vitest';
import { column, contractOf, useBench } from './support.ts';

const bench = useBench();
const contract = contractOf(`
      - { name: id, logicalType: integer, primaryKey: true }
      - { name: note, logicalType: string, required: true }`);

const rows = (notes: readonly string[]) =>
  `SELECT row_number() OVER ()::BIGINT AS id, note FROM (${column('note', 'VARCHAR', notes)})`;

describe('required', () => {
  it('passes without nulls; empty text is no null', async () => {
    const result = await bench.check(contract, 'note.required', rows(["'a'", "''"]));
    expect(result).toMatchObject({ status: 'passed', elementCount: 2, unexpectedCount: 0, examples: [] });
  });

  it('counts the nulls and shows at most five rows by their key', async () => {
    const result = await bench.check(contract, 'note.required', rows(["'a'", ...Array<string>(7).fill('NULL')]));
    expect(result).toMatchObject({
      status: 'failed',
      unexpectedCount: 7,
      elementCount: 8,
      expected: 'note is not null',
    });
    expect(result.examples).toEqual([2, 3, 4, 5, 6].map((id) => ({ id, note: null })));
    expect(result.sql).toBe('SELECT * FROM silver.orders WHERE "note" IS NULL');
  });

  it('holds for the primary key', async () => {
    const result = await bench.check(contract, 'id.required', "SELECT NULL::BIGINT AS id, 'a' AS note");
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: 1 });
  });

  it('takes the count of nulls from the statistics of the writer', async () => {
    const statistics = new Map([['note', { nulls: 3, hasNan: false }]]);
    const result = await bench.check(contract, 'note.required', rows(["'a'"]), { statistics });
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: 3 });
  });
});
