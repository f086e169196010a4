import { quoteIdentifier } from '@sluice/engine';
import type { ProjectTable } from '../project/project.ts';
import type { PublishedTable } from '../store/published-table.ts';
import { runTable } from './slice.ts';

/**
 * A SELECT of the rows of a batch and those that the table holds already, as rows of the input.
 * @param published  the table; columns that it did not have then are null
 * @param by         only rows whose values of these occur in the batch; undefined for all
 */
export function foldedInput(
  read: ProjectTable,
  published: PublishedTable | undefined,
  by: readonly string[] | undefined,
): string {
  const batch = runTable(read.name);
  const columns = read.contract.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const there = new Set(published?.snapshot?.columns.map(({ name }) => name) ?? []);
  const kept = read.contract.columns.map(({ name, type }) =>
    there.has(name) ? `kept.${quoteIdentifier(name)}` : `CAST(NULL AS ${type}) AS ${quoteIdentifier(name)}`,
  );
  if (published === undefined) return `SELECT ${columns} FROM ${batch}`;
  const same = by?.map(quoteIdentifier).map((key) => `kept.${key} = batch.${key}`);
  const chosen = same === undefined ? '' : ` SEMI JOIN ${batch} AS batch ON ${same.join(' AND ')}`;
  return `SELECT ${columns} FROM ${batch} UNION ALL SELECT ${kept.join(', ')} FROM ${published.relation} AS kept${chosen}`;
}
