import { rm } from 'node:fs/promises';
import { LakeNotWritableError } from './errors.ts';

/**
 * Removes a staging folder with all that is left in it. Call it only while the pipeline's lock is held, and after
 * `completePublish`: what a journal names lies in there.
 * @throws {LakeNotWritableError}
 */
export async function sweep(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    throw new LakeNotWritableError(folder, error);
  }
}
