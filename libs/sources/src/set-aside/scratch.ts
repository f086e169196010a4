import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { InputScratchError } from '../errors.ts';

/** A new folder within the scratch folder. @throws {InputScratchError} */
export function scratchFolder(scratch: string, prefix: string): string {
  return orScratchError(scratch, () => mkdtempSync(join(scratch, prefix)));
}

/** Does what writes to the scratch folder. @throws {InputScratchError} naming `path`, where the system refuses. */
export function orScratchError<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new InputScratchError(path, error);
  }
}
