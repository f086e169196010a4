import { quoteFile, type Session } from '@sluice/engine';
import { hashInput } from '@sluice/sources';
import type { PlannedTable } from '../plan/decide.ts';
import type { Plan } from '../plan/plan.ts';
import { preview } from './preview.ts';
import type { TableRecord } from '@sluice/reporting';

/** Fills the record of a table that stays as it is published; without a file it stays empty. */
export async function publishedRecord(
  session: Session,
  plan: Plan,
  planned: PlannedTable,
  record: TableRecord,
): Promise<TableRecord> {
  if (planned.published === undefined) return record;
  const { rows, bytes, quarantined } = planned.published;
  const nulls = await nullCounts(session, planned.path);
  const contract = plan.project.tables.get(planned.name)?.contract;
  return {
    ...record,
    rows: { staged: 0, published: rows, quarantined },
    bytes,
    sha256: await hashInput(planned.path, plan.layout.inputHashes),
    columns: (contract?.columns ?? []).map(({ name, type }) => ({ name, type, nulls: nulls.get(name) ?? 0 })),
    ...(contract && (await preview(session, planned.layer, contract, { path: planned.path, rows }))),
  };
}

async function nullCounts(session: Session, path: string): Promise<ReadonlyMap<string, number>> {
  const rows = await session.query(
    `SELECT path_in_schema AS name, CAST(sum(stats_null_count) AS BIGINT) AS nulls
     FROM parquet_metadata(${quoteFile(path)}) GROUP BY path_in_schema`,
  );
  return new Map(rows.map(({ name, nulls }) => [typeof name === 'string' ? name : '', Number(nulls)]));
}
