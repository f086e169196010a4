import { describe, expect, it } from 'vitest';
import { toValue } from '../src/values.ts';
import { connectForFile } from './support.ts';

const session = await connectForFile();

describe(toValue, () => {
  it.each([
    ['NULL', null],
    ['true', true],
    ['42', 42],
    ['9007199254740991::BIGINT', 9007199254740991],
    ['9007199254740993::BIGINT', '9007199254740993'],
    ['(-9007199254740993)::BIGINT', '-9007199254740993'],
    ['18446744073709551615::UBIGINT', '18446744073709551615'],
    ['5::HUGEINT', 5],
    ['170141183460469231731687303715884105727::HUGEINT', '170141183460469231731687303715884105727'],
    ['1.50::DECIMAL(5,2)', '1.50'],
    ['-0.05::DECIMAL(38,2)', '-0.05'],
    ['0.1::DOUBLE', 0.1],
    ["'NaN'::DOUBLE", 'NaN'],
    ["'-inf'::DOUBLE", '-Infinity'],
    ["'é 🎉'", 'é 🎉'],
    ["DATE '2026-02-28'", '2026-02-28'],
    ["DATE '0999-01-01'", '0999-01-01'],
    ["TIMESTAMP '2026-02-28 01:02:03'", '2026-02-28T01:02:03'],
    ["TIMESTAMP '2026-02-28 01:02:03.000450'", '2026-02-28T01:02:03.00045'],
    ["TIMESTAMP_S '2026-02-28 01:02:03'", '2026-02-28T01:02:03'],
    ["TIMESTAMP_MS '2026-02-28 01:02:03.5'", '2026-02-28T01:02:03.5'],
    ["TIMESTAMP_NS '2026-02-28 01:02:03.000000001'", '2026-02-28T01:02:03.000000001'],
    ["TIMESTAMPTZ '2026-02-28 01:02:03+02'", '2026-02-27T23:02:03Z'],
    ["TIMESTAMPTZ '1969-12-31 23:59:59.999999Z'", '1969-12-31T23:59:59.999999Z'],
    ["'infinity'::TIMESTAMP", 'infinity'],
    ["TIME '10:00:00'", '10:00:00'],
    ['INTERVAL 36 HOUR', '36:00:00'],
    ["UUID '00000000-0000-0000-0000-00000000000a'", '00000000-0000-0000-0000-00000000000a'],
    ["'b'::ENUM('a', 'b')", 'b'],
    [`'{"a": 1}'::JSON`, '{"a": 1}'],
    ["[DATE '2026-01-01', NULL]", ['2026-01-01', null]],
    ['array_value(1, 2)', [1, 2]],
    ["{'x y': 1.5::DECIMAL(3,1), 'n': NULL}", { 'x y': '1.5', n: null }],
    ["MAP {'k': 1}", [{ key: 'k', value: 1 }]],
    ['union_value(n := 1)', { tag: 'n', value: 1 }],
  ])('%s is %j', async (sql, expected) => {
    const rows = await session.query(`SELECT ${sql} AS cell`);
    expect(rows).toEqual([{ cell: expected }]);
    expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
  });
});
