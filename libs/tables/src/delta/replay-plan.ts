import { FeatureUnsupportedError, LogBrokenError } from '../errors.ts';
import type { CheckpointFiles, LogListing } from './log.ts';

/** How a version is put together: a checkpoint, unless its log is whole, and the commits after it. */
export interface ReplayPlan {
  readonly checkpoint: CheckpointFiles | undefined;
  readonly commits: readonly number[];
}

/**
 * Every way to put a version together, the shortest first: another checkpoint may stand in for one that cannot be read.
 * @throws {LogBrokenError} when there is none, naming the commit that is missing
 * @throws {FeatureUnsupportedError} when only a checkpoint of the second specification would do
 */
export function planReplays(listing: LogListing, version: number, table: string): readonly ReplayPlan[] {
  const since = unbrokenSince(new Set(listing.commits.map((commit) => commit.version)), version);
  const reaches = (checkpoint: number) => checkpoint <= version && checkpoint + 1 >= since;
  const checkpoints = listing.checkpoints.filter((checkpoint) => reaches(checkpoint.version)).reverse();
  const starts = since === 0 ? [...checkpoints, undefined] : checkpoints;
  if (starts.length > 0) return starts.map((checkpoint) => ({ checkpoint, commits: after(checkpoint, version) }));
  if (listing.foreign.some(reaches)) throw new FeatureUnsupportedError(table, 'read', ['v2Checkpoint']);
  throw new LogBrokenError(table, `commit ${since - 1} is missing, and no checkpoint stands in for it`);
}

/** The first version from which on no commit is missing up to `version`; `version + 1` where its own is. */
function unbrokenSince(commits: ReadonlySet<number>, version: number): number {
  let since = version + 1;
  while (commits.has(since - 1)) since -= 1;
  return since;
}

function after(checkpoint: CheckpointFiles | undefined, version: number): readonly number[] {
  const first = (checkpoint?.version ?? -1) + 1;
  return Array.from({ length: version - first + 1 }, (_, index) => first + index);
}
