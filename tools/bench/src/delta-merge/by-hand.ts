import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteFile, quoteIdentifier, quoteLiteral } from '@sluice/engine';
import { COLUMNS } from './workload.ts';

export interface Limits {
  readonly memoryBytes: number;
  readonly threads: string;
  readonly spillDirectory: string;
}

/** Two connections to a DuckDB that has what Sluice's has: three quarters of the memory. */
async function connect({ memoryBytes, threads, spillDirectory }: Limits): Promise<readonly DuckDBConnection[]> {
  const memory_limit = `${String(Math.floor(memoryBytes * 0.75))}B`;
  const instance = await DuckDBInstance.create(':memory:', { threads, memory_limit, temp_directory: spillDirectory });
  const connections = [await instance.connect(), await instance.connect()];
  for (const connection of connections) await connection.run("SET TimeZone = 'UTC'");
  return connections;
}

/**
 * The same merge in bare SQL: the files that bounds leave over are read once, with the columns that are compared, and
 * those that change are written anew by two connections, in whatever order their rows come. There is no table format
 * around it: no check of the source, no log, no fsync, and nothing but the new files is left.
 * @param files  the candidates
 */
export async function mergeByHand(
  limits: Limits,
  files: readonly string[],
  source: string,
  folder: string,
): Promise<void> {
  const connections = await connect(limits);
  const [first] = connections;
  if (first === undefined) throw new Error('There is no connection.');
  mkdirSync(folder);
  const others = COLUMNS.filter((name) => name !== 'id').map(quoteIdentifier);
  const differs = others.map((name) => `t.${name} IS DISTINCT FROM s.${name}`).join(' OR ');
  await first.run(`CREATE TABLE src AS SELECT * FROM read_parquet(${quoteFile(source)})`);
  const candidates = `read_parquet([${files.map(quoteFile).join(', ')}], filename = true, file_row_number = true)`;
  await first.run(`CREATE TABLE hit AS SELECT s.rowid AS r, t.filename AS f, t.file_row_number AS n, (${differs}) AS changed
FROM ${candidates} AS t JOIN src AS s ON s.id = t.id`);
  await first.run(
    `CREATE TABLE upd AS SELECT h.f, h.n, s.* FROM src AS s JOIN hit AS h ON h.r = s.rowid WHERE h.changed ORDER BY h.f`,
  );
  const changed = await (await first.run('SELECT DISTINCT f FROM upd ORDER BY f')).getRows();
  const waiting = changed.map(([file]) => String(file));
  const values = others.map((name) => `CASE WHEN s.n IS NULL THEN t.${name} ELSE s.${name} END AS ${name}`);
  const rewrite = async (connection: DuckDBConnection): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const edits = `(SELECT * FROM upd WHERE f = ${quoteLiteral(file)}) AS s ON s.n = t.file_row_number`;
      const target = join(folder, `${String(waiting.length)}.parquet`);
      await connection.run(`COPY (SELECT t.id, ${values.join(', ')} FROM read_parquet(${quoteFile(file)}, file_row_number = true) AS t
LEFT JOIN ${edits}) TO ${quoteLiteral(target)} (FORMAT parquet, COMPRESSION snappy, RETURN_STATS)`);
    }
  };
  await Promise.all(connections.map(rewrite));
  await first.run(`COPY (SELECT s.* FROM src AS s ANTI JOIN hit AS h ON h.r = s.rowid ORDER BY id)
TO ${quoteLiteral(join(folder, 'new.parquet'))} (FORMAT parquet, COMPRESSION snappy, RETURN_STATS)`);
}

/** The same append in bare SQL: one COPY. */
export async function appendByHand(limits: Limits, select: string, folder: string): Promise<void> {
  const [connection] = await connect(limits);
  const options = 'FORMAT parquet, COMPRESSION snappy, ROW_GROUPS_PER_FILE 25, RETURN_STATS';
  await connection?.run(`COPY (${select}) TO ${quoteLiteral(folder)} (${options})`);
}
