import { join } from 'node:path';
import { openDuckDb, quoteFile } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import { localStorage, openDelta, prepareAppend, prepareMerge } from '@sluice/tables';
import type { Change, DeltaTable } from '@sluice/tables';
import { rounded } from '../measured-process.ts';
import { appendByHand, mergeByHand } from './by-hand.ts';
import type { Limits } from './by-hand.ts';
import { appended, generated, leastKey, sourceOf } from './workload.ts';
import type { Size, SourceName } from './workload.ts';

/** The steps after the table is made, in their order, and what each merges. */
export const STEPS: Readonly<Record<string, SourceName | undefined>> = {
  spread: 'spread',
  'same again': 'spread',
  'newest tenth': 'newest',
  append: undefined,
};

export const sourceFile = (folder: string, name: SourceName): string => join(folder, `${name}.parquet`);
export const tableFolder = (folder: string): string => join(folder, 'table');
export const handFolder = (folder: string): string => join(folder, 'by-hand');

/** Takes a step, `make` or one of STEPS, with the table in `folder`. @returns what it came to, for JSON */
export async function take(step: string, size: Size, folder: string, limits: Limits): Promise<object> {
  return withTable(folder, limits, async (session, table) => {
    const began = performance.now();
    const change = await changeOf(step, session, table, size, folder);
    if (change !== undefined) await table.commit(session, change);
    const { adds = [], removes = [] } = change ?? {};
    return {
      seconds: secondsSince(began),
      filesAdded: adds.length,
      filesRemoved: removes.length,
      rowsWritten: adds.reduce((sum, file) => sum + file.rows, 0),
    };
  });
}

async function changeOf(
  step: string,
  session: Session,
  table: DeltaTable,
  size: Size,
  folder: string,
): Promise<Change | undefined> {
  if (step === 'make') {
    for (const name of ['spread', 'newest'] as const)
      await session.writeParquet(sourceOf(size, name), sourceFile(folder, name), {});
    const select = { sql: generated(size) };
    return prepareAppend(session, table.storage, undefined, { select, rowsPerFile: 1_000_000 });
  }
  const snapshot = await table.snapshot(session);
  const name = STEPS[step];
  if (name === undefined) return prepareAppend(session, table.storage, snapshot, { select: { sql: appended(size) } });
  return prepareMerge(session, table.storage, snapshot, {
    source: `SELECT * FROM read_parquet(${quoteFile(sourceFile(folder, name))})`,
    keys: ['id'],
    whenMatched: 'update',
    whenNotMatched: 'insert',
  });
}

/** The same work in bare SQL on the files that the table has now; the table stays as it is. */
export async function takeByHand(step: string, size: Size, folder: string, limits: Limits): Promise<object> {
  const name = STEPS[step];
  const target = handFolder(folder);
  if (name === undefined) {
    const began = performance.now();
    await appendByHand(limits, appended(size), target);
    return { seconds: secondsSince(began) };
  }
  const files = await withTable(folder, limits, async (session, table) => (await table.snapshot(session)).files);
  const candidates = files.filter(({ columns }) => Number(columns.get('id')?.max) >= leastKey(size, name));
  const began = performance.now();
  await mergeByHand(
    limits,
    candidates.map(({ location }) => location),
    sourceFile(folder, name),
    target,
  );
  return { seconds: secondsSince(began) };
}

async function withTable<T>(
  folder: string,
  { memoryBytes, threads, spillDirectory }: Limits,
  work: (session: Session, table: DeltaTable) => Promise<T>,
): Promise<T> {
  const engine = await openDuckDb({ spillDirectory, memoryLimit: memoryBytes, threads: Number(threads) });
  try {
    return await work(await engine.connect(), openDelta(localStorage(tableFolder(folder))));
  } finally {
    engine.close();
  }
}

function secondsSince(began: number): number {
  return rounded((performance.now() - began) / 1000);
}
