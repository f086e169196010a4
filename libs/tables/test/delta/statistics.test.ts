import { describe, expect, it } from 'vitest';
import { columnsIn, parseStatistics, rowsIn } from '../../src/delta/statistics.ts';

function read(stats: string, types: Readonly<Record<string, string>>) {
  return Object.fromEntries(columnsIn(parseStatistics(stats), new Map(Object.entries(types))));
}

function bounds(type: string, min: string, max: string) {
  return read(`{"minValues":{"c":${min}},"maxValues":{"c":${max}}}`, { c: type })['c'];
}

describe('the statistics of a file', () => {
  it('tell rows, nulls and bounds of the columns that the table has', () => {
    const stats =
      '{"numRecords":3,"minValues":{"a":1,"gone":1},"maxValues":{"a":9},"nullCount":{"a":0,"b":3,"st":{"x":1}}}';
    expect(rowsIn(parseStatistics(stats))).toBe(3);
    expect(read(stats, { a: 'BIGINT', b: 'VARCHAR', st: 'STRUCT(x BIGINT)', c: 'DATE', constructor: 'DATE' })).toEqual({
      a: { nulls: 0, min: '1', max: '9' },
      b: { nulls: 3 },
    });
  });

  it.each([undefined, null, '', '{', 'null', '[]', '{"numRecords":"3"}', '{"minValues":5}'])(
    'may be none: %j',
    (stats) => {
      expect(rowsIn(parseStatistics(stats))).toBeUndefined();
      expect(columnsIn(parseStatistics(stats), new Map([['a', 'BIGINT']]))).toEqual(new Map());
    },
  );

  it.each([
    ['BIGINT', '-9223372036854775808', '9223372036854775807', '-9223372036854775808', '9223372036854775807'],
    ['DECIMAL(10,2)', '-1.50', '99999999.99', '-1.5', '99999999.99'],
    ['VARCHAR', '"a 12345678901234567890 \\" b"', '"é"', 'a 12345678901234567890 " b', 'é'],
    ['DATE', '"2026-01-01"', '"2026-01-02"', '2026-01-01', '2026-01-02'],
    ['BOOLEAN', 'false', 'true', 'false', 'true'],
  ])('keep every digit of a %s', (type, min, max, least, most) => {
    expect(bounds(type, min, max)).toEqual({ min: least, max: most });
  });

  it.each(['"2026-01-01T00:00:00.123Z"', '"2026-01-01T00:00:00.123456Z"', '"2026-01-01 00:00:00.123"'])(
    'are cut to milliseconds, so that the greatest instant lies above: %s',
    (max) => {
      expect(bounds('TIMESTAMP WITH TIME ZONE', '"x"', max)).toEqual({ min: 'x', max: '2026-01-01T00:00:00.124Z' });
    },
  );

  it('bound no decimals that were doubles, and no floating point number from above, as NaN is', () => {
    expect(bounds('DECIMAL(38,0)', '1', '9223372036854775807')).toBeUndefined();
    expect(bounds('DOUBLE', '0.5', '1.5')).toEqual({ min: '0.5' });
  });
});
