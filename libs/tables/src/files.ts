import { access } from 'node:fs/promises';
import { isMissingFile } from '@sluice/core';

export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw error;
  }
}
