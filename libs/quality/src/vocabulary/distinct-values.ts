import type { Value } from '@sluice/engine';
import { membership } from '../membership.ts';
import { columnArgument, isAbsent, isTrue, listOf, literals, setText, textOf, type KnownColumn } from './arguments.ts';
import type { Definition, Kwargs, Outcome, Parameter, Run } from './definition.ts';
import { plainNumber } from './plain-number.ts';
import { certainSet, column, conditionParameters, flag, valueSet } from './parameters.ts';

/** Most distinct values that a result lists. */
const most = 1000;

interface Found {
  readonly missing: number;
  readonly surplus: number;
  readonly values: readonly { readonly value: Value; readonly count: Value }[];
  readonly distinct: number;
}

/** Compares the distinct values with a set, within the engine. */
async function compare({ session, keep, from }: Run, known: KnownColumn, members: readonly string[]): Promise<Found> {
  const { sql, type } = known;
  const counts = await keep(
    `SELECT ${sql} AS value, count(*) AS copies FROM ${from} WHERE ${sql} IS NOT NULL GROUP BY 1`,
  );
  const set =
    members.length === 0
      ? `SELECT CAST(NULL AS ${type}) AS value LIMIT 0`
      : `SELECT DISTINCT value FROM (VALUES ${members.map((member) => `(${member})`).join(', ')}) AS members(value)`;
  const [row] = await session.query(
    `WITH members AS (${set})
SELECT (SELECT count(*) FROM ${counts}) AS distinct_values,
       (SELECT count(*) FROM ${counts} WHERE value NOT IN (SELECT value FROM members)) AS surplus,
       (SELECT count(*) FROM members WHERE value NOT IN (SELECT value FROM ${counts})) AS missing`,
  );
  const values = await session.query(`SELECT value, copies FROM ${counts} ORDER BY value LIMIT ${String(most)}`);
  return {
    missing: Number(row?.['missing']),
    surplus: Number(row?.['surplus']),
    distinct: Number(row?.['distinct_values']),
    values: values.map(({ value = null, copies = null }) => ({ value: plainNumber(value, type), count: copies })),
  };
}

interface OnDistinct {
  readonly summary: string;
  readonly notes?: readonly string[];
  readonly value_set: Parameter;
  readonly example: Kwargs;
  readonly verb: string;
  readonly holds: (found: Found, hasMembers: boolean) => boolean;
}

function onDistinct({ value_set, verb, holds, notes = [], ...rest }: OnDistinct): Definition {
  return {
    ...rest,
    kind: 'column aggregate',
    issue: 'Validity',
    notes: [
      ...notes,
      `Nulls do not count, in the column and in the set. The result lists the distinct values, sorted, and how often each occurs; of more than ${String(most)} the first, and how many there are.`,
    ],
    parameters: { column, value_set, ...conditionParameters },
    expected: (kwargs) =>
      `distinct values of ${textOf(kwargs, 'column')} ${verb} ${setText(listOf(kwargs, 'value_set'))}`,
    plan(kwargs, subject) {
      const known = columnArgument(kwargs, subject);
      const members = literals(listOf(kwargs, 'value_set'), known, 'value_set');
      const hasMembers = !isAbsent(kwargs['value_set']) && listOf(kwargs, 'value_set').length > 0;
      return {
        form: 'statements',
        async run(run): Promise<Outcome> {
          const found = await compare(run, known, members);
          return {
            success: holds(found, hasMembers),
            observed: found.values.map(({ value }) => value),
            details: {
              value_counts: found.values,
              ...(found.distinct > most && { distinct_count: found.distinct }),
            },
          };
        },
      };
    },
  };
}

const example = { column: 'status', value_set: ['open', 'shipped', 'returned'] };

/** Sets of distinct values, and the most common one. */
export const distinctValues: Readonly<Record<string, Definition>> = {
  expect_column_distinct_values_to_be_in_set: onDistinct({
    summary: 'Every distinct value of a column is a member of a set.',
    notes: ['A set that is null or empty allows every value.'],
    value_set: valueSet,
    example,
    verb: 'are among',
    holds: ({ surplus }, hasMembers) => !hasMembers || surplus === 0,
  }),
  expect_column_distinct_values_to_contain_set: onDistinct({
    summary: 'Every member of a set occurs in a column.',
    value_set: certainSet,
    example: { column: 'status', value_set: ['open'] },
    verb: 'contain',
    holds: ({ missing }) => missing === 0,
  }),
  expect_column_distinct_values_to_equal_set: onDistinct({
    summary: 'The distinct values of a column are exactly the members of a set.',
    value_set: certainSet,
    example,
    verb: 'are',
    holds: ({ missing, surplus }) => missing === 0 && surplus === 0,
  }),
  expect_column_most_common_value_to_be_in_set: {
    kind: 'column aggregate',
    issue: 'Validity',
    summary: 'The most common value of a column is a member of a set.',
    notes: [
      'The result lists all values that are equally common. Without `ties_okay` there must be one; with it, one of them must be a member. Where there is no value, that fails.',
    ],
    parameters: {
      column,
      value_set: valueSet,
      ties_okay: flag('several values may be equally common'),
      ...conditionParameters,
    },
    example: { column: 'status', value_set: ['shipped'], ties_okay: true },
    expected: (kwargs) =>
      `most common value of ${textOf(kwargs, 'column')} is one of ${setText(listOf(kwargs, 'value_set'))}`,
    plan(kwargs, subject) {
      const known = columnArgument(kwargs, subject);
      const members = literals(listOf(kwargs, 'value_set'), known, 'value_set');
      const isMember = isAbsent(kwargs['value_set'])
        ? 'TRUE'
        : members.length === 0
          ? 'FALSE'
          : membership('value', 'IN', members).sql;
      return {
        form: 'statements',
        async run({ session, from }): Promise<Outcome> {
          const rows = await session.query(
            `WITH counts AS (SELECT ${known.sql} AS value, count(*) AS copies FROM ${from} WHERE ${known.sql} IS NOT NULL GROUP BY 1)
SELECT value, ${isMember} AS is_member, count(*) OVER () AS modes FROM counts
WHERE copies = (SELECT max(copies) FROM counts) ORDER BY value LIMIT ${String(most)}`,
          );
          const modes = Number(rows[0]?.['modes'] ?? 0);
          const some = rows.some((row) => row['is_member'] === true);
          return {
            success: some && (modes === 1 || isTrue(kwargs, 'ties_okay')),
            observed: rows.length === 0 ? null : rows.map(({ value = null }) => plainNumber(value, known.type)),
          };
        },
      };
    },
  },
};
