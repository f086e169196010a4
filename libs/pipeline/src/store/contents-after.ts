import type { Change, DataFile, Snapshot, Storage, TableDefinition } from '@sluice/tables';

/**
 * The version that a change makes of a table, as it lies before and after it is committed: the new files staged, or in place.
 * @param snapshot  that the change was prepared on; undefined where there was no table
 */
export function contentsAfter(
  storage: Storage,
  snapshot: Snapshot | undefined,
  change: Change,
  { columns, partitionedBy, properties }: TableDefinition,
): { readonly staged: Snapshot; readonly placed: Snapshot } {
  const removed = new Set(change.removes.map(({ path }) => path));
  const kept = (snapshot?.files ?? []).filter(({ path }) => !removed.has(path));
  const withNew = (locate: (file: Change['adds'][number]) => string): Snapshot => ({
    version: change.base + 1,
    committedAt: snapshot?.committedAt ?? new Date(0),
    ...{ columns, partitionedBy, properties },
    files: [...kept, ...change.adds.map((file): DataFile => ({ ...file, location: locate(file) }))],
    positions: new Map([...(snapshot?.positions ?? []), ...(change.positions ?? [])]),
  });
  const place = ({ path }: { readonly path: string }): string => storage.locate(decodeURIComponent(path));
  return { staged: withNew((file) => file.staged ?? place(file)), placed: withNew(place) };
}
