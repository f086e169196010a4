import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb, type Engine, type Session } from '@sluice/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences, rowDifferences } from '../src/compare.ts';

let engine: Engine;
let session: Session;

beforeAll(async () => {
  engine = await openDuckDb({ spillDirectory: join(mkdtempSync(join(tmpdir(), 'sluice-compare-')), 'spill') });
  session = await engine.connect();
});
afterAll(() => engine.close());

describe(rowDifferences, () => {
  it.each([
    ['another value', 'SELECT 1 AS a', 'SELECT 2 AS a'],
    ['one row more often', 'SELECT 1 AS a UNION ALL SELECT 1', 'SELECT 1 AS a'],
    ['the sign of zero', "SELECT '-0.0'::DOUBLE AS a", "SELECT '0.0'::DOUBLE AS a"],
    ['a null and an empty text', 'SELECT NULL::VARCHAR AS a', "SELECT '' AS a"],
    ['no struct and one of nulls', 'SELECT NULL::STRUCT(b INTEGER) AS a', "SELECT {'b': NULL::INTEGER} AS a"],
    [
      'a microsecond',
      "SELECT TIMESTAMPTZ '2020-01-01 00:00:00.000001Z' AS a",
      "SELECT TIMESTAMPTZ '2020-01-01 00:00:00Z' AS a",
    ],
    [
      'a moment with a zone and one without',
      "SELECT TIMESTAMPTZ '2020-01-01 00:00:00Z' AS a",
      "SELECT TIMESTAMP '2020-01-01' AS a",
    ],
    ['the scale of a decimal', 'SELECT 1.0::DECIMAL(9,1) AS a', 'SELECT 1.0::DECIMAL(9,2) AS a'],
    ['the order of columns', 'SELECT 1 AS a, 2 AS b', 'SELECT 2 AS b, 1 AS a'],
  ])('sees %s', async (_what, ours, theirs) => {
    expect(await rowDifferences(session, ours, theirs)).not.toEqual([]);
    expect(await rowDifferences(session, theirs, ours)).not.toEqual([]);
  });

  it('sees nothing in the order of rows', async () => {
    const rows = "SELECT unnest([1.5, 'NaN'::DOUBLE, NULL]) AS a";
    expect(await rowDifferences(session, `${rows} ORDER BY a`, `${rows} ORDER BY a DESC`)).toEqual([]);
  });
});

describe(differences, () => {
  const described = { version: 3, schema: '{"type":"struct","fields":[]}', partitionedBy: ['p', 'q'] };
  const reading = { described, rows: 'SELECT 1 AS a' };

  it.each([{ version: 4 }, { schema: '{"type":"struct","fields":[{}]}' }, { partitionedBy: ['q', 'p'] }])(
    'sees %o',
    async (change) => {
      const found = await differences(session, reading, { ...reading, described: { ...described, ...change } });
      expect(found).toHaveLength(1);
    },
  );

  it('sees nothing where the other says nothing, or the same in another spelling', async () => {
    expect(await differences(session, reading, { ...reading, described: undefined })).toEqual([]);
    const spelled = { ...described, schema: '{ "fields": [], "type": "struct" }' };
    expect(await differences(session, reading, { ...reading, described: spelled })).toEqual([]);
  });
});
