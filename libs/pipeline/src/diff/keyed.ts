import type { Session } from '@sluice/engine';
import type { SharedColumn } from './columns.ts';
import type { ValuesDiff } from './report.ts';
import { countOf, firstRows, named, shownRows, shownValue, struct, structs, textOrNull } from './sample.ts';

/** Two relations with the same columns; rows are counted by the files' footers. */
export interface Sides {
  readonly old: string;
  readonly new: string;
  readonly oldRows: number;
  readonly newRows: number;
}

/**
 * Matches rows by key in one join and counts what differs.
 * @returns undefined where the key is not unique on both sides: then rows cannot be told apart by it.
 */
export async function diffKeyed(
  session: Session,
  sides: Sides,
  key: readonly SharedColumn[],
  others: readonly SharedColumn[],
  samples: number,
): Promise<ValuesDiff | undefined> {
  if (!(await isUnique(session, sides.new, key))) return undefined;
  const [row] = await session.query(joinedSql(sides, key, others, samples));
  const [added, removed, matched] = [countOf(row, 'added'), countOf(row, 'removed'), countOf(row, 'matched')];
  // A key that stands twice in one lake and once in the other makes more pairs than rows.
  if (matched + removed !== sides.oldRows || matched + added !== sides.newRows) return undefined;
  const columns = others.map(({ name }, index) => ({
    name,
    changed: countOf(row, `changed${index}`),
    samples: structs(row, `samples${index}`).map((fields) => ({
      key: named(fields, key, 'k'),
      old: textOrNull(fields['old']),
      new: textOrNull(fields['new']),
    })),
  }));
  return {
    key: key.map(({ name }) => name),
    added,
    removed,
    changed: countOf(row, 'changed'),
    columns: columns.filter(({ changed }) => changed > 0),
    addedSamples: structs(row, 'added_samples').map((fields) => named(fields, key, 'k')),
    removedSamples: structs(row, 'removed_samples').map((fields) => named(fields, key, 'k')),
  };
}

/** Where one side is unique the join makes at most as many pairs as the other has rows. */
async function isUnique(session: Session, relation: string, key: readonly SharedColumn[]): Promise<boolean> {
  const values = key.map(({ value }) => value).join(', ');
  const twice = await session.query(`SELECT 1 FROM ${relation} GROUP BY ${values} HAVING count(*) > 1 LIMIT 1`);
  return twice.length === 0;
}

function joinedSql(
  sides: Sides,
  key: readonly SharedColumn[],
  others: readonly SharedColumn[],
  samples: number,
): string {
  const side = (relation: string): string =>
    `(SELECT ${[
      'true AS here',
      ...key.map(({ value }, index) => `${value} AS k${index}`),
      ...others.map(({ value }, index) => `${value} AS v${index}`),
    ].join(', ')} FROM ${relation})`;
  const keys = key.map((_, index) => `CASE WHEN n.here THEN n.k${index} ELSE o.k${index} END`);
  const joined = [
    'o.here AS before',
    'n.here AS after',
    `{${struct(keys, 'k')}} AS k`,
    ...others.flatMap((_, index) => [
      `o.v${index} AS old${index}`,
      `n.v${index} AS new${index}`,
      `before AND after AND old${index} IS DISTINCT FROM new${index} AS differs${index}`,
    ]),
  ];
  const differs = others.map((_, index) => `differs${index}`);
  // By a plain column twice as fast as by a struct; a null key, which no contract allows, is then counted and not shown.
  const first = (fields: string, predicate: string): string =>
    firstRows(fields, key.length === 1 ? 'k.k0' : 'k', samples, predicate);
  const aggregates = [
    'count_if(before IS NULL) AS added',
    'count_if(after IS NULL) AS removed',
    'count_if(before AND after) AS matched',
    `count_if(${differs.length === 0 ? 'false' : differs.join(' OR ')}) AS changed`,
    `${first('k: k', 'before IS NULL')} AS added_samples`,
    `${first('k: k', 'after IS NULL')} AS removed_samples`,
    ...others.flatMap((_, index) => [
      `count_if(differs${index}) AS changed${index}`,
      `${first(`k: k, old: old${index}, new: new${index}`, `differs${index}`)} AS samples${index}`,
    ]),
  ];
  const shownKey = struct(
    key.map((column, index) => shownValue(`s.k.k${index}`, column)),
    'k',
  );
  const shown = [
    'added, removed, matched, changed',
    shownRows('added_samples', shownKey, samples),
    shownRows('removed_samples', shownKey, samples),
    ...others.flatMap((column, index) => {
      const values = `old: ${shownValue('s.old', column)}, new: ${shownValue('s.new', column)}`;
      return [`changed${index}`, shownRows(`samples${index}`, `${shownKey}, ${values}`, samples)];
    }),
  ];
  const matching = key.map((_, index) => `o.k${index} IS NOT DISTINCT FROM n.k${index}`).join(' AND ');
  return (
    `SELECT ${shown.join(', ')}\nFROM (SELECT ${aggregates.join(',\n  ')}\n` +
    `FROM (SELECT ${joined.join(', ')}\n  FROM ${side(sides.old)} o\n  FULL JOIN ${side(sides.new)} n ON ${matching}))`
  );
}
