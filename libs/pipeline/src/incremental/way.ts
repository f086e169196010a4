import type { Definition } from '../plan/fingerprint.ts';
import { isOwnPartChanged } from '../plan/fingerprint.ts';
import type { ProjectTable } from '../project/project.ts';
import type { PublishedTable } from '../store/published-table.ts';

/**
 * How the rows of a table come in. `whole`: all are made anew. `merge`: the batch is folded with the rows of its keys;
 * `fold`: with all rows, because the model or contract is another one. `replace` and `append`: by what changed in the input.
 */
export type Way = 'whole' | 'merge' | 'fold' | 'replace' | 'append';

/** The way of a table that is to run, as far as a plan can tell. */
export function wayOf(
  { contract }: ProjectTable,
  published: PublishedTable | undefined,
  definition: Definition,
  fullRefresh: boolean,
): Way {
  const { incremental } = contract;
  if (incremental === undefined || fullRefresh || published?.snapshot === undefined) return 'whole';
  if (!isOwnPartChanged(published.definition, definition)) return incremental.mode;
  return incremental.mode === 'merge' ? 'fold' : 'whole';
}

/** What a plan adds to its reason. */
export function wayWords(way: Way, { contract }: ProjectTable): string {
  const by = contract.incremental?.by.join(', ') ?? '';
  if (way === 'merge') return `: merged by ${by}`;
  if (way === 'fold') return ': earlier batches are folded again from the table itself';
  if (way === 'replace') return `: of ${by} only what changed is made anew`;
  return way === 'append' ? ': new rows are added' : '';
}
