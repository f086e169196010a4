import type { Session } from '@sluice/engine';
import type { SharedColumn } from './columns.ts';
import type { Sides } from './keyed.ts';
import type { ValuesDiff } from './report.ts';
import { countOf, firstRows, named, shownRows, shownValue, struct, structs } from './sample.ts';

/** Compares whole rows as bags: a row that is there twice is not the same as once. A sample stands for all its like. */
export async function diffBag(
  session: Session,
  sides: Sides,
  columns: readonly SharedColumn[],
  samples: number,
  why: string,
): Promise<ValuesDiff> {
  const verdict = { key: [], bag: why, changed: 0, columns: [] };
  if (columns.length === 0) {
    return { ...verdict, added: sides.newRows, removed: sides.oldRows, addedSamples: [], removedSamples: [] };
  }
  const names = columns.map((_, index) => `v${index}`);
  const values = columns.map(({ value }, index) => `${value} AS v${index}`).join(', ');
  const shown = struct(
    columns.map((column, index) => shownValue(`s.v${index}`, column)),
    'v',
  );
  const order = `{${struct(names, 'v')}}`;
  const [row] = await session.query(
    `SELECT added, removed, ${shownRows('added_samples', shown, samples)}, ${shownRows('removed_samples', shown, samples)}
     FROM (SELECT CAST(coalesce(sum(greatest(surplus, 0)), 0) AS BIGINT) AS added,
       CAST(coalesce(sum(greatest(-surplus, 0)), 0) AS BIGINT) AS removed,
       ${firstRows(struct(names, 'v'), order, samples, 'surplus > 0')} AS added_samples,
       ${firstRows(struct(names, 'v'), order, samples, 'surplus < 0')} AS removed_samples
     FROM (
       SELECT ${names.join(', ')}, sum(side) AS surplus
       FROM (SELECT 1 AS side, ${values} FROM ${sides.new} UNION ALL SELECT -1 AS side, ${values} FROM ${sides.old})
       GROUP BY ${names.join(', ')} HAVING sum(side) <> 0
     ))`,
  );
  return {
    ...verdict,
    added: countOf(row, 'added'),
    removed: countOf(row, 'removed'),
    addedSamples: structs(row, 'added_samples').map((fields) => named(fields, columns, 'v')),
    removedSamples: structs(row, 'removed_samples').map((fields) => named(fields, columns, 'v')),
  };
}
