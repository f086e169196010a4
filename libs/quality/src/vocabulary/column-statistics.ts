import { numberOf, isTrue, numeric, orderable, textOf } from './arguments.ts';
import type { Definition } from './definition.ts';
import { onColumn } from './on-column.ts';
import { choice, flag } from './parameters.ts';

const inOrder =
  'The order is the table’s own: that of its file. A null is passed over: a value is compared with the last one that is none.';

function monotone(strictly: boolean, sign: '<' | '>'): string {
  return strictly ? `${sign}=` : sign;
}

function ordered(increasing: boolean): Definition {
  const word = increasing ? 'increasing' : 'decreasing';
  const compared = increasing ? 'smaller' : 'greater';
  return onColumn({
    issue: 'Numeric',
    summary: `The values of a column are ${word}.`,
    notes: [`${inOrder} The first is as expected; one that is ${compared} than that before it is not.`],
    parameters: { strictly: flag('a value equal to that before it is unexpected too') },
    types: orderable,
    example: { column: increasing ? 'order_id' : 'priority', strictly: increasing },
    expected: (kwargs, name) => `${name} is ${isTrue(kwargs, 'strictly') ? 'strictly ' : ''}${word}`,
    plan: (kwargs, { name, sql }) => ({
      form: 'rows',
      columns: [name],
      considered: `${sql} IS NOT NULL`,
      unexpected: `${sql} ${monotone(isTrue(kwargs, 'strictly'), increasing ? '<' : '>')} sluice_before`,
      derived: (from) => `(SELECT *, lag(${sql}) OVER () AS sluice_before FROM ${from} WHERE ${sql} IS NOT NULL)`,
    }),
  });
}

/** What can be said of a value only when the others are known. */
export const columnStatistics: Readonly<Record<string, Definition>> = {
  expect_column_value_z_scores_to_be_less_than: onColumn({
    issue: 'Numeric',
    summary: 'Every value of a column is less than so many standard deviations from the mean.',
    notes: [
      'The score is (value − mean) / sample standard deviation. Where there is no deviation (one value, or all alike) there is no score, and no value is as expected.',
    ],
    parameters: {
      threshold: { schema: { type: 'number' }, describe: 'what every score must be below', required: true },
      double_sided: {
        schema: { type: 'boolean' },
        describe: 'judge the distance on both sides: |score| < |threshold|',
        required: true,
      },
    },
    types: numeric,
    example: { column: 'amount', threshold: 3, double_sided: true },
    expected: (kwargs, name) =>
      isTrue(kwargs, 'double_sided')
        ? `|z-score of ${name}| < ${String(Math.abs(numberOf(kwargs, 'threshold', 0)))}`
        : `z-score of ${name} < ${String(kwargs['threshold'])}`,
    plan: (kwargs, { name, sql }) => ({
      form: 'prepared',
      columns: [name],
      async prepare({ session, from }) {
        const value = `CAST(${sql} AS DOUBLE)`;
        const [row] = await session.query(
          `SELECT avg(${value}) AS mean, stddev_samp(${value}) AS deviation FROM ${from}`,
        );
        const [mean, deviation] = [Number(row?.['mean']), Number(row?.['deviation'])];
        const threshold = numberOf(kwargs, 'threshold', 0);
        const score = `((${value} - ${double(mean)}) / ${double(deviation)})`;
        const within = isTrue(kwargs, 'double_sided')
          ? `abs(${score}) < ${double(Math.abs(threshold))}`
          : `${score} < ${double(threshold)}`;
        const known = Number.isFinite(mean) && deviation > 0;
        return {
          form: 'rows',
          columns: [name],
          considered: `${sql} IS NOT NULL`,
          unexpected: known ? `NOT (${within})` : `${sql} IS NOT NULL`,
        };
      },
    }),
  }),
  expect_column_values_to_not_be_outliers: onColumn({
    issue: 'Numeric',
    summary: 'No value of a column lies far off the others.',
    notes: [
      'With `iqr` the distance from the median is compared with Q3 − Q1 (linear interpolation) times the multiplier, with `std` that from the mean with the sample standard deviation. A distance equal to the limit is an outlier; where the limit is 0, every value off the centre is. Where there is no deviation to be had (one row and `std`), nothing is.',
    ],
    parameters: {
      method: choice(['iqr', 'std'], 'how the centre and the spread are found'),
      multiplier: { schema: { type: 'number', minimum: 0 }, describe: 'how many spreads are too far', default: 1.5 },
    },
    types: numeric,
    example: { column: 'amount', method: 'iqr', multiplier: 3 },
    expected: (kwargs, name) =>
      `${name} is within ${String(numberOf(kwargs, 'multiplier', 1.5))} × ${textOf(kwargs, 'method') || 'iqr'} of its centre`,
    plan: (kwargs, { name, sql }) => ({
      form: 'prepared',
      columns: [name],
      async prepare({ session, from }) {
        const value = `CAST(${sql} AS DOUBLE)`;
        const quartile = (q: number): string => `quantile_cont(${value}, ${String(q)})`;
        const [centre, spread] =
          kwargs['method'] === 'std'
            ? [`avg(${value})`, `stddev_samp(${value})`]
            : [quartile(0.5), `${quartile(0.75)} - ${quartile(0.25)}`];
        const [row] = await session.query(`SELECT ${centre} AS centre, ${spread} AS spread FROM ${from}`);
        const limit = numberOf(kwargs, 'multiplier', 1.5) * Number(row?.['spread'] ?? Number.NaN);
        const distance = `abs(${value} - ${double(Number(row?.['centre']))})`;
        return {
          form: 'rows',
          columns: [name],
          considered: `${sql} IS NOT NULL`,
          unexpected: Number.isNaN(limit) ? 'FALSE' : `${distance} ${limit === 0 ? '>' : '>='} ${double(limit)}`,
        };
      },
    }),
  }),
  expect_column_values_to_be_increasing: ordered(true),
  expect_column_values_to_be_decreasing: ordered(false),
};

function double(value: number): string {
  return `CAST('${String(value)}' AS DOUBLE)`;
}
