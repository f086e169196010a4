import type { Row, Session, Value } from '@sluice/engine';
import { ExpectationError } from '../errors.ts';
import { numberOf, textOf } from './arguments.ts';
import type { Definition, Outcome } from './definition.ts';
import { mostly, text } from './parameters.ts';
import { plainNumber } from './plain-number.ts';

/** Most rows of a query that are compared or shown. */
const most = 200;

/** The user's statement with the table filled in. @throws {ExpectationError} where it is not one that only reads. */
function readingQuery(query: string, relation: string, what: string): string {
  const whole = query.trim().replace(/;\s*$/, '');
  const bare = whole.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').trim();
  const first = /^\(*\s*([A-Za-z]+)/.exec(bare)?.[1]?.toUpperCase();
  if (bare.includes(';')) throw new ExpectationError(`${what}: expected one statement, got several`);
  if (first !== 'SELECT' && first !== 'WITH' && first !== 'FROM')
    throw new ExpectationError(
      `${what}: expected a statement that only reads (SELECT, WITH or FROM), got ${first ?? 'nothing'}`,
    );
  return whole.replace(/\{batch\}/g, () => relation);
}

/** Rows as lists of cells by place, numbers written alike whatever their type. */
async function cellsOf(session: Session, query: string): Promise<readonly (readonly Value[])[]> {
  const columns = await session.describe(query);
  const names = columns.map((_, index) => `c${String(index)}`);
  const rows = await session.query(`SELECT * FROM (\n${query}\n) AS result(${names.join(', ')}) LIMIT ${String(most)}`);
  return rows.map((row) => names.map((name, index) => plainNumber(row[name] ?? null, columns[index]?.type ?? '')));
}

/** Rows of one result without as many equal ones of the other. */
function without(rows: readonly (readonly Value[])[], others: readonly (readonly Value[])[]) {
  const left = new Map<string, number>();
  for (const row of others) left.set(JSON.stringify(row), (left.get(JSON.stringify(row)) ?? 0) + 1);
  return rows.filter((row) => {
    const key = JSON.stringify(row);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

/** The user's own SQL. */
export const query: Readonly<Record<string, Definition>> = {
  unexpected_rows_expectation: {
    kind: 'query',
    issue: 'SQL',
    summary: 'A query of your own finds no rows.',
    notes: ['`{batch}` stands for the table. One statement that only reads.'],
    parameters: { unexpected_rows_query: text('SQL that yields the rows that should not be') },
    example: { unexpected_rows_query: 'SELECT * FROM {batch} WHERE discount > amount' },
    expected: () => 'the query finds no rows',
    plan: (kwargs) => ({
      form: 'statements',
      async run({ session, relation }): Promise<Outcome> {
        const sql = readingQuery(textOf(kwargs, 'unexpected_rows_query'), relation, 'unexpected_rows_query');
        const [row] = await session.query(`SELECT count(*) AS found FROM (\n${sql}\n)`);
        const found = Number(row?.['found'] ?? 0);
        const rows: readonly Row[] =
          found === 0 ? [] : await session.query(`SELECT * FROM (\n${sql}\n) LIMIT ${String(most)}`);
        return {
          success: found === 0,
          observed: `${String(found)} unexpected row${found === 1 ? '' : 's'}`,
          details: { unexpected_rows: rows },
        };
      },
    }),
  },
  expect_query_results_to_match_comparison: {
    kind: 'query',
    issue: 'Multi-source',
    summary: 'A query finds the same rows as another query, of another source of data.',
    notes: [
      `The first ${String(most)} rows of each are compared as bags, columns by their place. The share of rows that match, of the larger result, must be at least \`mostly\`. Two empty results match. \`{batch}\` stands for the table in both.`,
    ],
    parameters: {
      base_query: text('SQL over this source'),
      comparison_data_source_name: text('the other source; where the validation names none, this one'),
      comparison_query: text('SQL over the other source'),
      mostly,
    },
    example: {
      base_query: "SELECT count(*) FROM {batch} WHERE status = 'shipped'",
      comparison_data_source_name: 'warehouse',
      comparison_query: 'SELECT count(*) FROM shipments',
    },
    expected: (kwargs) => `the query finds what ${textOf(kwargs, 'comparison_data_source_name')} has`,
    plan: (kwargs) => ({
      form: 'statements',
      async run({ session, relation, sourceOf }): Promise<Outcome> {
        const name = textOf(kwargs, 'comparison_data_source_name');
        const source = sourceOf(name);
        if (source === undefined) throw new ExpectationError(`there is no source of data ${name}`);
        const base = await cellsOf(session, readingQuery(textOf(kwargs, 'base_query'), relation, 'base_query'));
        const other = await cellsOf(
          source,
          readingQuery(textOf(kwargs, 'comparison_query'), relation, 'comparison_query'),
        );
        const unexpected = without(base, other);
        const missing = without(other, base);
        const rows = Math.max(base.length, other.length);
        const share = rows === 0 ? 1 : (base.length - unexpected.length) / rows;
        return {
          success: share >= numberOf(kwargs, 'mostly', 1),
          observed: `${String(base.length - unexpected.length)} of ${String(rows)} rows match`,
          more: { missing_rows: missing, unexpected_rows: unexpected },
        };
      },
    }),
  },
};
