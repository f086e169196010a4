import { join } from 'node:path';
import type { Clock } from '@sluice/core';
import type { Session } from '@sluice/engine';
import {
  type Change,
  type DataFile,
  keepUpLog,
  localStorage,
  type NewFile,
  openDelta,
  planLogUpkeep,
  planOptimize,
  planVacuum,
  prepareOptimize,
  readHistory,
  readSnapshot,
  type StoredFile,
  transact,
  vacuum,
} from '@sluice/tables';
import type { Files, MaintainedTable } from './report.ts';
import type { OpenTable } from './readers.ts';

const LOG = '_delta_log';

export interface UpkeepRequest extends OpenTable {
  readonly clock: Clock;
  /** How long removed files are kept, in milliseconds; what the table says unless told. */
  readonly retention: number | undefined;
  /** Up to which version each reader has read the table. */
  readonly readers: ReadonlyMap<string, number>;
}

/**
 * Tells what upkeep would do with a table as it is now.
 * @throws {RetentionTooShortError} {FeatureUnsupportedError}
 */
export async function planUpkeep(session: Session, request: UpkeepRequest): Promise<MaintainedTable> {
  const { table, snapshot } = request;
  const storage = localStorage(table.path);
  const packs = planOptimize(snapshot);
  const unneeded = await planVacuum(session, storage, vacuumRequest(request));
  const log = await planLogUpkeep(session, storage, logRequest(request, unneeded.late));
  return {
    ...headOf(request, unneeded.late, snapshot.version),
    packed: packedOf(packs.flat(), packs.length),
    checkpoint: log.checkpoint,
    log: filesOf(log.files, `${LOG}/`),
    removed: filesOf(unneeded.files, ''),
  };
}

/**
 * Packs small files of a table, in a version whose rows are those before; then a checkpoint where one is due, clean-up
 * of the log, and the removal of files that nobody needs. May be interrupted and repeated.
 * @param late  readers for whom nothing can be kept
 * @param staging  a folder on the table's volume
 */
export async function upkeep(
  session: Session,
  request: UpkeepRequest,
  late: readonly string[],
  staging: string,
): Promise<MaintainedTable> {
  const { table, snapshot, clock } = request;
  const storage = localStorage(table.path);
  const logBefore = await storage.list(LOG);
  const { keepFrom } = logRequest(request, late);
  const delta = openDelta(storage, { clock, ...(keepFrom !== undefined && { keepFrom }) });
  let packing: Change | undefined;
  await transact(delta, session, async (newest) => {
    packing = newest && (await prepareOptimize(session, storage, newest, { staging }));
    return packing && { ...packing, info: await asOfDay(table.path) };
  });
  await keepUpLog(session, storage, logRequest(request, late));
  const { files } = await vacuum(session, storage, vacuumRequest(request));
  const { version, checkpoint } = await readSnapshot(session, storage);
  const names = new Set((await storage.list(LOG)).map(({ name }) => name));
  return {
    ...headOf(request, late, version),
    packed: packedOf(packing?.removes ?? [], packing?.adds.length ?? 0),
    checkpoint: checkpoint === snapshot.checkpoint ? undefined : checkpoint,
    log: filesOf(
      logBefore.filter(({ name }) => !names.has(name)),
      `${LOG}/`,
    ),
    removed: filesOf(files, ''),
  };
}

function headOf({ table, readers, snapshot }: UpkeepRequest, late: readonly string[], version: number) {
  const { pipeline, layer, path } = table;
  return {
    name: [pipeline, layer, table.table].join('.'),
    path,
    version,
    readers: [...readers]
      .filter(([name, read]) => read < snapshot.version && !late.includes(name))
      .map(([name, read]) => ({ name, version: read }))
      .sort((one, other) => one.version - other.version),
    late,
  };
}

/** A reader that is late already would keep a log from being cleaned up for ever, and gain nothing. */
function logRequest({ clock, readers }: UpkeepRequest, late: readonly string[]) {
  const versions = [...readers].filter(([name]) => !late.includes(name)).map(([, version]) => version);
  return { now: clock.now(), keepFrom: versions.length === 0 ? undefined : Math.min(...versions) };
}

function vacuumRequest({ clock, retention, readers }: UpkeepRequest) {
  return { now: clock.now(), ...(retention !== undefined && { retention }), consumers: readers };
}

/** The rows are still those of that day. */
async function asOfDay(path: string): Promise<Readonly<Record<string, string>>> {
  const [newest] = await readHistory(localStorage(path), 1);
  const asOf = newest?.info['asOf'];
  return asOf === undefined ? {} : { asOf };
}

function packedOf(files: readonly (DataFile | NewFile)[], into: number): MaintainedTable['packed'] {
  const known = files.flatMap(({ rows }) => rows ?? []);
  const rows = known.length === files.length ? known.reduce((sum, count) => sum + count, 0) : undefined;
  return { files: files.length, into, rows, bytes: bytesOf(files) };
}

function filesOf(files: readonly StoredFile[], folder: string): Files {
  return { files: files.length, bytes: bytesOf(files), paths: files.map(({ name }) => join(folder, name)) };
}

function bytesOf(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
