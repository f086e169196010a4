import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256OfFile, SluiceError, syncToDisk } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { csvSelect } from './csv-select.ts';
import type { CsvSink } from './csv.ts';
import { OutputNotWritableError } from './errors.ts';

export interface DeliveryRequest {
  /** A FROM item. */
  readonly relation: string;
  /** Names of the columns to hand on, in order. */
  readonly columns: readonly string[];
  /** A total order of the rows, where the relation's own is not the one to hand on. */
  readonly orderBy?: readonly string[];
  /** Made where it does not exist. */
  readonly outputDir: string;
}

/** What was handed on; `rows` without the header. */
export interface Delivery {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly seconds: number;
}

/**
 * Hands a table on. Whoever reads the file sees the old one or the new one, whole: it is written beside it, forced
 * onto the disk and renamed.
 * @throws {OutputNotWritableError} when the folder does not take it; the file that was there before stays.
 */
export async function deliver(session: Session, sink: CsvSink, request: DeliveryRequest): Promise<Delivery> {
  const started = performance.now();
  const path = join(request.outputDir, sink.file);
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.tmp`);
  await orNotWritable(folder, async () => {
    await mkdir(folder, { recursive: true });
    await rm(temporary, { force: true });
  });
  try {
    await session.writeCsv(await csvSelect(session, request), temporary);
    const [counted] = await session.query(`SELECT count(*) AS "rows" FROM ${request.relation}`);
    const written = await orNotWritable(path, async () => {
      const sha256 = await sha256OfFile(temporary);
      const { size: bytes } = await stat(temporary);
      await syncToDisk(temporary);
      await rename(temporary, path);
      await syncToDisk(folder);
      return { bytes, sha256 };
    });
    return { path, rows: Number(counted?.['rows']), ...written, seconds: (performance.now() - started) / 1000 };
  } finally {
    await orNotWritable(folder, () => rm(temporary, { force: true }));
  }
}

async function orNotWritable<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    throw new OutputNotWritableError(path, error);
  }
}
