import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openDuckDb, quoteTable, recordingSession } from '@sluice/engine';
import { type Generated, retailCustomers, retailProducts, retailTransactions } from '@sluice/generators';
import type { RunRecord } from '@sluice/pipeline';
import { audit, parseContract } from '@sluice/quality';
import { macroStatements } from '@sluice/transforms';

/** One table of the bare script: what makes it, and what judges it. */
interface Step {
  readonly name: string;
  readonly file: string;
  readonly setup: readonly string[];
  readonly select: string;
  readonly audits: readonly string[];
}

/**
 * Prepares the same work as a recorded run's without Sluice around it: the generators' SQL, the models in the order of
 * the run, one COPY for each table in its declared order, and the very statements by which it is judged.
 * @returns a function that does it once on a single connection, and gives the seconds it took
 */
export async function bareMedallion(
  record: RunRecord,
  folder: string,
  workspace: string,
): Promise<() => Promise<number>> {
  mkdirSync(folder, { recursive: true });
  const layers = new Set(record.tables.map((table) => table.layer));
  const preamble = [...macroStatements(), ...[...layers].map((layer) => `CREATE SCHEMA ${layer}`)].join('; ');
  const view = (name: string, file: string): string => `CREATE VIEW ${name} AS SELECT * FROM read_parquet('${file}')`;
  const engine = await openDuckDb({ threads: record.environment.threads, spillDirectory: join(folder, 'spill') });
  const session = await engine.connect();
  await session.execute(preamble);
  const steps: Step[] = [];
  for (const { name, kind, inputs } of record.tables) {
    const path = join(workspace, 'apps/medallion/models', name.replace('.', '/'));
    const contract = parseContract(readFileSync(`${path}.odcs.yaml`, 'utf8'), name);
    const { setup, select } =
      kind === 'source'
        ? generated(name, record, folder)
        : {
            setup: [],
            select: `SELECT * FROM (\n${readFileSync(`${path}.sql`, 'utf8')}\n) ORDER BY ${contract.orderedBy.join(', ')}`,
          };
    const file = join(folder, `${name}.parquet`);
    for (const statement of setup) await session.execute(statement);
    const { rows, statistics } = await session.writeParquet(select, file, {});
    await session.execute(view(name, file));
    const recording = recordingSession(session);
    await audit(recording.session, { table: name, relation: `read_parquet('${file}')`, rows, statistics }, contract, {
      asOf: record.asOf,
      relationOf: (table) => (inputs.includes(table) ? quoteTable(table) : undefined),
    });
    steps.push({ name, file, setup, select, audits: recording.statements });
  }
  session.close();
  engine.close();
  return async () => {
    for (const { file } of steps) rmSync(file, { force: true });
    const began = performance.now();
    const instance = await DuckDBInstance.create(':memory:', { threads: String(record.environment.threads) });
    const connection = await instance.connect();
    await connection.run(`SET TimeZone = 'UTC'; ${preamble}`);
    for (const { name, file, setup, select, audits } of steps) {
      for (const statement of setup) await connection.run(statement);
      await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)`);
      await connection.run(view(name, file));
      for (const statement of audits) await connection.runAndReadAll(statement);
    }
    connection.closeSync();
    instance.closeSync();
    return (performance.now() - began) / 1000;
  };
}

function generated(name: string, { parameters, asOf }: RunRecord, folder: string): Generated {
  const value = (parameter: string): number => Number(parameters[parameter]);
  const sizes = {
    customers: value('customers'),
    transactions: value('transactions'),
    products: value('products'),
    seed: value('seed'),
    asOf,
  };
  if (name === 'bronze.customers') return retailCustomers.emit(sizes, folder);
  return name === 'bronze.products' ? retailProducts.emit(sizes, folder) : retailTransactions.emit(sizes, folder);
}
