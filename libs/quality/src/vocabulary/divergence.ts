import type { Value } from '@sluice/engine';
import { plainText } from '../problems.ts';
import { ExpectationError } from '../errors.ts';
import { columnArgument, isAbsent, literal, numberOf, numeric, textOf, type KnownColumn } from './arguments.ts';
import type { Definition, Kwargs, Outcome, Run } from './definition.ts';
import { column, conditionParameters } from './parameters.ts';
import { readPartition, type Partition } from './partition.ts';

type Categorical = Extract<Partition, { form: 'categorical' }>;
type Continuous = Extract<Partition, { form: 'continuous' }>;

interface Compared {
  readonly observed: readonly number[];
  readonly expected: readonly number[];
  readonly details: Readonly<Record<string, Value>>;
}

const holdout = { type: 'number', minimum: 0, maximum: 1 };

/** The sum of p ln(p/q), both scaled to 1; infinite where something is seen that is not expected at all. */
export function relativeEntropy(observed: readonly number[], expected: readonly number[]): number {
  const total = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0);
  const [seen, foreseen] = [total(observed), total(expected)];
  return total(
    observed.map((weight, index) => {
      const p = weight / seen;
      const q = (expected[index] ?? 0) / foreseen;
      return p === 0 ? 0 : p * Math.log(p / q);
    }),
  );
}

