import { validate, type ExpectationResult, type ValidateOptions } from '../../src/index.ts';
import type { Bench } from '../support.ts';

/** A SELECT of rows: `rows('n BIGINT, s VARCHAR', '1, NULL', '2, 'a'')`. */
export function rows(columns: string, ...values: readonly string[]): string {
  const defined = columns.split(/,(?![^(]*\))/u).map((column) => {
    const [name = '', ...type] = column.trim().split(' ');
    return { name, type: type.join(' ') };
  });
  const names = defined.map(({ name }) => name).join(', ');
  const cells = defined.map(({ name, type }) => `CAST(${name} AS ${type}) AS ${name}`).join(', ');
  return values.length === 0
    ? `SELECT ${defined.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${name}`).join(', ')} WHERE FALSE`
    : `SELECT ${cells} FROM (VALUES ${values.map((row) => `(${row})`).join(', ')}) AS given(${names})`;
}

/** Rows of one column. */
export function column(type: string, ...values: readonly string[]): string {
  return rows(`v ${type}`, ...values);
}

/** Judges one expectation on the rows of a SELECT. */
export async function judge(
  bench: Bench,
  select: string,
  type: string,
  kwargs: Readonly<Record<string, unknown>>,
  options: ValidateOptions = {},
): Promise<ExpectationResult> {
  await bench.session.execute(`CREATE OR REPLACE TABLE judged AS ${select}`);
  const relation = { session: bench.session, relation: 'judged' };
  const { results } = await validate(relation, [{ type, kwargs }], options);
  const [result] = results;
  if (result === undefined) throw new Error(`No result of ${type}.`);
  return result;
}
