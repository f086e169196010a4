import { LogBrokenError, TableMissingError, VersionMissingError } from '../errors.ts';
import type { At } from '../table.ts';
import type { LogListing } from './log.ts';

export interface CommitTime {
  readonly version: number;
  readonly committedAt: Date;
}

/**
 * When each version was committed, oldest first: when its file was written, but always after the version before, as
 * clocks of several writers may differ and copies of a log have the times of copying. A version whose commit was
 * cleaned up has the time of its checkpoint.
 */
export function timeline({ commits, checkpoints }: LogListing): readonly CommitTime[] {
  const committed = new Set(commits.map(({ version }) => version));
  const others = checkpoints.filter(({ version }) => !committed.has(version));
  let latest = -Infinity;
  return [...others, ...commits]
    .sort((a, b) => a.version - b.version)
    .map(({ version, modifiedAt }) => {
      latest = Math.max(modifiedAt.getTime(), latest + 1);
      return { version, committedAt: new Date(latest) };
    });
}

/**
 * The version that is meant, the newest unless told.
 * @throws {TableMissingError}
 * @throws {VersionMissingError} for one that is not there yet, or that log clean-up took
 */
export function pickVersion(listing: LogListing, at: At | undefined, table: string): CommitTime {
  const times = timeline(listing).filter(({ version }) => version >= oldestVersion(listing));
  const [oldest, newest] = [times[0], times.at(-1)];
  if (oldest === undefined || newest === undefined) throw new TableMissingError(table);
  if (at === undefined) return newest;
  if ('timestamp' in at) {
    const found = times.findLast(({ committedAt }) => committedAt <= at.timestamp);
    if (found !== undefined) return found;
    const span = `versions committed from ${oldest.committedAt.toISOString()} to ${newest.committedAt.toISOString()}`;
    throw new VersionMissingError(table, `version that was committed up to ${at.timestamp.toISOString()}`, span);
  }
  const found = times.find(({ version }) => version === at.version);
  if (found !== undefined) return found;
  if (at.version > oldest.version && at.version < newest.version) {
    throw new LogBrokenError(table, `commit ${at.version} is missing`);
  }
  throw new VersionMissingError(table, `version ${at.version}`, `versions ${oldest.version} to ${newest.version}`);
}

/** The first one that can be put together: 0, or that of the first checkpoint where the log below it was cut off. */
function oldestVersion({ commits, checkpoints }: LogListing): number {
  const first = commits[0]?.version ?? 0;
  return first === 0 ? 0 : (checkpoints[0]?.version ?? first);
}
