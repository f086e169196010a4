import { open, readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { isMissingFile, syncToDisk } from '@sluice/core';
import { JournalUnknownError } from './errors.ts';

/** One staged file and the name under which readers look for it. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

const VERSION = 1;

/**
 * Writes a journal and forces it onto the disk: from then on the renames are decided. Paths are kept relative
 * to the journal's folder, so that a lake that is moved or mounted elsewhere can still be completed.
 */
export async function writeJournal(path: string, renames: readonly Rename[]): Promise<void> {
  const folder = dirname(path);
  const entries = renames.map(({ from, to }) => ({ from: relative(folder, from), to: relative(folder, to) }));
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(`${JSON.stringify({ version: VERSION, renames: entries })}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncToDisk(folder);
}

/**
 * @returns the renames; `'none'` where there is no journal; `'torn'` where its writer was killed before it was
 *          whole, so that no rename had begun.
 * @throws {JournalUnknownError} when it is whole, but of another version or shape.
 */
export async function readJournal(path: string): Promise<readonly Rename[] | 'none' | 'torn'> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return 'none';
    throw error;
  }
  const content = parse(text);
  if (content === undefined) return 'torn';
  const folder = dirname(path);
  return renamesOf(content, path).map(({ from, to }) => ({ from: resolve(folder, from), to: resolve(folder, to) }));
}

/** A prefix of a JSON object is never JSON: what parses was written whole. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function renamesOf(content: unknown, path: string): readonly Rename[] {
  if (!isRecord(content)) throw new JournalUnknownError(path, 'expected an object');
  if (content['version'] !== VERSION) {
    throw new JournalUnknownError(
      path,
      `expected version ${String(VERSION)}, got ${JSON.stringify(content['version'])}`,
    );
  }
  const renames = content['renames'];
  if (!Array.isArray(renames) || !renames.every(isRename)) {
    throw new JournalUnknownError(path, 'renames must be a list of { from, to }');
  }
  return renames;
}

function isRename(value: unknown): value is Rename {
  return isRecord(value) && typeof value['from'] === 'string' && typeof value['to'] === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
