import { readFile } from 'node:fs/promises';
import { compileSchema, type Schema } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { type ColumnProfile, type Contract, driftColumns, type EarlierTable, profileRows } from '@sluice/quality';
import type { Layout } from '../lake/layout.ts';
import { listRuns, readRecord, writeDocument } from './record-file.ts';

interface SavedProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

const count = { type: 'integer', minimum: 0 } as const;

const savedSchema: Schema<SavedProfile> = compileSchema({
  type: 'object',
  required: ['rows', 'columns'],
  properties: {
    rows: count,
    columns: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'type', 'nulls', 'distinct'],
        properties: { name: { type: 'string' }, type: { type: 'string' }, nulls: count, distinct: count },
      },
    },
  },
});

/**
 * A table as succeeded runs published it, the newest first, for the rules on drift of its contract; empty where it has
 * none. Runs that skipped the table published nothing of it.
 */
export async function earlierTables(
  layout: Layout,
  name: string,
  { rules }: Pick<Contract, 'rules'>,
): Promise<readonly EarlierTable[]> {
  const wanted = Math.max(0, ...rules.flatMap((rule) => (rule.form === 'drift' ? [rule.runs] : [])));
  const found: EarlierTable[] = [];
  if (wanted === 0) return found;
  for (const runId of [...(await listRuns(layout))].reverse()) {
    if (found.length > wanted) break;
    const record = await readRecord(layout, runId).catch(() => undefined);
    const table = record?.tables.find((each) => each.name === name && each.state === 'published');
    if (record?.status !== 'succeeded' || table === undefined) continue;
    found.push({ rows: table.rows.published, columns: await savedColumns(layout.profile(runId, name)) });
  }
  return found;
}

/** Saves, beside the record of a run, the profiles of the columns that later runs will compare theirs with. */
export async function saveDriftProfile(
  session: Session,
  layout: Layout,
  runId: string,
  { name, contract, relation, rows }: { name: string; contract: Contract; relation: string; rows: number },
): Promise<void> {
  const columns = driftColumns(contract);
  if (columns.length === 0) return;
  const found = await profileRows(session, { relation, rows }, columns);
  await writeDocument(layout.profile(runId, name), { table: name, ...found });
}

/** A profile that cannot be read is none: the runs that have one are enough, or the check says that they are not. */
async function savedColumns(path: string): Promise<readonly ColumnProfile[]> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const saved = savedSchema.check(parsed(text));
  return saved.ok ? saved.value.columns : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
