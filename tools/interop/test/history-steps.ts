import fc from 'fast-check';

/** One step of a table's life: who does what, and what the rows are afterwards. */
export type Step =
  | { readonly does: 'append'; readonly by: Writer; readonly rows: Rows }
  | { readonly does: 'overwrite'; readonly rows: Rows }
  | {
      readonly does: 'merge';
      readonly by: 'us' | 'deltaRs';
      readonly rows: Rows;
      readonly matched: 'update' | 'delete';
    }
  | { readonly does: 'delete'; readonly by: Editor; readonly where: string }
  | { readonly does: 'update'; readonly by: Editor; readonly where: string }
  | { readonly does: 'restore'; readonly by: 'us' | 'deltaRs'; readonly back: number }
  | { readonly does: 'optimize' | 'vacuum'; readonly by: 'us' | 'deltaRs' }
  | { readonly does: 'checkpoint'; readonly by: 'deltaRs' };

export type Writer = 'us' | 'spark' | 'deltaRs' | 'duckDb';
export type Editor = 'us' | 'spark' | 'deltaRs';

/** Numbered rows: `count` of them from `from` on; `salt` gives them other values. */
export interface Rows {
  readonly from: number;
  readonly count: number;
  readonly salt: number;
}

/** A SELECT of the rows, in the columns of every history's table. */
export function rowsSql({ from, count, salt }: Rows): string {
  return `SELECT i::INTEGER AS id,
    CASE WHEN (i + ${salt}) % 7 = 0 THEN NULL ELSE 'v${salt}-' || i END AS v,
    (((i * 37 + ${salt}) % 1000) / 100)::DECIMAL(9,2) AS amount,
    DATE '2020-01-01' + ((i + ${salt}) % 5)::INTEGER AS day,
    ['a', 'b c', 'd/e', NULL][((i + ${salt}) % 4 + 1)::INTEGER] AS p
    FROM range(${from}, ${from + count}) t(i)`;
}

/** What an update sets, in the SQL of all engines. */
export const UPDATED = { v: "'updated'", amount: 'amount + 1' } as const;

/** The rows after a step, as a SELECT over the rows before it; undefined where they stay, or are those of another version. */
export function rowsAfter(step: Step): string | undefined {
  switch (step.does) {
    case 'append':
      return `FROM model UNION ALL ${rowsSql(step.rows)}`;
    case 'overwrite':
      return rowsSql(step.rows);
    case 'merge': {
      const unmatched = `SELECT * FROM model WHERE id NOT IN (SELECT id FROM source)`;
      const merged = `SELECT source.* FROM source LEFT JOIN model USING (id) UNION ALL ${unmatched}`;
      return `WITH source AS (${rowsSql(step.rows)}) ${step.matched === 'delete' ? unmatched : merged}`;
    }
    case 'delete':
      return `FROM model WHERE (${step.where}) IS NOT TRUE`;
    case 'update':
      return `SELECT * REPLACE (
        CASE WHEN ${step.where} THEN ${UPDATED.v} ELSE v END AS v,
        CASE WHEN ${step.where} THEN ${UPDATED.amount} ELSE amount END::DECIMAL(9,2) AS amount) FROM model`;
    case 'restore':
    case 'optimize':
    case 'vacuum':
    case 'checkpoint':
      return undefined;
  }
}

const rows = fc.record({ from: fc.nat(40), count: fc.integer({ min: 1, max: 15 }), salt: fc.nat(20) });
const where = fc.oneof(
  fc.tuple(fc.integer({ min: 2, max: 5 }), fc.nat(4)).map(([by, rest]) => `id % ${by} = ${rest % by}`),
  fc.nat(40).map((id) => `id > ${id} AND amount < 5`),
  fc.constantFrom("p = 'b c'", 'p IS NULL', "day = DATE '2020-01-03'", "v LIKE 'v1%'"),
);
const editor = fc.constantFrom<Editor>('us', 'us', 'spark', 'deltaRs');
const ours = fc.constantFrom<'us' | 'deltaRs'>('us', 'us', 'us', 'deltaRs');

/** @param writers  who can append to the table */
export function steps(writers: readonly Writer[], length: number): fc.Arbitrary<readonly Step[]> {
  const step = fc.oneof<fc.WeightedArbitrary<Step>[]>(
    { weight: 6, arbitrary: fc.record({ does: fc.constant('append'), by: fc.constantFrom(...writers), rows }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('overwrite'), rows }) },
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constant('merge'),
        by: ours,
        rows,
        matched: fc.constantFrom('update', 'update', 'delete'),
      }),
    },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('delete'), by: editor, where }) },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('update'), by: editor, where }) },
    {
      weight: 2,
      arbitrary: fc.record({ does: fc.constant('restore'), by: ours, back: fc.integer({ min: 1, max: 4 }) }),
    },
    { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('optimize', 'vacuum'), by: ours }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('checkpoint'), by: fc.constant('deltaRs') }) },
  );
  return fc.array(step, { minLength: length, maxLength: length });
}
