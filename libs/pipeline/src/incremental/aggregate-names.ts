import type { Session } from '@sluice/engine';
import { transforms } from '@sluice/transforms';

/** Functions that make one value of many rows, in lower case: DuckDB's, and the transforms that call one. */
export async function aggregateNames(session: Session): Promise<ReadonlySet<string>> {
  const rows = await session.query(
    "SELECT DISTINCT lower(function_name) AS name FROM duckdb_functions() WHERE function_type = 'aggregate'",
  );
  const names = new Set(rows.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])));
  for (const { name, duckdb } of transforms) {
    const called = [...duckdb.matchAll(/(?<name>\w+)\(/gu)].map(({ groups }) => groups?.['name'] ?? '');
    if (called.some((each) => names.has(each))) names.add(name);
  }
  return names;
}
