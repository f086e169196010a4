import type { Storage } from '../storage/storage.ts';
import type { HistoryEntry } from '../table.ts';
import type { CommitInfo } from './actions.ts';
import { listLog } from './log.ts';
import { readCommitInfo } from './read-log.ts';
import type { CommitTime } from './timeline.ts';
import { pickVersion, timeline } from './timeline.ts';

/**
 * What was done to a table, newest first, as far back as its commits are kept ("Commit Provenance Information"). What a
 * writer did not tell is empty.
 * @throws {TableMissingError}
 */
export async function readHistory(storage: Storage, limit = Infinity): Promise<readonly HistoryEntry[]> {
  const listing = await listLog(storage);
  pickVersion(listing, undefined, storage.locate(''));
  const kept = new Set(listing.commits.map(({ version }) => version));
  const times = timeline(listing).filter(({ version }) => kept.has(version));
  const entries: HistoryEntry[] = [];
  for (const time of times.reverse().slice(0, limit)) {
    entries.push(entryOf(time, (await readCommitInfo(storage, time.version)) ?? {}));
  }
  return entries;
}

/** What has a field of its own, or is told by the log itself. */
const KNOWN = new Set(['operation', 'operationParameters', 'operationMetrics', 'timestamp']);

function entryOf(time: CommitTime, commit: CommitInfo): HistoryEntry {
  const { operation, operationParameters, operationMetrics } = commit;
  return {
    ...time,
    operation: typeof operation === 'string' ? operation : '',
    parameters: textsOf(operationParameters),
    metrics: textsOf(operationMetrics),
    info: textsOf(Object.fromEntries(Object.entries(commit).filter(([name]) => !KNOWN.has(name)))),
  };
}

/** Values that are no text are shown as JSON. */
function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null && entry !== undefined)
      .map(([name, entry]) => [name, typeof entry === 'string' ? entry : JSON.stringify(entry)]),
  );
}
