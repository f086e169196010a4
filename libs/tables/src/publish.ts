import { access, constants, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissingFile, SluiceError, syncToDisk } from '@sluice/core';
import { LakeNotWritableError, PublishInterruptedError, StagedFileMissingError } from './errors.ts';
import { exists, makeFolder } from './files.ts';
import { readJournal, writeJournal } from './journal.ts';
import type { Rename } from './journal.ts';

/**
 * Shows staged files under their published names, all of them: a write-ahead journal is on the disk before the
 * first rename and goes after the last, so that a process that dies in between is completed by `completePublish`.
 * Renames follow the order given.
 * @param journal  a file name on the same volume; its folder is made. One publication at a time may use it, and a
 *                 former one must have been completed.
 * @throws {StagedFileMissingError} when a staged file is not there; nothing was renamed.
 * @throws {LakeNotWritableError} when a folder does not take files; nothing was renamed.
 * @throws {PublishInterruptedError} when a rename failed; the journal stays.
 */
export async function publishAll(entries: readonly Rename[], journal: string): Promise<void> {
  if (entries.length === 0) return;
  for (const { from } of entries) await demandFile(from);
  for (const folder of foldersOf(entries)) await demandFolder(folder);
  for (const { from, to } of entries) await demandRenamable(from, to);
  await demandFolder(dirname(journal));
  try {
    await writeJournal(journal, entries);
  } catch (error) {
    await rm(journal, { force: true });
    throw new LakeNotWritableError(journal, error);
  }
  await roll(entries, journal);
}

/**
 * Completes a publication that was interrupted at any point, power failure included; does nothing where there is
 * none. May itself be interrupted and repeated. A staged file that somebody removed meanwhile is passed over: its
 * table keeps its old fingerprint, so that the next plan rebuilds it.
 * @returns how many tables were put in place.
 * @throws {JournalUnknownError} when another version of Sluice wrote the journal.
 * @throws {LakeNotWritableError} when the journal cannot be read.
 */
export async function completePublish(journal: string): Promise<number> {
  const entries = await readJournal(journal).catch((error: unknown) => {
    throw error instanceof SluiceError ? error : new LakeNotWritableError(journal, error);
  });
  if (entries === 'none') return 0;
  if (entries === 'torn') {
    await removeJournal(journal);
    return 0;
  }
  for (const folder of foldersOf(entries)) await demandFolder(folder);
  return roll(entries, journal);
}

async function roll(entries: readonly Rename[], journal: string): Promise<number> {
  let renamed = 0;
  for (const { from, to } of entries) {
    try {
      if (await move(from, to)) renamed += 1;
    } catch (error) {
      throw new PublishInterruptedError(journal, to, renamed, entries.length, error);
    }
  }
  try {
    await Promise.all([...foldersOf(entries)].map(syncToDisk));
    await removeJournal(journal);
  } catch (error) {
    throw new PublishInterruptedError(journal, journal, renamed, entries.length, error);
  }
  return renamed;
}

/** False where there is nothing to move: an earlier attempt did it. */
async function move(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (isMissingFile(error) && !(await exists(from))) return false;
    throw error;
  }
}

async function removeJournal(journal: string): Promise<void> {
  await rm(journal, { force: true });
  await syncToDisk(dirname(journal));
}

function foldersOf(entries: readonly Rename[]): ReadonlySet<string> {
  return new Set(entries.map(({ to }) => dirname(to)));
}

async function demandFile(path: string): Promise<void> {
  try {
    await access(path);
  } catch (error) {
    throw new StagedFileMissingError(path, error);
  }
}

/** A folder in the way, or another volume, would stop the renames half-way. */
async function demandRenamable(from: string, to: string): Promise<void> {
  const [source, folder] = await Promise.all([stat(from), stat(dirname(to))]);
  if (source.dev !== folder.dev) {
    throw new LakeNotWritableError(dirname(to), 'it lies on another volume than the staging folder');
  }
  if (await isFolder(to)) throw new LakeNotWritableError(to, 'a folder has the name of a table file');
}

async function demandFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new LakeNotWritableError(folder, error);
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw error;
  }
}
