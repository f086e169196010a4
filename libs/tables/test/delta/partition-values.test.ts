import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partitionFolder, partitionLiteral, partitionText } from '../../src/delta/partition-values.ts';
import { decodePath, encodePath } from '../../src/delta/path.ts';
import { useLake } from './lake.ts';

const lake = useLake();

/** SQL of values, and the type of the column that they are in. */
const values: fc.Arbitrary<readonly [type: string, sql: string]> = fc.oneof(
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((n) => ['BIGINT', `'${n}'::BIGINT`] as const),
  fc.integer({ min: -128, max: 127 }).map((n) => ['TINYINT', `'${n}'::TINYINT`] as const),
  fc.double().map((n) => ['DOUBLE', `'${n}'::DOUBLE`] as const),
  fc.float().map((n) => ['FLOAT', `'${n}'::FLOAT`] as const),
  fc.boolean().map((yes) => ['BOOLEAN', `${yes}`] as const),
  fc
    .tuple(fc.bigInt(-(10n ** 28n) + 1n, 10n ** 28n - 1n), fc.integer({ min: 0, max: 9_999_999 }))
    .map(([whole, fraction]) => ['DECIMAL(38,10)', `'${whole}.${fraction}'::DECIMAL(38,10)`] as const),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((days) => ['DATE', `DATE '1970-01-01' + ${days}`] as const),
  fc
    .integer({ min: -62_000_000_000_000, max: 4_000_000_000_000 })
    .map((ms) => ['TIMESTAMP WITH TIME ZONE', `make_timestamptz(${ms}::BIGINT * 1000 + 7)`] as const),
  fc
    .string({ minLength: 1, unit: 'binary' })
    .map((text) => ['VARCHAR', text] as const)
    .map(([type, text]) => [type, `decode(unhex('${Buffer.from(text).toString('hex')}'))`] as const),
  fc
    .string({ minLength: 1, unit: 'binary' })
    .map((text) => ['BLOB', `unhex('${Buffer.from(text).toString('hex')}')`] as const),
);

describe('a partition value', () => {
  it('is the same after it was text in the log', async () => {
    await fc.assert(
      fc.asyncProperty(values, async ([type, sql]) => {
        const { session } = lake();
        const [written] = await session.query(`SELECT (${sql})::VARCHAR AS text`);
        const text = typeof written?.['text'] === 'string' ? partitionText(written['text'], type) : undefined;
        const [read] = await session.query(
          `SELECT (${partitionLiteral(text, type)}) IS NOT DISTINCT FROM (${sql}) AS same`,
        );
        expect([text, read]).toEqual([text, { same: true }]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['TIMESTAMP WITH TIME ZONE', '2026-01-01 00:00:00.5+00', '2026-01-01T00:00:00.500000Z'],
    ['TIMESTAMP WITH TIME ZONE', '2026-01-01 00:00:00+00', '2026-01-01T00:00:00.000000Z'],
    ['DOUBLE', 'inf', 'Infinity'],
    ['FLOAT', '-inf', '-Infinity'],
    ['DOUBLE', 'nan', 'NaN'],
    ['BOOLEAN', 'true', 'true'],
    ['DECIMAL(12,2)', '1.50', '1.50'],
    ['VARCHAR', '', null],
    ['BLOB', String.raw`a\x00\xC3\xA9\x5C`, 'a\0é\\'],
    ['BLOB', String.raw`\xFF`, undefined],
  ])('of the type %s is written for others: %s', (type, text, written) => {
    expect(partitionText(text, type)).toBe(written);
  });

  it.each([
    ['TIMESTAMP WITH TIME ZONE', '2026-01-01 01:02:03', '2026-01-01T01:02:03Z'],
    ['TIMESTAMP WITH TIME ZONE', '2026-01-01 01:02:03.123456', '2026-01-01T01:02:03.123456Z'],
    ['TIMESTAMP WITH TIME ZONE', '2026-01-01T01:02:03.123456Z', '2026-01-01T01:02:03.123456Z'],
    ['TIMESTAMP WITH TIME ZONE', '2026-01-01 01:02:03+02:00', '2025-12-31T23:02:03Z'],
    ['BLOB', 'é', String.raw`\xC3\xA9`],
    ['BLOB', String.raw`\u0001\u00ff`, String.raw`\x01\xFF`],
    ['VARCHAR', 'a\0b', 'a\0b'],
    ['BIGINT', '', null],
    ['DATE', null, null],
    ['DOUBLE', '1.0E10', 1e10],
  ])('of the type %s is read as others write it: %j', async (type, text, value) => {
    const { session } = lake();
    await session.execute("SET TimeZone = 'Asia/Tokyo'");
    expect(await session.query(`SELECT ${partitionLiteral(text, type)} AS value`)).toEqual([{ value }]);
    await session.execute("SET TimeZone = 'UTC'");
  });
});

describe(partitionFolder, () => {
  it('escapes as Hive does', () => {
    const values = new Map([
      ['day', '2026-01-01'],
      ['a=b', 'x/y:z %"[]'],
      ['none', null],
      ['smile', '🙂 é'],
    ]);
    expect(partitionFolder(values)).toBe(
      'day=2026-01-01/a%3Db=x%2Fy%3Az %25%22%5B%5D/none=__HIVE_DEFAULT_PARTITION__/smile=🙂 é',
    );
  });
});

describe(encodePath, () => {
  it('is undone by decoding, and is ASCII without blanks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (path) => {
        expect(encodePath(path)).toMatch(/^[!-~]*$/);
        expect(decodePath(encodePath(path))).toBe(path);
      }),
    );
    expect(encodePath('day=2026-01-01/a b%.parquet')).toBe('day=2026-01-01/a%20b%25.parquet');
  });
});
