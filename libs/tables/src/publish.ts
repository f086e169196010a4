import { access, constants, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissingFile, SluiceError, syncToDisk } from '@sluice/core';
import type { Session } from '@sluice/engine';
import {
  CommitConflictError,
  LakeNotWritableError,
  PublishInterruptedError,
  StagedFileMissingError,
} from './errors.ts';
import { exists, makeFolder } from './files.ts';
import { readJournal, writeJournal } from './journal.ts';
import { type Commit, isCommit, isRename, type PublishStep, type Removal, type Rename } from './publish-step.ts';

/**
 * Shows staged tables, all of them: a write-ahead journal is on the disk before the first step and goes after the
 * last, so that a process that dies in between is completed by `completePublish`. Steps follow the order given: commits
 * first, because another writer may be in their way; then renames, then what they leave behind.
 * @param journal  a file name on the same volume; its folder is made. One publication at a time may use it, and a
 *                 former one must have been completed.
 * @throws {StagedFileMissingError} when a staged file is not there; nothing was done.
 * @throws {LakeNotWritableError} when a folder does not take files; nothing was done.
 * @throws {CommitConflictError} when another writer was first; that step and those after it were not done, and never are.
 * @throws {PublishInterruptedError} when a step failed; the journal stays.
 */
export async function publishAll(steps: readonly (Rename | Removal)[], journal: string): Promise<void>;
export async function publishAll(steps: readonly PublishStep[], journal: string, session: Session): Promise<void>;
export async function publishAll(steps: readonly PublishStep[], journal: string, session?: Session): Promise<void> {
  if (steps.length === 0) return;
  const renames = steps.filter(isRename);
  const staged = steps.filter(isCommit).flatMap(({ change }) => change.adds.flatMap((file) => file.staged ?? []));
  for (const path of [...renames.map(({ from }) => from), ...staged]) await demandFile(path);
  for (const folder of foldersOf(steps)) await demandFolder(folder);
  for (const { from, to } of renames) await demandRenamable(from, to);
  await demandFolder(dirname(journal));
  try {
    await writeJournal(journal, steps);
  } catch (error) {
    await rm(journal, { force: true });
    throw new LakeNotWritableError(journal, error);
  }
  await roll(steps, journal, session);
}

/**
 * Completes a publication that was interrupted at any point, power failure included; does nothing where there is
 * none. May itself be interrupted and repeated. A staged file that somebody removed meanwhile is passed over, and so is
 * all that follows a commit that lost its race: these tables keep their old fingerprint, so that the next plan rebuilds them.
 * @param session  needed where the journal may hold commits
 * @returns how many tables were put in place.
 * @throws {JournalUnknownError} when another version of Sluice wrote the journal.
 * @throws {LakeNotWritableError} when the journal cannot be read.
 */
export async function completePublish(journal: string, session?: Session): Promise<number> {
  const steps = await readJournal(journal).catch((error: unknown) => {
    throw error instanceof SluiceError ? error : new LakeNotWritableError(journal, error);
  });
  if (steps === 'none') return 0;
  if (steps === 'torn') {
    await removeJournal(journal);
    return 0;
  }
  for (const folder of foldersOf(steps)) await demandFolder(folder);
  try {
    return await roll(steps, journal, session);
  } catch (error) {
    if (error instanceof CommitConflictError) return 0;
    throw error;
  }
}

async function roll(steps: readonly PublishStep[], journal: string, session: Session | undefined): Promise<number> {
  let done = 0;
  const total = steps.filter((step) => isRename(step) || isCommit(step)).length;
  for (const step of steps) {
    try {
      if (await take(step, session)) done += 1;
    } catch (error) {
      if (!(error instanceof CommitConflictError))
        throw new PublishInterruptedError(journal, nameOf(step), done, total, error);
      await removeJournal(journal);
      throw error;
    }
  }
  try {
    await Promise.all([...foldersOf(steps)].map(syncToDisk));
    await removeJournal(journal);
  } catch (error) {
    throw new PublishInterruptedError(journal, journal, done, total, error);
  }
  return done;
}

/** False where nothing was put in place: an earlier attempt did it, or there is nothing to put. */
async function take(step: PublishStep, session: Session | undefined): Promise<boolean> {
  if (isRename(step)) return move(step);
  if (isCommit(step)) return commit(step, session);
  await rm(step.remove, { recursive: true, force: true });
  return false;
}

/** Who publishes files alone need not load what writes logs. */
async function commit(step: Commit, session: Session | undefined): Promise<boolean> {
  if (session === undefined) throw new TypeError('A publication with commits needs a session.');
  const { commitOnce } = await import('./delta/commit-once.ts');
  return commitOnce(session, step);
}

async function move({ from, to }: Rename): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (isMissingFile(error) && !(await exists(from))) return false;
    throw error;
  }
}

function nameOf(step: Rename | Commit | Removal): string {
  if (isRename(step)) return step.to;
  return isCommit(step) ? step.table : step.remove;
}

async function removeJournal(journal: string): Promise<void> {
  await rm(journal, { force: true });
  await syncToDisk(dirname(journal));
}

/** Folders that must take files; a table's own is made by its first commit. */
function foldersOf(steps: readonly PublishStep[]): ReadonlySet<string> {
  return new Set(
    steps.flatMap((step) => (isRename(step) ? dirname(step.to) : isCommit(step) ? dirname(step.table) : [])),
  );
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
