import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { database, decimal, divideHalfUp, money } from './support.ts';

const { value } = database();

/** A relation of one column of amounts, nulls among them. */
function amounts(units: readonly (bigint | null)[], type: string, places: number): string {
  const rows = units.map((unit) => `(${unit === null ? 'NULL' : decimal(unit, places)}::${type})`);
  return `(VALUES ${rows.join(', ')}) AS amounts(amount)`;
}

const cents = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
const smallCents = fc.bigInt({ min: -500n, max: 500n });
const units = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });

describe('money_average', () => {
  it('is the exact mean of cents, rounded once, halves away from zero', async () => {
    const lists = fc.array(fc.option(fc.oneof(cents, smallCents), { freq: 8 }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(lists, async (list) => {
        const given = list.filter((unit) => unit !== null);
        const sum = given.reduce((total, unit) => total + unit, 0n);
        const expected = given.length === 0 ? null : money(divideHalfUp(sum, BigInt(given.length)));
        expect(await value('money_average(amount)', amounts(list, 'DECIMAL(19,2)', 2))).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('is the exact mean of amounts with eight decimals', async () => {
    const lists = fc.array(units, { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(lists, async (list) => {
        const sum = list.reduce((total, unit) => total + unit, 0n);
        const expected = money(divideHalfUp(sum, BigInt(list.length) * 1_000_000n));
        expect(await value('money_average(amount)', amounts(list, 'DECIMAL(18,8)', 8))).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of rows', async () => {
    const table = 'range(100000) AS numbers(i)';
    const amount = '((hash(i) % 100000000)::BIGINT::DECIMAL(10,0) * 0.01::DECIMAL(3,2))';
    const forwards = await value(`money_average(${amount})`, table);
    const shuffled = await value(`money_average(${amount})`, `(SELECT i FROM ${table} ORDER BY hash(i, 7))`);
    expect(shuffled).toBe(forwards);
  });

  it.each([
    ['1.00, 1.01', '1.01'],
    ['-1.00, -1.01', '-1.01'],
    ['-0.01, 0.00', '-0.01'],
    ['0.00, 0.01, 0.00', '0.00'],
  ])('of %s is %s', async (list, expected) => {
    const rows = list.split(', ').map((amount) => `(${amount}::DECIMAL(10,2))`);
    expect(await value('money_average(amount)', `(VALUES ${rows.join(', ')}) AS t(amount)`)).toBe(expected);
  });

  it('is NULL without rows and of NULLs alone', async () => {
    expect(await value('money_average(amount)', `(SELECT 1.00 AS amount WHERE false)`)).toBeNull();
    expect(await value('money_average(amount)', amounts([null, null], 'DECIMAL(10,2)', 2))).toBeNull();
  });

  it('holds for sums beyond 64 bits', async () => {
    const largest = '9999999999999999.99::DECIMAL(18,2)';
    expect(await value(`money_average(${largest})`, 'range(100000)')).toBe('9999999999999999.99');
  });

  it('refuses DOUBLE, whose sums depend on the order of rows', async () => {
    await expect(value('money_average(amount)', '(SELECT 1.5::DOUBLE AS amount)')).rejects.toThrow(/money is DECIMAL/u);
  });
});

describe('money_ratio', () => {
  const parts = fc.integer({ min: 1, max: 1_000_000 });

  it('is the exact quotient of an amount and a count', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(cents, smallCents), parts, async (total, count) => {
        const expected = money(divideHalfUp(total, BigInt(count)));
        expect(await value(`money_ratio(${decimal(total, 2)}::DECIMAL(19,2), ${String(count)})`)).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('takes amounts with eight decimals', async () => {
    await fc.assert(
      fc.asyncProperty(units, parts, async (total, count) => {
        const expected = money(divideHalfUp(total, BigInt(count) * 1_000_000n));
        expect(await value(`money_ratio(${decimal(total, 8)}::DECIMAL(18,8), ${String(count)})`)).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('is 0.00 where the count is 0, and NULL where the count is unknown or a counted amount is', async () => {
    expect(await value('money_ratio(12.34::DECIMAL(10,2), 0)')).toBe('0.00');
    expect(await value('money_ratio(NULL::DECIMAL(10,2), 0)')).toBe('0.00');
    expect(await value('money_ratio(NULL::DECIMAL(10,2), 3)')).toBeNull();
    expect(await value('money_ratio(12.34::DECIMAL(10,2), NULL)')).toBeNull();
  });

  it('refuses DOUBLE', async () => {
    await expect(value('money_ratio(amount, 2)', '(SELECT 1.5::DOUBLE AS amount)')).rejects.toThrow(
      /money is DECIMAL/u,
    );
  });
});

describe('money_round', () => {
  it('is the nearest cent of a sum with eight decimals, halves away from zero', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(units, fc.constantFrom(500_000n, -500_000n, 499_999n, -499_999n)), async (unit) => {
        const expected = money(divideHalfUp(unit, 1_000_000n));
        expect(await value(`money_round(${decimal(unit, 8)}::DECIMAL(38,8))`)).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps NULL, and raises where the result does not fit', async () => {
    expect(await value('money_round(NULL::DECIMAL(38,8))')).toBeNull();
    await expect(value("money_round('10000000000000000'::DECIMAL(38,8))")).rejects.toThrow(/out of range/u);
  });

  it('refuses DOUBLE', async () => {
    await expect(value('money_round(amount)', '(SELECT 1.5::DOUBLE AS amount)')).rejects.toThrow(/money is DECIMAL/u);
  });
});

describe('divide_half_up', () => {
  it('rounds quotients of whole numbers, halves away from zero', async () => {
    const whole = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
    await fc.assert(
      fc.asyncProperty(whole, fc.bigInt({ min: 1n, max: 10n ** 9n }), async (dividend, divisor) => {
        const expected = divideHalfUp(dividend, divisor);
        const query = `(divide_half_up(${dividend.toString()}::HUGEINT, ${divisor.toString()}))::VARCHAR`;
        expect(await value(query)).toBe(expected.toString());
      }),
      { numRuns: 60 },
    );
  });

  it('takes a divisor below 0, and is NULL where it is 0', async () => {
    expect(await value('divide_half_up(7, -2)')).toBe(-4);
    expect(await value('divide_half_up(7, 0)')).toBeNull();
  });
});

describe('money_units', () => {
  it('counts units of 0.00000001', async () => {
    expect(await value('money_units(-1.005::DECIMAL(18,8))::VARCHAR')).toBe('-100500000');
    expect(await value("money_units('799999999999999999999999999999'::DECIMAL(38,8))::VARCHAR")).toBe(
      '79999999999999999999999999999900000000',
    );
  });
});
