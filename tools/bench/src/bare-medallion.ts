import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { RunRecord } from '@sluice/pipeline';
import { parseContract } from '@sluice/quality';
import { macroStatements } from '@sluice/transforms';
import medallion from '../../../apps/medallion/pipeline.ts';

/**
 * The same work without Sluice: one connection, the generators' SQL, the models in the order of the recorded run,
 * one COPY for each table in its declared order, and every audit query that the record holds.
 * @returns seconds
 */
export async function bareMedallion(record: RunRecord, folder: string, workspace: string): Promise<number> {
  const began = performance.now();
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', { threads: String(record.environment.threads) });
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'; ${macroStatements().join('; ')}`);
  for (const layer of new Set(record.tables.map((table) => table.layer)))
    await connection.run(`CREATE SCHEMA ${layer}`);
  for (const table of record.tables) {
    const file = join(folder, `${table.name}.parquet`);
    const select = await selectOf(table.name, table.kind);
    await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`);
    await connection.run(`CREATE VIEW ${table.name} AS FROM read_parquet('${file}')`);
    const queries = new Set(table.checks.map(({ sql }) => sql).filter((sql) => sql !== ''));
    for (const sql of queries)
      await connection.runAndReadAll(sql.replace(/'[^']*\/(?<name>[^/']+\.parquet)'/gu, `'${folder}/$<name>'`));
  }
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true, force: true });
  return (performance.now() - began) / 1000;

  async function selectOf(name: string, kind: 'source' | 'model'): Promise<string> {
    if (kind === 'model') {
      const path = join(workspace, 'apps/medallion/models', name.replace('.', '/'));
      const contract = parseContract(readFileSync(`${path}.odcs.yaml`, 'utf8'), name);
      return `SELECT * FROM (\n${readFileSync(`${path}.sql`, 'utf8')}\n) ORDER BY ${contract.orderedBy.join(', ')}`;
    }
    const { setup, select } = medallion.generate(name, record.parameters, folder);
    for (const statement of setup) await connection.run(statement);
    return select;
  }
}
