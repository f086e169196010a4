import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Column } from '@sluice/engine';
import { deltaSchema } from '../../src/delta/schema.ts';
import { commitPath } from '../../src/delta/log.ts';

/** One line of a commit. */
export type Line = Readonly<Record<string, unknown>>;

export const protocol: Line = { protocol: { minReaderVersion: 1, minWriterVersion: 2 } };

/** A table's metadata with nullable columns. */
export function metadata(columns: readonly Column[], more: Line = {}): Line {
  const schemaString = JSON.stringify(deltaSchema(columns.map((column) => ({ ...column, nullable: true }))));
  const format = { provider: 'parquet', options: {} };
  return { metaData: { id: 'table', format, schemaString, partitionColumns: [], configuration: {}, ...more } };
}

export function add(path: string, more: Line = {}): Line {
  return { add: { path, partitionValues: {}, size: 1, modificationTime: 1, dataChange: true, ...more } };
}

export function remove(path: string): Line {
  return { remove: { path, deletionTimestamp: 1, dataChange: true } };
}

/** Writes a commit as another engine may have written it: with whatever lines, at whatever time. */
export function writeCommit(root: string, version: number, lines: readonly (Line | string)[], at?: Date): void {
  const path = join(root, commitPath(version));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  if (at !== undefined) utimesSync(path, at, at);
}
