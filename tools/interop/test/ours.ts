import {
  localStorage,
  openDelta,
  prepareAppend,
  readSnapshot,
  snapshotRelation,
  transact,
  type TableDefinition,
} from '@sluice/tables';
import type { Scene } from './scene.ts';

/** Appends the rows of a SELECT to a table, as we do it; makes it where there is none. */
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

/** One SELECT of the rows of a table's newest version. */
export async function rowsOf({ session }: Scene, table: string): Promise<string> {
  const storage = localStorage(table);
  return snapshotRelation(storage, await readSnapshot(session, storage));
}
