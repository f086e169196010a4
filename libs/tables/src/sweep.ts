import { rm } from 'node:fs/promises';

/**
 * Removes a staging folder with all that is left in it. Call it only while the pipeline's lock is held, and after
 * `completePublish`: what a journal names lies in there.
 */
export async function sweep(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
