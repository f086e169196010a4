import type { Session } from '@sluice/engine';
import { type At, type HistoryEntry, localStorage, readHistory, VersionMissingError } from '@sluice/tables';
import { VersionsNoneError } from '../errors.ts';
import type { LakeTable } from '../lake/lake-table.ts';
import { readDelta } from './delta.ts';
import type { PublishedTable } from './published-table.ts';
import { isDeltaFolder } from './published.ts';

/** A version by its number, by when it was committed, or the newest of a run whose as-of day was `asOf` (ISO 8601) or earlier. */
export type VersionAt = At | { readonly asOf: string };

/**
 * What was done to a table, newest first.
 * @throws {VersionsNoneError} for a table that is one Parquet file
 */
export async function tableHistory(table: LakeTable, limit?: number): Promise<readonly HistoryEntry[]> {
  demandVersions(table);
  return readHistory(localStorage(table.path), limit);
}

/**
 * A version of a published table.
 * @throws {VersionsNoneError} for a table that is one Parquet file
 * @throws {VersionMissingError}
 */
export async function readVersion(session: Session, table: LakeTable, at: VersionAt): Promise<PublishedTable> {
  demandVersions(table);
  return readDelta(session, table.path, 'asOf' in at ? await versionAsOf(table, at.asOf) : at);
}

async function versionAsOf({ path }: LakeTable, asOf: string): Promise<At> {
  const days = (await readHistory(localStorage(path))).map(({ version, info }) => ({ version, day: info['asOf'] }));
  const found = days.find(({ day }) => day !== undefined && day <= asOf);
  if (found !== undefined) return { version: found.version };
  const earliest = days.findLast(({ day }) => day !== undefined)?.day;
  const available = earliest === undefined ? 'no version that tells its as-of day' : `as-of days from ${earliest}`;
  throw new VersionMissingError(path, `version with an as-of day up to ${asOf}`, available);
}

function demandVersions({ pipeline, layer, table, path }: LakeTable): void {
  if (!isDeltaFolder(path)) throw new VersionsNoneError([pipeline, layer, table].join('.'), path);
}
