import { join } from 'node:path';
import { quoteLiteral } from '@sluice/engine';
import { layoutOf } from '@sluice/pipeline';
import { trialOf, withSession } from '@sluice/testing';
import medallion from '../pipeline.ts';

export const samples = join(import.meta.dirname, '../../../data/samples/medallion');
export const golden = join(import.meta.dirname, 'golden');

/** The pipeline as of 2026-01-06. */
export const { run: runMedallion, fixtureResults, readTable, published } = trialOf(medallion, { asOf: '2026-01-06' });

/** Writes a published table as one JSON object a line. */
export async function writeNdjson(dataDir: string, table: string, file: string): Promise<void> {
  const [layer = '', name = ''] = table.split('.');
  const from = quoteLiteral(layoutOf(dataDir, 'medallion').table(layer, name));
  await withSession((session) =>
    session.execute(`COPY (FROM read_parquet(${from})) TO ${quoteLiteral(file)} (FORMAT json)`),
  );
}
