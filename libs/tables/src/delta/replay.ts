import { EXIT, SluiceError } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { LogBrokenError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import { readCheckpoint } from './checkpoint-read.ts';
import type { CheckpointFiles, LogListing } from './log.ts';
import { readCommits } from './read-log.ts';
import { planReplays } from './replay-plan.ts';
import type { ReplayPlan } from './replay-plan.ts';
import { TableState } from './table-state.ts';

export interface Replayed {
  readonly state: TableState;
  /** The version of the checkpoint that it began with. */
  readonly checkpoint: number | undefined;
}

/**
 * Puts a version together from the newest checkpoint that can be read and the commits after it.
 * @throws {LogBrokenError}
 */
export async function replay(
  session: Session,
  storage: Storage,
  listing: LogListing,
  version: number,
): Promise<Replayed> {
  let failure: unknown;
  for (const plan of planReplays(listing, version, storage.locate(''))) {
    const state = await begin(session, storage, plan).catch((error: unknown) => {
      if (!isBrokenFile(error)) throw error;
      failure ??= error;
    });
    if (state === undefined) continue;
    for await (const actions of readCommits(storage, plan.commits)) state.apply(actions);
    return { state, checkpoint: plan.checkpoint?.version };
  }
  throw new LogBrokenError(
    storage.locate(''),
    `no checkpoint below version ${version} can be read, and the commits below are gone`,
    failure,
  );
}

async function begin(session: Session, storage: Storage, { checkpoint }: ReplayPlan): Promise<TableState> {
  const state = new TableState();
  if (checkpoint !== undefined) state.apply(await demandWhole(session, storage, checkpoint));
  return state;
}

/** A checkpoint holds the whole table: one without protocol or metadata was cut short. */
async function demandWhole(session: Session, storage: Storage, checkpoint: CheckpointFiles) {
  const actions = await readCheckpoint(session, storage, checkpoint);
  if (actions.some(({ protocol }) => protocol) && actions.some(({ metaData }) => metaData)) return actions;
  throw new LogBrokenError(storage.locate(''), `${checkpoint.paths.join(', ')} lacks the protocol or the metadata`);
}

/** An interrupt or a lack of memory is no verdict on a file. */
function isBrokenFile(error: unknown): boolean {
  return error instanceof SluiceError && error.exitCode !== EXIT.interrupted && error.code !== 'OUT_OF_MEMORY';
}
