import { setTimeout as pause } from 'node:timers/promises';
import type { Session } from '@sluice/engine';
import { CommitConflictError, TableMissingError } from '../errors.ts';
import type { Change } from '../table.ts';
import type { DeltaTable } from './delta-table.ts';
import type { DeltaSnapshot } from './snapshot.ts';

export interface TransactOptions {
  /** How often a change is prepared before its conflict is the caller's. */
  readonly attempts?: number;
}

const ATTEMPTS = 30;
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 500;

/**
 * Prepares a change on the newest version of a table and commits it; where another writer came first and the two
 * conflict, prepares it anew on what that one left.
 * @param prepare  gets undefined where there is no table; gives undefined where there is nothing to change.
 * @returns the version that it became; undefined where nothing was changed.
 * @throws {CommitConflictError} the last one, when all attempts met one.
 */
export async function transact(
  table: DeltaTable,
  session: Session,
  prepare: (snapshot: DeltaSnapshot | undefined) => Promise<Change | undefined>,
  { attempts = ATTEMPTS }: TransactOptions = {},
): Promise<number | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const change = await prepare(await newest(table, session));
    if (change === undefined) return undefined;
    try {
      return await table.commit(session, change);
    } catch (error) {
      if (!(error instanceof CommitConflictError) || attempt >= attempts) throw error;
    }
    await pause(pauseAfter(attempt));
  }
}

async function newest(table: DeltaTable, session: Session): Promise<DeltaSnapshot | undefined> {
  try {
    return await table.snapshot(session);
  } catch (error) {
    if (error instanceof TableMissingError) return undefined;
    throw error;
  }
}

/** Longer from one attempt to the next, and of another length in each process, so that two do not meet for ever. */
function pauseAfter(attempt: number): number {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
  return longest * (0.5 + ((process.pid * 2_654_435_761 + attempt * 40_503) % 1000) / 2000);
}
