import type { Clock } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { CqlNotReconciledError } from '../errors.ts';
import type { CqlSink } from './cql.ts';
import { openCqlStore, type StoreOptions } from './open-store.ts';
import { compare } from './reconcile.ts';
import type { CqlStore, Position } from './store.ts';
import { type CqlTable, cqlTable, fullName, type ServedColumn, type ServedKey } from './table.ts';
import { dropWork, WORK, type Work, workOfAll, workOfChanges } from './work.ts';

/** A table and where it is to go. */
export interface CqlRequest extends StoreOptions {
  /** A FROM item: the table as it is now. */
  readonly relation: string;
  readonly columns: readonly ServedColumn[];
  readonly key: ServedKey;
  /** Says which table this is: where another was handed on before, everything is compared. */
  readonly source: string;
  /** Which version `relation` is, where the table has versions; they grow. */
  readonly version?: number | undefined;
  /**
   * Tells a version from one of the same number in another history of the table, which was made anew or put back from a
   * copy; undefined where that is not known any more. Versions that it does not tell to be the same count as different.
   */
  readonly identityOf?: (version: number) => Promise<string | undefined>;
  /**
   * A SELECT of the rows that changed from a version up to this one: the columns of the key, of old rows and of new ones.
   * Undefined where that is not known any more.
   */
  readonly changesSince?: (version: number) => Promise<string | undefined>;
  /** Writes every row again. */
  readonly fullRefresh: boolean;
  readonly clock: Clock;
}

/** What became of a delivery. `compared` rows of the table were found in the store, and no others. */
export interface CqlDelivery {
  readonly path: string;
  readonly rows: number;
  readonly written: number;
  readonly removed: number;
  readonly compared: number;
  readonly seconds: number;
}

/**
 * Brings a table of a CQL store to what the table holds: writes what changed, removes what vanished, compares the
 * partitions that it touched (all, unless the changes since the store's position are known), and only then moves the
 * position. Stopped anywhere, the next delivery completes it.
 * @throws {CqlNotReconciledError} naming keys; also {CqlUnavailableError}, {CqlLoginError}, {CqlRefusedError},
 * {CqlSchemaError}, {CqlRowsUnfitError}, {CqlSinkInvalidError}
 */
export async function deliverCql(session: Session, sink: CqlSink, request: CqlRequest): Promise<CqlDelivery> {
  const began = performance.now();
  const table = cqlTable(sink, request.columns, request.key);
  const store = await openCqlStore(session, table, request);
  try {
    const done = await bring(session, store, table, request);
    const [counted] = await session.query(`SELECT count(*) AS "rows" FROM ${request.relation}`);
    const seconds = (performance.now() - began) / 1000;
    return { path: store.location, rows: Number(counted?.['rows']), ...done, seconds };
  } finally {
    await dropWork(session);
    await store.close();
  }
}

/**
 * Compares all that a CQL store holds with what the table holds, and changes nothing.
 * @throws {CqlNotReconciledError} naming keys, and what `deliverCql` throws for a store that it cannot read
 */
export async function checkCql(session: Session, sink: CqlSink, request: CqlRequest): Promise<CqlDelivery> {
  const began = performance.now();
  const table = cqlTable(sink, request.columns, request.key);
  const store = await openCqlStore(session, table, request);
  try {
    await workOfAll(session, store, table, request);
    const compared = await refuseDifference(session, store, table, 'Nothing was changed.');
    const seconds = (performance.now() - began) / 1000;
    return { path: store.location, rows: compared, written: 0, removed: 0, compared, seconds };
  } finally {
    await dropWork(session);
    await store.close();
  }
}

type Done = Pick<CqlDelivery, 'written' | 'removed' | 'compared'>;

async function bring(session: Session, store: CqlStore, table: CqlTable, request: CqlRequest): Promise<Done> {
  const { source, version, clock, fullRefresh } = request;
  const last = await store.position();
  const identity = await identityOf(request, version);
  const known = fullRefresh ? undefined : await versionToGoOnFrom(last, request, identity);
  if (known !== undefined && known === version && last?.complete === true)
    return { written: 0, removed: 0, compared: 0 };
  const changes = known === undefined ? undefined : await request.changesSince?.(known);
  const work: Work =
    changes === undefined
      ? await workOfAll(session, store, table, request)
      : await workOfChanges(session, table, request, changes);
  // One number for the writes and one more for the position; later than all that ever began, whatever the clock says.
  const writtenAt = Math.max(clock.now().getTime() * 1000, (last?.writtenAt ?? 0) + 2);
  const begun = { source, writtenAt, begunVersion: version, begunIdentity: identity };
  if (work.written + work.removed > 0) {
    const before =
      changes === undefined
        ? { version: undefined, identity: undefined }
        : { version: known, identity: last?.identity };
    await store.record({ ...begun, ...before, complete: false }, writtenAt);
    await store.apply({ upserts: WORK.upserts, removals: WORK.removals, writtenAt });
    await store.copy(WORK.stored, work.partitions);
  } else if (work.partitions !== undefined) {
    await store.copy(WORK.stored, work.partitions);
  }
  const compared = await refuseDifference(session, store, table, 'The position was not moved.');
  await store.record({ ...begun, version, identity, complete: true }, writtenAt + 1);
  return { written: work.written, removed: work.removed, compared };
}

/**
 * The version that the store was last equal to, where only what changed since then can differ now. A delivery that was
 * stopped half-way on its way to another version may have written rows that no change since then names.
 */
async function versionToGoOnFrom(
  last: Position | undefined,
  request: CqlRequest,
  identity: string | undefined,
): Promise<number | undefined> {
  const { source, version } = request;
  if (last?.version === undefined || version === undefined || last.source !== source) return undefined;
  if (version < last.version) return undefined;
  if (!last.complete && (last.begunVersion !== version || last.begunIdentity !== identity)) return undefined;
  if (request.identityOf === undefined) return last.version;
  const now = await identityOf(request, last.version);
  return now !== undefined && now === last.identity ? last.version : undefined;
}

async function identityOf(request: CqlRequest, version: number | undefined): Promise<string | undefined> {
  return version === undefined ? undefined : request.identityOf?.(version);
}

async function refuseDifference(session: Session, store: CqlStore, table: CqlTable, kept: string): Promise<number> {
  const { rows, sums, differences } = await compare(session, table, WORK.wanted, WORK.stored);
  if (differences.length > 0) {
    throw new CqlNotReconciledError(fullName(table), store.location, sums, differences, kept);
  }
  return rows;
}
