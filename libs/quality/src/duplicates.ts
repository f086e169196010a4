import { quoteIdentifier, type Column, type Session } from '@sluice/engine';

/** What must be unique: the values of these columns, together, in the rows where `considered` (SQL) holds. */
export interface Uniqueness {
  readonly columns: readonly Column[];
  readonly considered: string;
}

/** How many rows have values that another row has too: every copy counts. `from` is an item for FROM. */
export async function countDuplicates(session: Session, from: string, unique: Uniqueness): Promise<number> {
  if (await hasDistinctHashes(session, from, unique)) return 0;
  const [row] = await session.query(
    `SELECT coalesce(sum(copies), 0) AS copies FROM (${duplicateGroups(from, unique)})`,
  );
  return Number(row?.['copies'] ?? 0);
}

/** SQL: the values that occur more than once, and how often. */
export function duplicateGroups(from: string, { columns, considered }: Uniqueness): string {
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  return `SELECT ${names}, count(*) AS copies FROM ${from} WHERE ${considered} GROUP BY ${names} HAVING count(*) > 1`;
}

/** Equal values have equal hashes, so distinct hashes prove distinct values, in less memory than the values. Floats have several zeros. */
async function hasDistinctHashes(
  session: Session,
  from: string,
  { columns, considered }: Uniqueness,
): Promise<boolean> {
  const types = columns.map(({ type }) => type);
  const worthwhile = types.length > 1 || types.includes('VARCHAR');
  if (!worthwhile || types.some((type) => type === 'DOUBLE' || type === 'FLOAT')) return false;
  const hash = `hash(${columns.map(({ name }) => quoteIdentifier(name)).join(', ')})`;
  const [row] = await session.query(
    `SELECT count(*) - count(DISTINCT ${hash}) AS copies FROM ${from} WHERE ${considered}`,
  );
  return Number(row?.['copies'] ?? 1) === 0;
}
