import { readdirSync, writeFileSync } from 'node:fs';
import type { Session } from '@sluice/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { ColumnConstraintBrokenError, ConstraintUnsupportedError, openDelta } from '../../src/index.ts';
import { prepareAppend, prepareOverwrite, prepareProperties } from '../../src/index.ts';
import type { DeltaTable } from '../../src/index.ts';
import { constraintsOf, enforceConstraints, whileEnforcing } from '../../src/delta/constraints.ts';
import type { DeltaType } from '../../src/delta/types.ts';
import { append, connectForFile, define, emptyStorage, linesOf, rowsOf, tableOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

/** A table with one row (1, 'a') whose column x has an invariant, as Spark writes it. */
async function tableWithInvariant(expression: string): Promise<DeltaTable> {
  const table = await tableOf(session, "SELECT 1 AS x, 'a' AS name");
  const [info, protocol, metadata, add] = linesOf(table.storage, 0);
  const invariant = JSON.stringify({ expression: { expression } });
  const fields = [
    { name: 'x', type: 'integer', nullable: true, metadata: { 'delta.invariants': invariant } },
    { name: 'name', type: 'string', nullable: true, metadata: {} },
  ];
  const metaData = { ...Object(metadata?.['metaData']), schemaString: JSON.stringify({ type: 'struct', fields }) };
  const lines = [info, protocol, { metaData }, add].map((line) => JSON.stringify(line));
  writeFileSync(table.storage.locate('_delta_log/00000000000000000000.json'), `${lines.join('\n')}\n`);
  return openDelta(table.storage);
}

describe('a column that must not be null', () => {
  it.each([
    ['a plain one', define({ id: 'INTEGER!', p: 'VARCHAR' }), 'SELECT 1 AS id', 'SELECT NULL::INTEGER AS id'],
    ['one that the rows lack', define({ id: 'INTEGER!', p: 'VARCHAR' }), 'SELECT 1 AS id', "SELECT 'x' AS p"],
    [
      'a partition column, whose empty text is null',
      define({ id: 'INTEGER', p: 'VARCHAR!' }, { by: ['p'] }),
      "SELECT 1 AS id, 'a' AS p",
      "SELECT 1 AS id, '' AS p",
    ],
  ])('holds in every row: %s', async (_what, definition, right, wrong) => {
    const table = await tableOf(session, right, definition);
    const before = readdirSync(table.storage.locate(''));
    const appending = append(session, table, `${right} UNION ALL BY NAME ${wrong}`);
    await expect(appending).rejects.toThrow(ColumnConstraintBrokenError);
    await expect(appending).rejects.toMatchObject({ code: 'COLUMN_CONSTRAINT_BROKEN', exitCode: 1 });
    await expect(appending).rejects.toThrow(/must not be null/);
    expect(readdirSync(table.storage.locate(''))).toEqual(before);
    expect(await append(session, table, right)).toBe(1);
  });

  it.each<[string, DeltaType, string, string]>([
    [
      'a field of a struct',
      { type: 'struct', fields: [{ name: 'f g', type: 'integer', nullable: false, metadata: {} }] },
      "[NULL, {'f g': 1}]",
      "{'f g': NULL}",
    ],
    [
      'an element of a list',
      { type: 'array', elementType: 'integer', containsNull: false },
      '[NULL, [1], []]',
      '[1, NULL]',
    ],
    [
      'a value of a map',
      { type: 'map', keyType: 'string', valueType: 'integer', valueContainsNull: false },
      "[NULL, MAP {'k': 1}]",
      "MAP {'k': NULL}",
    ],
    [
      'a field in a list of structs',
      {
        type: 'array',
        containsNull: true,
        elementType: {
          type: 'struct',
          fields: [
            {
              name: 'f',
              type: { type: 'array', elementType: 'long', containsNull: false },
              nullable: true,
              metadata: {},
            },
          ],
        },
      },
      "[NULL, [NULL, {'f': [1]}]]",
      "[{'f': [NULL]}]",
    ],
  ])('may lie inside of another: %s', async (_what, type, right, wrong) => {
    const into = {
      ...define({ x: 'INTEGER' }),
      schema: { type: 'struct' as const, fields: [{ name: 'x', type, nullable: true, metadata: {} }] },
    };
    const constraints = await constraintsOf(session, into, 'table');
    const read = (sql: string) =>
      whileEnforcing(constraints, 'table', () => rowsOf(session, enforceConstraints({ sql }, constraints).sql));
    await expect(read(`SELECT unnest(${right}) AS x`)).resolves.toBeDefined();
    await expect(read(`SELECT ${wrong} AS x`)).rejects.toThrow(ColumnConstraintBrokenError);
  });
});

describe('an invariant', () => {
  it.each([
    ['x > 3', 4, 3],
    ['x > 3', 4, 'NULL'],
    ['`x` BETWEEN 1 AND 3 AND NOT x IN (2)', 3, 2],
    ["x IS NOT NULL AND upper(name) LIKE 'A%' OR x = -1", 7, 'NULL'],
    ['CASE WHEN x = 1 THEN false ELSE true END', 2, 1],
    ['abs(x) <= 5 AND x + 1 < 6', 4, 5],
  ])('%s is kept by x = %s and broken by x = %s', async (expression, right, wrong) => {
    const table = await tableWithInvariant(expression);
    expect(await append(session, table, `SELECT ${right} AS x, 'a' AS name`)).toBe(1);
    const appending = append(session, table, `SELECT ${right} AS x, 'a' AS name UNION ALL SELECT ${wrong}, 'b'`);
    await expect(appending).rejects.toThrow(`x must be ${expression}`);
  });

  it.each([
    ['a function that Spark has and we do not vouch for', 'crc32(name) > 0'],
    ['a text in double quotes, which is a name in DuckDB', 'name = "a"'],
    ['an escape', String.raw`name = 'a\'b'`],
    ['a column that is not there', 'y > 1'],
    ['no condition', 'x + 1'],
    ['a subquery', 'x IN (SELECT 1)'],
    ['no SQL', 'x >'],
    ['division, which differs for decimals', 'x / 2 > 1'],
  ])('that cannot be judged refuses the write, by name: %s', async (_what, expression) => {
    const table = await tableWithInvariant(expression);
    const appending = append(session, table, "SELECT 5 AS x, 'a' AS name");
    await expect(appending).rejects.toThrow(ConstraintUnsupportedError);
    await expect(appending).rejects.toThrow(`the column x has the invariant ${expression}`);
    expect((await table.snapshot(session)).version).toBe(0);
  });

  it('stays when the table gets columns or properties', async () => {
    const table = await tableWithInvariant('x > 3');
    await table.commit(session, prepareProperties(table.storage, await table.snapshot(session), new Map([['k', 'v']])));
    await expect(append(session, table, 'SELECT 1 AS x')).rejects.toThrow(ColumnConstraintBrokenError);
  });
});

describe('a table that takes new rows only', () => {
  it('refuses whatever removes some, and takes an append', async () => {
    const definition = define({ id: 'INTEGER' }, { properties: { 'delta.appendOnly': 'true' } });
    const table = await tableOf(session, 'SELECT 1 AS id', definition);
    const request = { select: { sql: 'SELECT 2 AS id' } };
    const overwrite = await prepareOverwrite(session, table.storage, await table.snapshot(session), request);
    await expect(table.commit(session, overwrite)).rejects.toMatchObject({ code: 'APPEND_ONLY' });
    const change = await prepareAppend(session, table.storage, await table.snapshot(session), request);
    expect(await table.commit(session, change)).toBe(1);
    const more = new Map([['delta.appendOnly', undefined]]);
    await table.commit(session, prepareProperties(table.storage, await table.snapshot(session), more));
    const again = await prepareOverwrite(session, table.storage, await table.snapshot(session), request);
    expect(await table.commit(session, again)).toBe(3);
  });
});

it('a table whose columns may all be null is written without a check', async () => {
  expect(await constraintsOf(session, define({ id: 'INTEGER' }), emptyStorage().locate(''))).toEqual([]);
});
