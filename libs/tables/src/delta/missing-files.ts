import type { Storage } from '../storage/storage.ts';
import type { DataFile } from '../table.ts';

/** Paths of the files below the table that are no longer there. Of one that lies elsewhere nothing is known. */
export async function missingFiles(storage: Storage, files: readonly DataFile[]): Promise<readonly string[]> {
  if (files.length === 0) return [];
  const root = storage.locate('');
  const present = new Set((await storage.listAll()).map(({ name }) => storage.locate(name)));
  return files
    .filter(({ location }) => location.startsWith(root) && !present.has(location))
    .map(({ path }) => path)
    .sort();
}
