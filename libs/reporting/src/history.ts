import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RunRecordInvalidError } from './errors.ts';
import { readRunRecord } from './read-record.ts';
import type { RunRecord } from './record.ts';

/** What the records of one pipeline tell. */
export interface History {
  readonly pipeline: string;
  /** The newest first; never empty. */
  readonly runs: readonly RunRecord[];
  /** What could not be read, and why. */
  readonly unreadable: readonly string[];
}

/** More runs than this are not read. */
const MOST_RUNS = 30;

/** Reads the newest records of every pipeline in a data folder, or of those that are named. Pipelines without any are left out. */
export async function readHistories(dataDir: string, pipelines?: readonly string[]): Promise<readonly History[]> {
  const folders = await readdir(dataDir, { withFileTypes: true }).catch(() => []);
  const names = folders.filter((entry) => entry.isDirectory() && !entry.name.startsWith('_')).map(({ name }) => name);
  const chosen = names.filter((name) => pipelines?.includes(name) ?? true).sort();
  const histories = await Promise.all(
    chosen.map((pipeline) => readHistory(join(dataDir, pipeline, '_runs'), pipeline)),
  );
  return histories.filter(({ runs }) => runs.length > 0);
}

async function readHistory(folder: string, pipeline: string): Promise<History> {
  const ids = (await readdir(folder).catch(() => [])).sort().reverse().slice(0, MOST_RUNS);
  const read = await Promise.all(ids.map((id) => readOrReason(join(folder, id, 'run.json'))));
  return {
    pipeline,
    runs: read.filter((one) => typeof one !== 'string').filter((one) => one.pipeline === pipeline),
    unreadable: read.filter((one) => typeof one === 'string'),
  };
}

async function readOrReason(path: string): Promise<RunRecord | string> {
  try {
    return await readRunRecord(path);
  } catch (error) {
    if (error instanceof RunRecordInvalidError) return error.message;
    return `${path} cannot be read: ${String(error)}`;
  }
}
