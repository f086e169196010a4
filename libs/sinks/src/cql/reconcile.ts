import type { Row, Session } from '@sluice/engine';
import { cellText } from './cells.ts';
import { type CqlColumn, type CqlTable, keyOf, list } from './table.ts';

const NAMED = 5;

/** What a store holds beside what it is to hold; `differences` name rows by their keys, and are empty where the two agree. */
export interface Comparison {
  /** `1200 rows with checksum 12, expected 1201 with 13`. */
  readonly sums: string;
  readonly rows: number;
  readonly differences: readonly string[];
}

/**
 * Compares two relations of the columns of a table by count and checksum; where those differ, row by row.
 * @param wanted  what the store is to hold
 * @param stored  what it holds
 */
export async function compare(session: Session, table: CqlTable, wanted: string, stored: string): Promise<Comparison> {
  const [expected, got] = [await sumOf(session, table, wanted), await sumOf(session, table, stored)];
  const sums = `${got.rows} rows with checksum ${got.checksum}, expected ${expected.rows} with ${expected.checksum}`;
  const same = expected.rows === got.rows && expected.checksum === got.checksum;
  return { sums, rows: expected.rows, differences: same ? [] : await differencesOf(session, table, wanted, stored) };
}

async function sumOf(session: Session, table: CqlTable, relation: string) {
  const [row] = await session.query(
    `SELECT count(*) AS "rows", CAST(coalesce(sum(hash(${list(table.columns)})), 0) AS VARCHAR) AS checksum FROM ${relation}`,
  );
  return { rows: Number(row?.['rows']), checksum: cellText(row?.['checksum']) };
}

async function differencesOf(
  session: Session,
  table: CqlTable,
  wanted: string,
  stored: string,
): Promise<readonly string[]> {
  const key = list(keyOf(table));
  const values = table.columns.filter((column) => !keyOf(table).includes(column));
  const differing = values.map(({ quoted }) => `w.${quoted} IS DISTINCT FROM s.${quoted}`).join(' OR ') || 'false';
  const kinds = {
    missing: `FROM ${wanted} ANTI JOIN ${stored} USING (${key})`,
    unexpected: `FROM ${stored} ANTI JOIN ${wanted} USING (${key})`,
    different: `FROM ${wanted} AS w JOIN ${stored} AS s USING (${key}) WHERE ${differing}`,
  };
  const lines: string[] = [];
  for (const [kind, from] of Object.entries(kinds)) {
    const rows = await session.query(
      `SELECT ${key}, count(*) OVER () AS sluice_all ${from} ORDER BY ${key} LIMIT ${NAMED}`,
    );
    const [first] = rows;
    if (first === undefined) continue;
    const more = Number(first['sluice_all']) > rows.length ? ', …' : '';
    lines.push(
      `${Number(first['sluice_all'])} ${kind}: ${rows.map((row) => keyText(keyOf(table), row)).join(', ')}${more}`,
    );
  }
  return lines;
}

/** `(C1001, 2026-01-01)`; what is personal is not shown. */
export function keyText(key: readonly CqlColumn[], row: Row): string {
  return `(${key.map(({ name, personal }) => (personal ? '•••' : cellText(row[name]))).join(', ')})`;
}
