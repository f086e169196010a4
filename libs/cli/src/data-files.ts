import { basename, extname, resolve } from 'node:path';
import { quoteIdentifier, type Session } from '@sluice/engine';
import { isDeltaFolder, readTableAt } from '@sluice/pipeline';
import { formatOfFile, inputFormats, openUntyped, type InputFormat } from '@sluice/sources';
import { UsageError } from './errors.ts';

/** A file, or the folder of a Delta table, that the command line names, and the table that it becomes. */
export interface DataFile {
  readonly table: string;
  readonly path: string;
  readonly format: InputFormat | 'delta';
}

/** Reads `[NAME=]FILE`; without a name the table is called as the file. @throws {UsageError} */
export function dataFiles(written: readonly string[]): readonly DataFile[] {
  const files = written.map(dataFile);
  const twice = files.find(({ table }, index) => files.findIndex((other) => other.table === table) !== index);
  if (twice !== undefined)
    throw new UsageError(`--data names the table ${twice.table} twice; give one of them another name: NAME=FILE.`);
  return files;
}

/** Makes each file a table of the session. Text is read once, into the engine; Parquet and Delta tables stay where they are. */
export async function openDataFiles(
  session: Session,
  files: readonly DataFile[],
  asText: ReadonlySet<string>,
): Promise<void> {
  for (const { table, path, format } of files) {
    const select =
      format === 'delta'
        ? await newestVersion(session, path)
        : await openUntyped(session, { table, path, format }, asText);
    const kind = format === 'parquet' || format === 'delta' ? 'VIEW' : 'TABLE';
    await session.execute(`CREATE TEMP ${kind} ${quoteIdentifier(table)} AS ${select}`);
  }
}

async function newestVersion(session: Session, path: string): Promise<string> {
  const table = await readTableAt(session, path);
  if (table === undefined) throw new UsageError(`--data ${path}: there is no Delta table in this folder any more.`);
  return `SELECT * FROM ${table.relation}`;
}

function dataFile(written: string): DataFile {
  const [, name, file = written] = /^([A-Za-z_][\w.]*)=(.*)$/su.exec(written) ?? [];
  const path = resolve(file);
  const format = isDeltaFolder(path) ? 'delta' : formatOfFile(file);
  if (format === undefined)
    throw new UsageError(
      `--data ${written}: expected a file of ${inputFormats.join(', ')} (.parquet, .csv, .ndjson, .jsonl, .json), or the folder of a Delta table.`,
    );
  return { table: name ?? basename(file, extname(file)), path, format };
}
