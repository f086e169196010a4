import { quoteIdentifier } from '@sluice/engine';

/** Names that no column of a Delta table can have. */
const NET = '" net"';
const WENT = '" went"';
const TURN = '" turn"';

/**
 * What differs between two relations as bags of rows: a row that is in both, as often, cancels out, so that rows which
 * were only written into another file are no change. One pass over both; what does not fit in memory spills.
 * @param columns  the columns of both
 * @param keys     columns whose values tell that one row is another's new form
 */
export function changesSql(before: string, after: string, columns: readonly string[], keys: readonly string[]): string {
  const names = columns.map(quoteIdentifier);
  const list = names.join(', ');
  const differing = `WITH net AS (
  SELECT ${list}, sum(${NET}) AS ${NET}
  FROM (SELECT ${list}, 1 AS ${NET} FROM (${before}) UNION ALL SELECT ${list}, -1 FROM (${after}))
  GROUP BY ${list} HAVING sum(${NET}) <> 0
), differing AS (
  SELECT ${list}, ${NET} > 0 AS ${WENT} FROM (SELECT *, unnest(range(abs(${NET})::BIGINT)) FROM net)
)`;
  if (keys.length === 0)
    return `${differing}\nSELECT ${list}, if(${WENT}, 'delete', 'insert') AS _change_type FROM differing`;
  const by = keys.map(quoteIdentifier).join(', ');
  return `${differing}, turns AS (
  SELECT *, row_number() OVER (PARTITION BY ${by}, ${WENT} ORDER BY ${list}) AS ${TURN} FROM differing
)
SELECT ${list}, CASE count(*) OVER (PARTITION BY ${by}, ${TURN})
  WHEN 2 THEN if(${WENT}, 'update_preimage', 'update_postimage') ELSE if(${WENT}, 'delete', 'insert') END AS _change_type
FROM turns`;
}
