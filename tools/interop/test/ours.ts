import type { Session } from '@sluice/engine';
import {
  type At,
  type Change,
  type DeltaSnapshot,
  type Storage,
  type TableDefinition,
  localStorage,
  openDelta,
  prepareAppend,
  prepareDelete,
  prepareMerge,
  prepareOptimize,
  prepareOverwrite,
  prepareRestore,
  prepareUpdate,
  readSnapshot,
  snapshotRelation,
  transact,
  vacuum,
} from '@sluice/tables';
import { type Step, UPDATED, rowsSql } from './history-steps.ts';
import type { Scene } from './scene.ts';

/** One SELECT of the rows of a version of a table, the newest unless told. */
export async function rowsOf({ session }: Scene, table: string, at?: At): Promise<string> {
  const storage = localStorage(table);
  return snapshotRelation(storage, await readSnapshot(session, storage, at));
}

/** Appends the rows of a SELECT to a table; makes it where there is none. */
export async function append(
  { session }: Scene,
  table: string,
  sql: string,
  definition?: TableDefinition,
): Promise<void> {
  const delta = openDelta(localStorage(table));
  const request = { select: { sql }, ...(definition === undefined ? {} : { definition }) };
  await transact(delta, session, (snapshot) => prepareAppend(session, delta.storage, snapshot, request));
}

/** Makes a table of the columns, partitions and rows of another one. */
export async function copy(scene: Scene, from: string, to: string): Promise<void> {
  const storage = localStorage(from);
  const snapshot = await readSnapshot(scene.session, storage);
  const { columns, partitionedBy } = snapshot;
  const rows = snapshotRelation(storage, snapshot);
  await append(scene, to, rows, { columns, partitionedBy, properties: new Map() });
}

export async function restore(scene: Scene, table: string, version: number): Promise<void> {
  await change(scene, table, prepareRestore, { version });
}

/** Takes a step of a history by our means. */
export async function take(scene: Scene, table: string, step: Exclude<Step, { does: 'restore' }>): Promise<void> {
  const { session } = scene;
  switch (step.does) {
    case 'append':
      return append(scene, table, rowsSql(step.rows));
    case 'overwrite':
      return change(scene, table, prepareOverwrite, { select: { sql: rowsSql(step.rows) } });
    case 'merge': {
      const whenNotMatched = step.matched === 'delete' ? 'ignore' : 'insert';
      const request = { source: rowsSql(step.rows), keys: ['id'], whenMatched: step.matched, whenNotMatched } as const;
      return change(scene, table, prepareMerge, request);
    }
    case 'delete':
      return change(scene, table, prepareDelete, { where: step.where });
    case 'update':
      return change(scene, table, prepareUpdate, { set: UPDATED, where: step.where });
    case 'optimize':
      return change(scene, table, prepareOptimize, {});
    case 'vacuum':
      await vacuum(session, localStorage(table), { now: new Date(), retention: 0, force: true });
      return;
    case 'checkpoint':
      throw new Error('Ours come by themselves, at the interval that the table names.');
  }
}

type Prepare<Request> = (
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  request: Request,
) => Promise<Change | undefined>;

async function change<Request>(
  { session }: Scene,
  table: string,
  prepare: Prepare<Request>,
  request: Request,
): Promise<void> {
  const delta = openDelta(localStorage(table));
  await transact(delta, session, async (snapshot) => {
    if (snapshot === undefined) throw new Error(`${table} is no table.`);
    return prepare(session, delta.storage, snapshot, request);
  });
}
