import type { Clock, Logger } from '@sluice/core';
import { completePublish, sweep } from '@sluice/tables';
import type { Layout } from './layout.ts';
import { listRuns, readRecord, writeRecord } from './record-file.ts';

export interface Recovery {
  /** Tables whose publication a killed run had begun, now in place. */
  readonly tables: number;
  /** The run that was killed, where there was one. */
  readonly runId: string | undefined;
}

/**
 * Completes what a killed run had begun to publish and removes what it had only staged.
 * Call it only while the lake's lock is held.
 */
export async function recover(layout: Layout, clock: Clock, logger: Logger): Promise<Recovery> {
  const tables = await completePublish(layout.journal);
  await sweep(layout.staging);
  const runs = await listRuns(layout);
  const last = runs.at(-1);
  if (last === undefined) return { tables, runId: undefined };
  try {
    const record = await readRecord(layout, last);
    if (record.status !== 'running') return { tables, runId: undefined };
    const message =
      tables === 0
        ? 'The process died; nothing of the run was published.'
        : `The process died while it published; the next run put the last ${String(tables)} tables in place.`;
    await writeRecord(layout, {
      ...record,
      status: 'interrupted',
      finishedAt: clock.now().toISOString(),
      error: { code: 'RUN_KILLED', message, exitCode: 130 },
    });
    return { tables, runId: last };
  } catch (error) {
    logger.warn({ err: error, runId: last }, 'the last run left no readable record');
    return { tables, runId: last };
  }
}
