import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { quoteFile, type Session } from '@sluice/engine';
import { readPublished } from '@sluice/tables';
import type { Layout } from '../lake/layout.ts';
import type { PublishedTable } from './published-table.ts';

/** Where a table may lie. */
export interface Place {
  readonly layer: string;
  readonly table: string;
}

/**
 * What is published of tables, by `layer.table`; absent where nothing is. A file counts where both forms are there: a change of
 * form is done by the one step that puts the file there, or takes it away.
 * @throws what `readSnapshot` throws for a Delta table that is broken or too new
 */
export async function readTables(
  session: Session,
  layout: Layout,
  places: readonly Place[],
): Promise<ReadonlyMap<string, PublishedTable>> {
  const footers = await readPublished(
    session,
    places.map(({ layer, table }) => layout.table(layer, table)),
  );
  const found = new Map<string, PublishedTable>();
  for (const { layer, table } of places) {
    const path = layout.table(layer, table);
    const footer = footers.get(path);
    const published = footer
      ? { ...footer, path, relation: fileRelation(path) }
      : await readFolder(session, layout.folder(layer, table));
    if (published !== undefined) found.set(`${layer}.${table}`, published);
  }
  return found;
}

/** What lies at a path that a record or a listing names. */
export async function readTableAt(session: Session, path: string): Promise<PublishedTable | undefined> {
  const footer = isDeltaFolder(path) ? undefined : (await readPublished(session, [path])).get(path);
  return footer ? { ...footer, path, relation: fileRelation(path) } : readFolder(session, path);
}

/** A FROM item over one Parquet file. */
export function fileRelation(path: string): string {
  return `read_parquet(${quoteFile(path)})`;
}

/** Whether a folder is a Delta table: who was killed before its first commit leaves an empty log. */
export function isDeltaFolder(path: string): boolean {
  const log = join(path, '_delta_log');
  if (!existsSync(log)) return false;
  return readdirSync(log, { withFileTypes: true }).some((entry) => entry.isFile() && /^\d{20}\./u.test(entry.name));
}

/** Lakes without Delta tables do not load what reads them. */
async function readFolder(session: Session, path: string): Promise<PublishedTable | undefined> {
  if (!isDeltaFolder(path)) return undefined;
  const { readDelta } = await import('./delta.ts');
  return readDelta(session, path);
}
