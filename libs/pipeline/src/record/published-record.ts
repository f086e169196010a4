import type { Session } from '@sluice/engine';
import { hashInput } from '@sluice/sources';
import type { PlannedTable } from '../plan/decide.ts';
import type { Plan } from '../plan/plan.ts';
import { nullsOf } from '../store/nulls.ts';
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
  const { rows, bytes, quarantined, relation, snapshot } = planned.published;
  const nulls = await nullsOf(session, planned.published);
  const contract = plan.project.tables.get(planned.name)?.contract;
  return {
    ...record,
    rows: { staged: 0, published: rows, quarantined },
    bytes,
    ...(snapshot === undefined
      ? { sha256: await hashInput(planned.path, plan.layout.inputHashes) }
      : { version: snapshot.version }),
    columns: (contract?.columns ?? []).map(({ name, type }) => ({ name, type, nulls: nulls.get(name) ?? 0 })),
    ...(contract && (await preview(session, planned.layer, contract, { relation, rows }))),
  };
}
