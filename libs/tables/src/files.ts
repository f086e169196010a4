import { access, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissingFile, syncToDisk } from '@sluice/core';

export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw error;
  }
}

/** Makes a folder, with those above it, that is still there after a power failure. */
export async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made !== undefined) await syncUpTo(folder, dirname(made));
}

/** New folders are on the disk only when the folders that list them are. */
async function syncUpTo(folder: string, top: string): Promise<void> {
  for (let path = folder; path !== dirname(top) && path !== dirname(path); path = dirname(path)) await syncToDisk(path);
}
