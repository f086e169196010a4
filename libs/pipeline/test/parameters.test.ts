import { fixedClock } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { ParametersInvalidError } from '../src/errors.ts';
import {
  columnName,
  date,
  flagName,
  integer,
  parametersSelect,
  resolveParameters,
} from '../src/definition/parameters.ts';

const clock = fixedClock('2026-03-01T23:59:59Z');
const parameters = {
  rows: integer({ default: 10, minimum: 1, maximum: 100, describe: 'rows' }),
  asOf: date({ describe: 'today' }),
};

describe(resolveParameters, () => {
  it('fills in defaults; a date is today in UTC', () => {
    expect(resolveParameters(parameters, {}, clock)).toEqual({ rows: 10, asOf: '2026-03-01' });
  });

  it('reads text as flags give it', () => {
    const given = { rows: '100', asOf: '2024-02-29' };
    expect(resolveParameters(parameters, given, clock)).toEqual({ rows: 100, asOf: '2024-02-29' });
  });

  it('names every problem at once', () => {
    const resolve = (): unknown => resolveParameters(parameters, { rows: '0', asOf: '2025-02-29', row: 1 }, clock);
    expect(resolve).toThrow(ParametersInvalidError);
    expect(resolve).toThrow(
      '--row is not a parameter of this pipeline\n' +
        '--rows must be at least 1, got "0"\n' +
        '--as-of must be a date as YYYY-MM-DD, got "2025-02-29"',
    );
  });

  it.each(['', '1.5', '1e3', ' 7', 'ten', '9007199254740993'])('refuses %j as a whole number', (text) => {
    expect(() => resolveParameters(parameters, { rows: text }, clock)).toThrow(/--rows must be a whole number/u);
  });
});

describe('the names of a parameter', () => {
  it('is snake case in SQL and kebab case as a flag', () => {
    expect(columnName('paymentTermDays')).toBe('payment_term_days');
    expect(flagName('paymentTermDays')).toBe('--payment-term-days');
  });

  it('makes one row of typed columns', () => {
    expect(parametersSelect(parameters, { rows: 3, asOf: '2026-01-01' })).toBe(
      `SELECT CAST('3' AS BIGINT) AS "rows", CAST('2026-01-01' AS DATE) AS "as_of"`,
    );
  });
});
