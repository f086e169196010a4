import type { DataFile } from '../table.ts';

/**
 * Groups files of one partition, in their order, until a group has `bytes`: what is written into one file.
 * A larger file stays alone.
 */
export function packFiles<T>(
  items: readonly T[],
  fileOf: (item: T) => DataFile,
  bytes: number,
): readonly (readonly T[])[] {
  const groups: T[][] = [];
  const open = new Map<string, { readonly items: T[]; bytes: number }>();
  for (const item of items) {
    const file = fileOf(item);
    const key = partitionKey(file.partition);
    const group = open.get(key);
    if (group !== undefined && group.bytes + file.bytes <= bytes) {
      group.items.push(item);
      group.bytes += file.bytes;
    } else {
      const fresh = { items: [item], bytes: file.bytes };
      groups.push(fresh.items);
      open.set(key, fresh);
    }
  }
  return groups;
}

/** Equal for equal partition values, whatever order the columns are in. */
export function partitionKey(partition: ReadonlyMap<string, string | null>): string {
  return JSON.stringify([...partition].sort(([left], [right]) => (left < right ? -1 : 1)));
}
