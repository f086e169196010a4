import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDuckDb, quoteFile, type Row } from '@sluice/engine';
import type { RunRecord, TableRecord } from '../src/index.ts';
import type { Workspace } from './workspace.ts';

/** Runs SQL over files of a workspace, on an engine of its own. */
export async function ask(shop: Workspace, sql: string): Promise<readonly Row[]> {
  const engine = await openDuckDb({ threads: 2, spillDirectory: join(shop.root, 'spill') });
  try {
    const session = await engine.connect();
    const rows = await session.query(sql);
    session.close();
    return rows;
  } finally {
    engine.close();
  }
}

export function tableOf(record: RunRecord, name: string): TableRecord {
  const table = record.tables.find((each) => each.name === name);
  if (table === undefined) throw new Error(`${name} is not in the record`);
  return table;
}

/** What a run set aside of one table, in order; none where it set nothing aside. */
export async function asideOf(shop: Workspace, record: RunRecord, name: string): Promise<readonly Row[]> {
  const path = join(shop.lake, tableOf(record, name).quarantine?.path ?? 'nothing');
  return existsSync(path) ? ask(shop, `SELECT * FROM read_parquet(${quoteFile(path)})`) : [];
}

/** The id by which a row in quarantine is replayed. */
export function idOf(row: Row | undefined): string {
  const id = row?.['quarantine_id'];
  return typeof id === 'string' ? id : '';
}

/** Adds custom properties to a contract of the workspace, such as `quarantine.maxFraction`. */
export function withBudget(shop: Workspace, path: string, budget: Readonly<Record<string, number>>): void {
  const properties = Object.entries(budget).map(([property, value]) => `{ property: ${property}, value: ${value} }`);
  shop.write(path, `${shop.read(path)}    customProperties: [${properties.join(', ')}]\n`);
}
