import { join } from 'node:path';
import { quoteIdentifier, type Row, type Session } from '@sluice/engine';
import { type Plan, readTableAt, type RunRecord } from '@sluice/pipeline';
import { byLayer } from './render/run.ts';

/** The first rows of a published table, in its declared order; values of personal columns are blanked. */
export interface Sample {
  readonly table: string;
  readonly description: string | undefined;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly first: readonly Row[];
}

const SAMPLE_ROWS = 5;

/** Samples of the tables that a pipeline is made for: those in gold, and those that no other table reads. */
export async function sampleResults(
  session: Session,
  plan: Plan,
  record: RunRecord,
  dataDir: string,
): Promise<readonly Sample[]> {
  const read = new Set(plan.tables.flatMap(({ inputs }) => inputs));
  const samples: Sample[] = [];
  for (const { name, layer, path, bytes, rows } of byLayer(record.tables)) {
    if (bytes === 0 || (layer !== 'gold' && read.has(name))) continue;
    const contract = plan.project.tables.get(name)?.contract;
    const columns = contract?.columns ?? [];
    const personal = new Set(columns.filter((column) => column.personal).map((column) => column.name));
    const published = await readTableAt(session, join(dataDir, path));
    if (published === undefined) continue;
    // A file is in order already; of a Delta table each file is.
    const keys = published.snapshot === undefined ? [] : (contract?.orderedBy ?? []);
    const order = keys.length === 0 ? '' : `ORDER BY ${keys.map(quoteIdentifier).join(', ')}`;
    const found = await session.query(`SELECT * FROM ${published.relation} ${order} LIMIT ${SAMPLE_ROWS}`);
    samples.push({
      table: name,
      description: contract?.description,
      rows: rows.published,
      columns: columns.map((column) => column.name),
      first: found.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([key, value]) => [key, personal.has(key) && value !== null ? '•••' : value]),
        ),
      ),
    });
  }
  return samples;
}
