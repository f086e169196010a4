import type { Transform } from './transform.ts';

// `/` and avg() of DECIMAL are DOUBLE in DuckDB and round twice in Spark: exact means are integers divided by integers.
export const divideHalfUp: Transform = {
  name: 'divide_half_up',
  parameters: [
    { name: 'dividend', type: 'integer' },
    { name: 'divisor', type: 'integer' },
  ],
  returns: 'BIGINT, or HUGEINT for a HUGEINT',
  describe:
    'The quotient of two whole numbers, rounded to the nearest whole number, halves away from zero. NULL where the divisor is 0 or either is NULL.',
  duckdb: 'sign(dividend) * sign(divisor) * ((2 * abs(dividend) + abs(divisor)) // (2 * abs(divisor)))',
  spark: `CAST(sign(dividend) * sign(divisor) AS INT) * CAST(
    (2 * abs(dividend) + abs(divisor) - (2 * abs(dividend) + abs(divisor)) % nullif(2 * abs(divisor), 0)) / nullif(2 * abs(divisor), 0)
    AS DECIMAL(38,0))`,
};

export const moneyUnits: Transform = {
  name: 'money_units',
  parameters: [{ name: 'amount', type: 'DECIMAL(p,s), s ≤ 8' }],
  returns: 'HUGEINT',
  describe:
    'An amount in whole units of 0.00000001, exact up to ±8 × 10^29. An amount beyond raises; a DOUBLE raises, because sums of it depend on the order of rows. NULL stays NULL.',
  duckdb: `CASE WHEN typeof(amount) IN ('DOUBLE', 'FLOAT') THEN error('money is DECIMAL, not ' || typeof(amount))
    ELSE trunc(amount::DECIMAL(38,8))::HUGEINT * 100000000 + (amount::DECIMAL(38,8) % 1 * 100000000)::HUGEINT END`,
  spark: 'CAST(CAST(amount AS DECIMAL(30,8)) * 100000000 AS DECIMAL(38,0))',
};

export const moneyRatio: Transform = {
  name: 'money_ratio',
  parameters: [
    { name: 'total', type: 'DECIMAL(p,s), s ≤ 8' },
    { name: 'parts', type: 'integer' },
  ],
  returns: 'DECIMAL(18,2)',
  describe:
    'An amount divided by a count, exact and rounded once to 2 places, halves away from zero; 0.00 where the count is 0. NULL where the count is NULL, or the amount is and the count is not 0.',
  // Cents in 64 bits for amounts that fit: 128-bit arithmetic costs fifty times as much.
  duckdb: `CASE WHEN parts = 0 THEN 0
    WHEN typeof(total) NOT IN ('DOUBLE', 'FLOAT') AND TRY_CAST(total AS DECIMAL(15,2)) = total
    THEN divide_half_up((TRY_CAST(total AS DECIMAL(15,2)) * 100::DECIMAL(3,0))::BIGINT, parts::BIGINT)::DECIMAL(16,0) * 0.01::DECIMAL(2,2)
    ELSE divide_half_up(money_units(total), parts::HUGEINT * 1000000)::DECIMAL(36,0) * 0.01::DECIMAL(2,2) END::DECIMAL(18,2)`,
  spark: `CAST(CASE WHEN parts = 0 THEN 0
    ELSE divide_half_up(money_units(total), CAST(parts AS DECIMAL(31,0)) * 1000000) * 0.01 END AS DECIMAL(18,2))`,
};

export const moneyAverage: Transform = {
  name: 'money_average',
  parameters: [{ name: 'amount', type: 'DECIMAL(p,s), s ≤ 8' }],
  returns: 'DECIMAL(18,2)',
  describe:
    'Aggregate: the exact mean of the amounts, rounded once to 2 places, halves away from zero (-0.005 is -0.01). Passes over NULL; NULL without any amount. Does not depend on the order of rows. For a part of the rows average a CASE: a macro takes no FILTER.',
  duckdb: 'CASE WHEN count(amount) > 0 THEN money_ratio(sum(amount), count(amount)) END',
  spark: 'CASE WHEN count(amount) > 0 THEN money_ratio(sum(amount), count(amount)) END',
};

export const moneyRound: Transform = {
  name: 'money_round',
  parameters: [{ name: 'amount', type: 'DECIMAL' }],
  returns: 'DECIMAL(18,2)',
  describe:
    'An amount rounded to 2 places, halves away from zero, as invoices are added up: sum first, round once. NULL stays NULL; 10^16 and more raises, and so does a DOUBLE.',
  duckdb: `CASE WHEN typeof(amount) IN ('DOUBLE', 'FLOAT') THEN error('money is DECIMAL, not ' || typeof(amount))
    ELSE amount::DECIMAL(18,2) END`,
  spark: 'CAST(amount AS DECIMAL(18,2))',
};
