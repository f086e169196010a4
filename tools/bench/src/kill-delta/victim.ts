import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '@sluice/core';
import { openDuckDb, type Session } from '@sluice/engine';
import {
  type Change,
  type DeltaSnapshot,
  keepUpLog,
  localStorage,
  openDelta,
  prepareAppend,
  prepareDelete,
  prepareMerge,
  prepareOptimize,
  prepareOverwrite,
  type Storage,
  transact,
  vacuum,
} from '@sluice/tables';
import { markedStorage, type Phase } from './marked-storage.ts';
import { isOperation, type Operation } from './operations.ts';

/** The name under which the table takes note of turns. */
const TURN = 'sluice/kill-delta/turn';
const DAY = 86_400_000;
/** After which files and log entries that nobody names have expired. */
const LATER = { vacuum: 8 * DAY, log: 40 * DAY };

/** The process that is killed: does the operations that its input names, and tells each step before it is taken. */
export async function victim(folder: string): Promise<void> {
  const spillDirectory = join(folder, 'staging', 'spill');
  const engine = await openDuckDb({ spillDirectory, threads: 1, memoryLimit: 400_000_000 });
  const session = await engine.connect();
  tell('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    const operation: unknown = JSON.parse(line);
    if (!isOperation(operation)) throw new Error(`No operation: ${line}`);
    let step = 0;
    const mark = (phase: Phase): void => {
      tell(phase);
      if (step === operation.hold) waitForTheKill();
      step += 1;
    };
    mark('prepare');
    const storage = markedStorage(localStorage(join(folder, 'table')), mark);
    await perform(session, storage, operation, join(folder, 'staging'), mark);
    tell('done');
  }
  engine.close();
}

/** At once: what was told before the kill is read after it. */
function tell(phase: string): void {
  writeSync(1, `${phase}\n`);
}

function waitForTheKill(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
}

async function perform(
  session: Session,
  storage: Storage,
  operation: Operation,
  staging: string,
  mark: (phase: Phase) => void,
): Promise<void> {
  const now = systemClock.now().getTime();
  if (operation.kind === 'vacuum') {
    await vacuum(session, storage, { now: new Date(now + LATER.vacuum) });
    return;
  }
  if (operation.kind === 'checkpoint') {
    await keepUpLog(session, storage, { now: new Date(now + LATER.log), checkpointAfter: 1 });
    return;
  }
  const { turn } = operation;
  await transact(openDelta(storage), session, async (snapshot) => {
    if (snapshot === undefined) throw new Error('There is no table.');
    if ((snapshot.positions.get(TURN) ?? -1) >= turn) return undefined;
    const change = await prepare(session, storage, snapshot, operation, staging);
    mark('prepared');
    return change && { ...change, positions: new Map([[TURN, turn]]) };
  });
}

async function prepare(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  { kind, rows, where, staged }: Operation,
  folder: string,
): Promise<Change | undefined> {
  const into = staged ? { staging: folder } : {};
  const select = { sql: rows };
  switch (kind) {
    case 'append':
      return prepareAppend(session, storage, snapshot, { select, ...into });
    case 'overwrite':
      return prepareOverwrite(session, storage, snapshot, { select, ...into });
    case 'merge': {
      const how = { keys: ['id'], whenMatched: 'update', whenNotMatched: 'insert' } as const;
      return prepareMerge(session, storage, snapshot, { source: rows, ...how, ...into });
    }
    case 'delete':
      return prepareDelete(session, storage, snapshot, { where, ...into });
    default:
      return prepareOptimize(session, storage, snapshot, into);
  }
}
