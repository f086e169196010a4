import { readFile, rm } from 'node:fs/promises';
import { type Clock, EXIT, type Logger } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { completePublish, sweep } from '@sluice/tables';
import type { Layout } from '../lake/layout.ts';
import { readRecord, writeRecord } from '../record/record-file.ts';

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
export async function recover(session: Session, layout: Layout, clock: Clock, logger: Logger): Promise<Recovery> {
  const tables = await completePublish(layout.journal, session);
  await sweep(layout.staging);
  await sweep(layout.spill);
  const runId = await readFile(layout.running, 'utf8').catch(() => undefined);
  if (runId === undefined) return { tables, runId: undefined };
  await rm(layout.running);
  try {
    const record = await readRecord(layout, runId);
    const message =
      tables === 0
        ? 'The process died; nothing of the run was published.'
        : `The process died while it published; the next run put the last ${String(tables)} tables in place.`;
    await writeRecord(layout, {
      ...record,
      status: 'interrupted',
      finishedAt: clock.now().toISOString(),
      error: { code: 'RUN_KILLED', message, exitCode: EXIT.interrupted },
    });
  } catch (error) {
    logger.warn({ err: error, runId }, 'a run that was killed left no readable record');
  }
  return { tables, runId };
}
