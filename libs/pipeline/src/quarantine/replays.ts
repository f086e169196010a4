import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissingFile } from '@sluice/core';
import type { Layout } from '../lake/layout.ts';

/** What an operator asks to be replayed. */
export interface ReplayRequest {
  /** With its layer. */
  readonly table: string;
  /** CSV, NDJSON or Parquet: the columns of the table's contract, and `quarantine_id`. */
  readonly from: string;
}

/** One file of corrected rows: `quarantine_id` and the contract's columns as they were then. */
export interface Replay {
  readonly table: string;
  /** SHA-256 of the content of the source's file: the rows stand in for records of it. */
  readonly content: string;
  readonly sha256: string;
  readonly path: string;
  /** Where it goes when the run is published; undefined for one that is there. */
  readonly target?: string;
}

const PARQUET = '.parquet';

/** The replays that apply to a source's file of this content, in an order that depends on their content alone. */
export async function replaysOf(
  layout: Layout,
  { name, layer, table }: { readonly name: string; readonly layer: string; readonly table: string },
  content: string,
  pending: Replay | undefined,
): Promise<readonly Replay[]> {
  const folder = layout.replayFolder(layer, table, content);
  const files = (await filesIn(folder)).filter((file) => file.endsWith(PARQUET));
  const stored = files.map((file) => ({
    table: name,
    content,
    sha256: file.slice(0, -PARQUET.length),
    path: join(folder, file),
  }));
  const mine = pending?.table === name && pending.content === content ? [pending] : [];
  return [...stored, ...mine].sort((left, right) => (left.sha256 < right.sha256 ? -1 : 1));
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw error;
  }
}
