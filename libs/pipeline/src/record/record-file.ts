import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readRunRecord, type RunRecord } from '@sluice/reporting';
import type { Layout } from '../lake/layout.ts';

const RECORD = 'run.json';

/** Writes `run.json` of a run; whoever reads it checks it. */
export async function writeRecord(layout: Layout, record: RunRecord): Promise<string> {
  const path = join(layout.runFolder(record.runId), RECORD);
  await writeDocument(path, record);
  return path;
}

/** Writes JSON so that a reader sees the old file or the new one. Makes the folder. */
export async function writeDocument(path: string, document: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(`${JSON.stringify(document, undefined, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/** @throws {RunRecordInvalidError} */
export async function readRecord(layout: Layout, runId: string): Promise<RunRecord> {
  return readRunRecord(join(layout.runFolder(runId), RECORD));
}

/** Ids of the recorded runs, the oldest first. */
export async function listRuns(layout: Layout): Promise<readonly string[]> {
  const folders = await readdir(layout.runs).catch(() => []);
  return folders.sort();
}
