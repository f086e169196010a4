import { quoteIdentifier } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import type { ReadSet, Snapshot, TableColumn } from '../table.ts';

/** Types whose values the log's text of a partition and DuckDB's text spell alike. */
const SPELLED_ALIKE = /^(?:TINYINT|SMALLINT|INTEGER|BIGINT|BOOLEAN|DATE|VARCHAR)$/u;

/**
 * What a change has looked at that is keyed by the values of `keys` in `rows`: the partitions of these where the keys
 * tell partitions, else all of the table. Another writer's commit elsewhere is then no conflict.
 */
export async function readOf(
  session: Session,
  snapshot: Snapshot,
  rows: string,
  keys: readonly TableColumn[],
): Promise<ReadSet> {
  const columns = keys.filter(({ name }) => snapshot.partitionedBy.includes(name));
  const told = columns.length > 0 && columns.length === snapshot.partitionedBy.length;
  if (!told || !columns.every(({ type }) => SPELLED_ALIKE.test(type))) return 'everything';
  const values = columns.map(({ name }) => `CAST(${quoteIdentifier(name)} AS VARCHAR)`);
  const found = await session.query(`SELECT DISTINCT [${values.join(', ')}] AS partition FROM ${rows} ORDER BY ALL`);
  return {
    partitions: found.map(({ partition }) => {
      const texts = Array.isArray(partition) ? partition : [];
      return new Map(columns.map(({ name }, index) => [name, textOrNull(texts[index])]));
    }),
  };
}

/** Delta protocol, "Partition Value Serialization": an empty text is a missing value. */
function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
