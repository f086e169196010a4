import { join } from 'node:path';

/** Where one pipeline's tables and its own bookkeeping lie in a lake. */
export interface Layout {
  readonly root: string;
  readonly lock: string;
  readonly runs: string;
  readonly staging: string;
  /** Where the engine puts what does not fit in memory. */
  readonly spill: string;
  readonly journal: string;
  /** Holds the id of the run under way; a run that ends by itself removes it. */
  readonly running: string;
  readonly inputHashes: string;
  readonly quarantine: string;
  /** What stands in for serving stores, and rows on their way there. */
  readonly serving: string;
  /** The published file of `layer.table`; the layer raw lies in `_raw`. */
  table(layer: string, table: string): string;
  /** The folder of `layer.table` where it is a Delta table. */
  folder(layer: string, table: string): string;
  /** Rows of a table that a run set aside. */
  quarantineFile(layer: string, table: string, runId: string): string;
  /** Corrected rows of a table that was read from a file of this content (SHA-256). */
  replayFolder(layer: string, table: string, content: string): string;
  runFolder(runId: string): string;
  /** What a run found in the columns of a table. */
  profile(runId: string, table: string): string;
  stagingFolder(runId: string): string;
}

export function layoutOf(dataDir: string, pipeline: string): Layout {
  const root = join(dataDir, pipeline);
  const folderOf = (layer: string): string => join(root, layer === 'raw' ? '_raw' : layer);
  return {
    root,
    lock: join(root, '_state', 'lock.duckdb'),
    runs: join(root, '_runs'),
    staging: join(root, '_staging'),
    spill: join(root, '_spill'),
    journal: join(root, '_state', 'publish.json'),
    running: join(root, '_state', 'running'),
    inputHashes: join(root, '_state', 'input-hashes.json'),
    quarantine: join(root, '_quarantine'),
    serving: join(root, '_serving'),
    quarantineFile: (layer, table, runId) => join(root, '_quarantine', layer, table, `${runId}.parquet`),
    replayFolder: (layer, table, content) => join(root, '_state', 'replays', `${layer}.${table}`, content),
    table: (layer, table) => join(folderOf(layer), `${table}.parquet`),
    folder: (layer, table) => join(folderOf(layer), table),
    profile: (runId, table) => join(root, '_runs', runId, 'profiles', `${table}.json`),
    runFolder: (runId) => join(root, '_runs', runId),
    stagingFolder: (runId) => join(root, '_staging', runId),
  };
}