async function compareCategories(
  run: Run,
  known: KnownColumn,
  partition: Categorical,
  tail: number,
): Promise<Compared> {
  const { sql } = known;
  const members = partition.values.map((value, index) => literal(value, known, `values[${String(index)}]`));
  const place = `list_position([${members.join(', ')}], ${sql})`;
  const rows = await run.session.query(
    `SELECT ${place} AS place, CASE WHEN ${place} IS NULL THEN ${sql} END AS other, count(*) AS copies
FROM ${run.from} WHERE ${sql} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const counts = new Map(rows.map((row) => [Number(row['place'] ?? 0), Number(row['copies'])]));
  const others = rows.filter((row) => row['place'] === null);
  const total = rows.reduce((sum, row) => sum + Number(row['copies']), 0);
  const scale = others.length > 0 ? 1 - tail : 1;
  const observed = [
    ...partition.values.map((_, index) => (counts.get(index + 1) ?? 0) / total),
    ...others.map((row) => Number(row['copies']) / total),
  ];
  const expected = [...partition.weights.map((weight) => weight * scale), ...others.map(() => tail / others.length)];
  const values: readonly Value[] = [...partition.values, ...others.map((row) => row['other'] ?? null)];
  return {
    observed,
    expected,
    details: {
      observed_partition: { values, weights: observed },
      expected_partition: { values, weights: expected },
    },
  };
}

/** How many values lie below all bins, in each, and above all; the last bin has its upper end. */
async function histogram(run: Run, { sql }: KnownColumn, bins: readonly number[]): Promise<readonly number[]> {
  const value = `CAST(${sql} AS DOUBLE)`;
  const bound = (bin: number): string => `CAST('${String(bin)}' AS DOUBLE)`;
  const [first = 0] = bins;
  const last = bins.at(-1) ?? 0;
  const inside = bins.slice(1).map((high, index) => {
    const below = index === bins.length - 2 ? '<=' : '<';
    return `${value} >= ${bound(bins[index] ?? 0)} AND ${value} ${below} ${bound(high)}`;
  });
  const tests = [`${value} < ${bound(first)}`, ...inside, `${value} > ${bound(last)}`];
  const cells = tests.map((test, index) => `coalesce(count_if(${test}), 0) AS c${String(index)}`);
  const [row] = await run.session.query(`SELECT ${cells.join(', ')} FROM ${run.from}`);
  return tests.map((_, index) => Number(row?.[`c${String(index)}`] ?? 0));
}

async function compareBins(run: Run, known: KnownColumn, partition: Continuous, kwargs: Kwargs): Promise<Compared> {
  const tail = numberOf(kwargs, 'tail_weight_holdout', 0);
  const internal = numberOf(kwargs, 'internal_weight_holdout', 0);
  const { bins, weights, tails } = partition;
  const [opensBelow, opensAbove] = [bins[0] === -Infinity, bins.at(-1) === Infinity];
  if (opensBelow && opensAbove && tail > 0)
    throw new ExpectationError('tail_weight_holdout: there are no tails where both ends of the bins are infinite');
  const counts = await histogram(run, known, bins);
  const total = counts.reduce((sum, each) => sum + each, 0);
  const empty = weights.filter((weight) => weight === 0).length;
  const share = empty > 0 ? internal / empty : 0;
  const inner = weights.map((weight) => (weight === 0 && internal > 0 ? share : weight * (1 - tail - internal)));
  const each = opensBelow || opensAbove ? tail : tail / 2;
  const expected = [...(opensBelow ? [] : [tails?.[0] ?? each]), ...inner, ...(opensAbove ? [] : [tails?.[1] ?? each])];
  const seen = counts.map((each) => each / total);
  const observed = seen.slice(opensBelow ? 1 : 0, opensAbove ? -1 : undefined);
  const finite = bins.filter((bin) => Number.isFinite(bin));
  const shown = (all: readonly number[]): Value => ({
    bins: finite,
    weights: all.slice(1, -1),
    tail_weights: [all[0] ?? 0, all.at(-1) ?? 0],
  });
  return {
    observed,
    expected,
    details: { observed_partition: shown(observed), expected_partition: shown(expected) },
  };
}

async function judge(run: Run, known: KnownColumn, partition: Partition, kwargs: Kwargs): Promise<Outcome> {
  const tail = numberOf(kwargs, 'tail_weight_holdout', 0);
  const threshold = kwargs['threshold'];
  const { observed, expected, details } =
    partition.form === 'categorical'
      ? await compareCategories(run, known, partition, tail)
      : await compareBins(run, known, partition, kwargs);
  const divergence = relativeEntropy(observed, expected);
  const found = Number.isFinite(divergence) ? Math.max(0, divergence) : null;
  const success = isAbsent(threshold) || (found !== null && found <= Number(threshold));
  return { success, observed: found, details: found === null && !Number.isFinite(observed[0]) ? {} : details };
}

/** How far two distributions are apart. */
export const divergence: Readonly<Record<string, Definition>> = {
  expect_column_kl_divergence_to_be_less_than: {
    kind: 'column aggregate',
    issue: 'Numeric',
    summary: 'The distribution of a column is not far from an expected one (Kullback–Leibler divergence).',
    notes: [
      'D(observed ‖ expected) in nats is at most the threshold. It is infinite where a value is seen that has no weight: then the result is null, and that fails. A threshold that is null allows everything.',
      'The expected distribution is `{values, weights}`, or `{bins, weights, tail_weights?}` of numbers, where a bin has its lower end and the last its upper one too, and the outermost ends may be "-inf" and "inf". The weights add up to 1.',
    ],
    parameters: {
      column,
      partition_object: {
        schema: {
          type: 'object',
          properties: {
            values: { type: 'array', items: { type: ['string', 'number', 'boolean'] } },
            bins: { type: 'array', items: { type: ['string', 'number'] }, minItems: 2 },
            weights: { type: 'array', items: { type: 'number' } },
            tail_weights: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
          },
          required: ['weights'],
          additionalProperties: false,
        },
        describe: 'the expected distribution',
        required: true,
      },
      threshold: {
        schema: { type: ['number', 'null'], minimum: 0 },
        describe: 'the largest divergence; null for any',
        required: true,
      },
      tail_weight_holdout: {
        schema: holdout,
        describe: 'weight that values unseen by the distribution share, or the tails beyond the bins',
        default: 0,
      },
      internal_weight_holdout: {
        schema: holdout,
        describe: 'weight that bins without weight share; of no use for `values`',
        default: 0,
      },
      bucketize_data: {
        schema: { type: 'boolean' },
        describe: 'sort the values into the bins; must be so for bins',
        default: true,
      },
      ...conditionParameters,
    },
    example: {
      column: 'status',
      partition_object: { values: ['open', 'shipped', 'returned'], weights: [0.3, 0.5, 0.2] },
      threshold: 0.1,
    },
    expected: (kwargs) =>
      `divergence of ${textOf(kwargs, 'column')} <= ${isAbsent(kwargs['threshold']) ? 'any' : plainText(kwargs['threshold'])}`,
    plan(kwargs, subject) {
      const partition = readPartition(kwargs['partition_object']);
      const known = columnArgument(kwargs, subject, partition.form === 'continuous' ? numeric : undefined);
      if (partition.form === 'continuous' && kwargs['bucketize_data'] === false)
        throw new ExpectationError('bucketize_data: values must be sorted into bins to be compared with bins');
      if (partition.form === 'categorical' && numberOf(kwargs, 'internal_weight_holdout', 0) > 0)
        throw new ExpectationError('internal_weight_holdout: it is for bins, and of no use for values');
      return { form: 'statements', run: (run) => judge(run, known, partition, kwargs) };
    },
  },
};
