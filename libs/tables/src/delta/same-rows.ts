import type { Storage } from '../storage/storage.ts';
import type { Action } from './actions.ts';
import { readCommit } from './read-log.ts';

/**
 * The newest version up to `to` that is known to hold the rows and columns of `version`: the commits between only
 * rearranged rows (`dataChange: false`), or took note of something.
 */
export async function withSameRows(storage: Storage, version: number, to: number): Promise<number> {
  let same = version;
  while (same < to) {
    const actions = await readCommit(storage, same + 1);
    if (actions === undefined || actions.some(changesTable)) break;
    same += 1;
  }
  return same;
}

function changesTable({ add, remove, metaData, protocol }: Action): boolean {
  return Boolean(add?.dataChange) || Boolean(remove?.dataChange) || Boolean(metaData) || Boolean(protocol);
}
