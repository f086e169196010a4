import type { Session } from '@sluice/engine';
import type { Commit } from '../publish-step.ts';
import { localStorage } from '../storage/local.ts';
import { commitChange } from './commit.ts';
import { readCommit } from './read-log.ts';

/** In the log's `commitInfo`: the run that made a version. */
export const RUN_ID = 'runId';

/**
 * Commits a change of a run unless that run has committed to the table since the version that the change was prepared on.
 * @returns false where it has.
 * @throws {CommitConflictError} where another writer was first.
 */
export async function commitOnce(session: Session, { table, change }: Commit): Promise<boolean> {
  const storage = localStorage(table);
  const runId = change.info?.[RUN_ID];
  for (let version = change.base + 1; runId !== undefined; version += 1) {
    const actions = await readCommit(storage, version);
    if (actions === undefined) break;
    if (actions.some(({ commitInfo }) => commitInfo?.[RUN_ID] === runId)) return false;
  }
  await commitChange(session, storage, change);
  return true;
}
