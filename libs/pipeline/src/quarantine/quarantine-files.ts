import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isMissingFile } from '@sluice/core';
import type { Session } from '@sluice/engine';
import type { QuarantineRecord } from '@sluice/reporting';
import { readPublished } from '@sluice/tables';
import type { Layout } from '../lake/layout.ts';
import { readRecord } from '../record/record-file.ts';
import { readTables } from '../store/published.ts';
import { countReasons } from './set-aside.ts';

/** Rows of one table that one run set aside. */
export interface QuarantineFile {
  readonly table: string;
  readonly runId: string;
  readonly path: string;
  readonly rows: number;
  /** `published`: of what is published now; `failed`: of a run that published nothing of the table; `past`: of a version that was published before. */
  readonly of: 'published' | 'failed' | 'past';
  readonly reasons: QuarantineRecord['reasons'];
}

const PARQUET = '.parquet';

/** Files of the rows of a table that were set aside, those of the newest run first. */
export async function quarantineFilesOf(layout: Layout, layer: string, table: string): Promise<readonly string[]> {
  const folder = dirname(layout.quarantineFile(layer, table, 'any'));
  const files = (await entries(folder)).filter((file) => file.endsWith(PARQUET));
  return files
    .sort()
    .reverse()
    .map((file) => join(folder, file));
}

/** What of one pipeline lies in quarantine, table by table, the newest run first. */
export async function quarantineOf(session: Session, layout: Layout): Promise<readonly QuarantineFile[]> {
  const found: QuarantineFile[] = [];
  for (const layer of (await entries(layout.quarantine)).sort()) {
    for (const table of (await entries(join(layout.quarantine, layer))).sort()) {
      const files = await quarantineFilesOf(layout, layer, table);
      found.push(...(await describeFiles(session, layout, { layer, table, files })));
    }
  }
  return found;
}

async function describeFiles(
  session: Session,
  layout: Layout,
  { layer, table, files }: { readonly layer: string; readonly table: string; readonly files: readonly string[] },
): Promise<readonly QuarantineFile[]> {
  const footers = await readPublished(session, files);
  const current = (await readTables(session, layout, [{ layer, table }])).get(`${layer}.${table}`)?.fingerprint;
  const newest = files.find((path) => current !== undefined && footers.get(path)?.fingerprint === current);
  const described: QuarantineFile[] = [];
  for (const path of files) {
    const rows = footers.get(path)?.rows;
    if (rows === undefined) continue;
    const runId = basename(path, PARQUET);
    const name = `${layer}.${table}`;
    described.push({
      ...{ table: name, runId, path, rows },
      of: path === newest ? 'published' : (await didPublish(layout, runId, name)) ? 'past' : 'failed',
      reasons: await countReasons(session, path),
    });
  }
  return described;
}

/** A run without a record counts as one that published. */
async function didPublish(layout: Layout, runId: string, name: string): Promise<boolean> {
  const record = await readRecord(layout, runId).catch(() => undefined);
  return record === undefined || record.tables.some((table) => table.name === name && table.state === 'published');
}

async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw error;
  }
}
