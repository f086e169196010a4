import { isWrongWayRound } from '../bound-order.ts';
import { plainText, show } from '../problems.ts';
import { ExpectationError } from '../errors.ts';
import { columnArgument, isAbsent, listOf, literal, numeric, orderable, type KnownColumn } from './arguments.ts';
import type { Definition, Kwargs, Outcome } from './definition.ts';
import { plainNumber } from './plain-number.ts';
import { column, conditionParameters } from './parameters.ts';

interface Range {
  readonly quantile: number;
  readonly low: unknown;
  readonly high: unknown;
}

/** @throws {ExpectationError} where the lists do not agree, or a range is the wrong way round. */
function rangesOf(kwargs: Kwargs, { family }: KnownColumn): readonly Range[] {
  const written: unknown = kwargs['quantile_ranges'];
  const given: Kwargs = typeof written === 'object' && written !== null ? { ...written } : {};
  const quantiles = listOf(given, 'quantiles');
  const ranges = listOf(given, 'value_ranges');
  if (quantiles.length !== ranges.length)
    throw new ExpectationError(
      `quantile_ranges: expected as many value_ranges as quantiles, got ${String(ranges.length)} and ${String(quantiles.length)}`,
    );
  return quantiles.map((quantile, index) => {
    const range: unknown = ranges[index];
    const ends: readonly unknown[] = Array.isArray(range) ? range : [];
    const [low, high] = ends;
    if (isWrongWayRound(low, high, family))
      throw new ExpectationError(`quantile_ranges: expected the smaller value first, got ${show(range)}`);
    return { quantile: Number(quantile), low, high };
  });
}

/** SQL, true where the value is in its range; numbers may miss an end by 1e-4 of it. */
function within(value: string, { low, high }: Range, known: KnownColumn): string {
  const near = (bound: string): string =>
    numeric.includes(known.family)
      ? ` OR abs(CAST(${value} AS DOUBLE) - ${bound}) <= 1e-4 * greatest(abs(CAST(${value} AS DOUBLE)), abs(${bound}))`
      : '';
  const ends = [
    ...(isAbsent(low) ? [] : [[literal(low, known, 'quantile_ranges'), '>='] as const]),
    ...(isAbsent(high) ? [] : [[literal(high, known, 'quantile_ranges'), '<='] as const]),
  ];
  const tests = ends.map(([bound, sign]) => `(${value} ${sign} ${bound}${near(bound)})`);
  return tests.length === 0 ? 'TRUE' : tests.join(' AND ');
}

const end = { type: ['number', 'string', 'null'] };

/** Quantiles, each in its own range. */
export const quantiles: Readonly<Record<string, Definition>> = {
  expect_column_quantile_values_to_be_between: {
    kind: 'column aggregate',
    issue: 'Numeric',
    summary: 'Quantiles of a column lie in their ranges.',
    notes: [
      'A quantile is a value of the column: the smallest that so large a share of the values does not exceed. The ends of a range count, and numbers may miss them by 1e-4 of their size. Lists of different lengths and a range that is the wrong way round are errors. Where there is no value, that fails.',
    ],
    parameters: {
      column,
      quantile_ranges: {
        schema: {
          type: 'object',
          properties: {
            quantiles: { type: 'array', items: { type: 'number', minimum: 0, maximum: 1 }, minItems: 1 },
            value_ranges: { type: 'array', items: { type: 'array', items: end, minItems: 2, maxItems: 2 } },
          },
          required: ['quantiles', 'value_ranges'],
          additionalProperties: false,
        },
        describe: '`quantiles`: numbers from 0 to 1; `value_ranges`: for each of them [low, high], null for no bound',
        required: true,
      },
      allow_relative_error: {
        schema: { type: ['boolean', 'string', 'null'] },
        describe: 'accepted and of no effect: quantiles are exact',
        default: false,
      },
      ...conditionParameters,
    },
    example: {
      column: 'amount',
      quantile_ranges: {
        quantiles: [0.25, 0.5, 0.75],
        value_ranges: [
          [0, 50],
          [10, 100],
          [20, null],
        ],
      },
    },
    expected: ({ column: name, quantile_ranges: ranges }) => `quantiles of ${plainText(name)} within ${show(ranges)}`,
    plan(kwargs, subject) {
      const known = columnArgument(kwargs, subject, orderable);
      const ranges = rangesOf(kwargs, known);
      const asked = ranges.map(({ quantile }) => quantile);
      const tests = ranges.map((range, index) => within(`found[${String(index + 1)}]`, range, known));
      return {
        form: 'statements',
        async run({ session, from }): Promise<Outcome> {
          const [row] = await session.query(
            `SELECT found, [${tests.join(',\n  ')}] AS holds
FROM (SELECT quantile_disc(${known.sql}, [${asked.join(', ')}]) AS found FROM ${from})`,
          );
          const values = row?.['found'];
          const holds = row?.['holds'];
          if (!Array.isArray(values) || !Array.isArray(holds)) return { success: false, observed: null };
          return {
            success: holds.every((verdict) => verdict === true),
            observed: { quantiles: asked, values: plainNumber(values, known.type) },
            details: { success_details: holds },
          };
        },
      };
    },
  },
};
