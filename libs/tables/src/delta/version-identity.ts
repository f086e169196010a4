import { createHash } from 'node:crypto';
import type { Storage } from '../storage/storage.ts';
import { commitPath } from './log.ts';

/**
 * What tells a version from one of the same number in another history: of a table that was made anew in its place, or put
 * back from a copy and written on. Undefined where the log does not hold its commit any more.
 */
export async function versionIdentity(storage: Storage, version: number): Promise<string | undefined> {
  const commit = await storage.read(commitPath(version));
  return commit && createHash('sha256').update(commit).digest('hex');
}
