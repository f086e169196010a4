import type { Session } from '@sluice/engine';
import { describe, expect, it } from 'vitest';
import { audit } from '../src/index.ts';
import { column, contractOf, problemsIn, useBench } from './support.ts';

const bench = useBench();

const listed = (type: string, values: string, rest = 'mustBe: 0') =>
  `      - { name: status, ${type}, quality: [{ metric: invalidValues, arguments: { validValues: ${values} }, ${rest} }] }`;

describe('invalidValues with validValues, mustBe 0', () => {
  const contract = contractOf(listed('logicalType: string', "[open, done, it's]"));

  it('passes members and nulls', async () => {
    const rows = column('status', 'VARCHAR', ["'open'", "'it''s'", 'NULL']);
    expect(await bench.check(contract, 'status.invalidValues', rows)).toMatchObject({ status: 'passed', kind: 'row' });
  });

  it('counts every other value, case and blanks included', async () => {
    const rows = column('status', 'VARCHAR', ["'open'", "'Open'", "'done '", "''"]);
    const result = await bench.check(contract, 'status.invalidValues', rows);
    expect(result).toMatchObject({
      status: 'failed',
      unexpectedCount: 3,
      expected: "status is one of open, done, it's",
    });
    expect(result.examples).toEqual([{ status: 'Open' }, { status: 'done ' }, { status: '' }]);
  });

  it('gives large tables the same verdict, value by value', async () => {
    const rows =
      "SELECT CASE WHEN i % 1000 = 0 THEN 'bad' WHEN i % 7 = 0 THEN NULL ELSE 'open' END AS status FROM range(200000) t(i)";
    const result = await bench.check(contract, 'status.invalidValues', rows);
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: 200, elementCount: 200_000 });
  });

  it.each([
    ['integers', 'logicalType: integer', '[1, 2]', 'BIGINT', ['1', '3']],
    ['decimals', "logicalType: number, physicalType: 'DECIMAL(5,2)'", '[0.10, 2]', 'DECIMAL(5,2)', ['0.1', '0.11']],
    ['booleans', 'logicalType: boolean', '[true]', 'BOOLEAN', ['true', 'false']],
    ['dates', 'logicalType: date', "['2026-01-01']", 'DATE', ["'2026-01-01'", "'2026-01-02'"]],
    [
      'instants',
      'logicalType: timestamp',
      "['2026-01-01T00:00:00Z']",
      'TIMESTAMPTZ',
      ["'2026-01-01T00:00:00Z'", "'2026-01-01T00:00:01Z'"],
    ],
  ])('compares %s as what they are', async (_name, type, values, sqlType, cells) => {
    const result = await bench.check(
      contractOf(listed(type, values)),
      'status.invalidValues',
      column('status', sqlType, cells),
    );
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: 1 });
  });

  it('does not let a null among the values hide the others', async () => {
    const withNull = contractOf(listed('logicalType: string', '[open, null]'));
    const result = await bench.check(withNull, 'status.invalidValues', column('status', 'VARCHAR', ["'bad'", 'NULL']));
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: 1 });
  });

  it('reads a large table inside the engine: a handful of rows comes out', async () => {
    let rows = 0;
    const { session } = bench;
    await session.execute("CREATE OR REPLACE TABLE orders AS SELECT 'open' AS status FROM range(200000)");
    const counting: Session = {
      another: () => session.another(),
      execute: (statement) => session.execute(statement),
      query: async (statement) => {
        const result = await session.query(statement);
        rows += result.length;
        return result;
      },
      queryColumns: async (statement) => {
        const result = await session.queryColumns(statement);
        rows += result[0]?.length ?? 0;
        return result;
      },
      append: (table, columns) => session.append(table, columns),
      describe: (select) => session.describe(select),
      parse: (select) => session.parse(select),
      readTree: (select) => session.readTree(select),
      printTree: (tree) => session.printTree(tree),
      writeParquet: (select, path, metadata) => session.writeParquet(select, path, metadata),
      writeParquetFiles: (select, folder, layout) => session.writeParquetFiles(select, folder, layout),
      writeCsv: (select, path) => session.writeCsv(select, path),
      progress: () => session.progress(),
      close: () => undefined,
    };
    const table = { table: 'silver.orders', relation: 'orders', rows: 200_000 };
    const results = await audit(counting, table, contract, { asOf: '2026-01-01', relationOf: () => undefined });
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['passed']));
    expect(rows).toBeLessThan(10);
  });

  it('judges the table where some may be invalid', async () => {
    const some = contractOf(listed('logicalType: string', '[open]', 'mustBeLessOrEqualTo: 50, unit: percent'));
    const half = await bench.check(some, 'status.invalidValues', column('status', 'VARCHAR', ["'open'", "'bad'"]));
    expect(half).toMatchObject({ status: 'passed', kind: 'table', observed: '50.0', unexpectedCount: 1 });
    const most = await bench.check(
      some,
      'status.invalidValues',
      column('status', 'VARCHAR', ["'open'", "'bad'", "'bad'"]),
    );
    expect(most).toMatchObject({
      status: 'failed',
      unexpectedCount: 2,
      examples: [{ status: 'bad' }, { status: 'bad' }],
    });
  });

  it('refuses members of another type, and no arguments at all', () => {
    expect(problemsIn(listed('logicalType: string', '[1]')).join()).toContain(
      'expected text (in quotes), got 1 (status is VARCHAR)',
    );
    expect(problemsIn(listed('logicalType: integer', "['1']")).join()).toContain('expected a number, got "1"');
    expect(problemsIn(listed('logicalType: string', '[]')).join()).toContain('must NOT have fewer than 1 items');
    expect(
      problemsIn('      - { name: a, logicalType: string, quality: [{ metric: invalidValues, mustBe: 0 }] }').join(),
    ).toContain('invalidValues needs arguments');
  });
});
