import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { link, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isMissingFile, syncToDisk } from '@sluice/core';
import { LakeNotWritableError, LinksUnsupportedError, StagedFileMissingError } from '../errors.ts';
import { exists, makeFolder } from '../files.ts';
import type { Storage, StoredFile } from './storage.ts';

/** What file systems say that make no hard links, or no more of them for this file. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

/**
 * The folder `root` on a local disk; it need not exist until something is written. What `create` and `replace` wrote
 * survives a power failure once they are done. A process that is killed may leave a hidden `.….tmp` file, and no more.
 * `create` and `replace` throw {LakeNotWritableError}, and `create` {LinksUnsupportedError}.
 */
export function localStorage(root: string): Storage {
  const locate = (path: string) => join(resolve(root), path);
  return {
    locate,
    list: (folder) => list(locate(folder)),
    listAll: () => listAll(locate('.')),
    find: (path) => Promise.resolve(stored(dirname(locate(path)), basename(path))[0]),
    async read(path) {
      try {
        return await readFile(locate(path));
      } catch (error) {
        if (isMissingFile(error)) return undefined;
        throw error;
      }
    },
    create: (path, content) => create(locate(path), content),
    replace: (path, content) => replace(locate(path), content),
    adopt: (location, path) => adopt(location, locate(path)),
    remove: (path) => discard(locate(path)),
  };
}

async function list(folder: string): Promise<readonly StoredFile[]> {
  const names = await namesIn(folder);
  return names.flatMap((name) => stored(folder, name));
}

/** A link to a folder is not followed: what lies behind it is not the table's own. */
async function listAll(root: string): Promise<readonly StoredFile[]> {
  const names = await namesIn(root, { recursive: true });
  return names.flatMap((name) => stored(root, name));
}

/** Names of the files, with `/`, in the order of their code units. */
async function namesIn(folder: string, { recursive } = { recursive: false }): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true, recursive });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map(({ name, parentPath }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
      .sort();
  } catch (error) {
    if (isMissingFile(error)) return [];
    throw error;
  }
}

/**
 * None where the file went after it was listed, and for what is no file. Ten thousand commits are looked at in turn:
 * asking for each through the thread pool takes four times as long.
 */
function stored(folder: string, name: string): readonly StoredFile[] {
  const info = statSync(join(folder, name), { throwIfNoEntry: false });
  return info?.isFile() === true ? [{ name, bytes: info.size, modifiedAt: info.mtime }] : [];
}

/** A name made by `link` shows a whole file: one that was opened exclusively would show what a killed writer left. */
async function create(path: string, content: string): Promise<'created' | 'taken'> {
  return withTemporary(path, content, async (temporary) => {
    const created = await linkOnce(temporary, path);
    if (created) await syncToDisk(dirname(path));
    return created ? 'created' : 'taken';
  });
}

async function replace(path: string, content: string): Promise<void> {
  await withTemporary(path, content, async (temporary) => {
    try {
      await rename(temporary, path);
    } catch (error) {
      throw new LakeNotWritableError(path, error);
    }
    await syncToDisk(dirname(path));
  });
}

async function adopt(from: string, to: string): Promise<void> {
  try {
    await makeFolder(dirname(to));
    await syncToDisk(from);
    await rename(from, to);
  } catch (error) {
    if (!isMissingFile(error)) throw new LakeNotWritableError(to, error);
    if (!(await exists(to))) throw new StagedFileMissingError(from, error);
  }
  await syncToDisk(dirname(to));
}

/** False where somebody has the name. */
async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // A server whose reply was lost is asked again, and then finds the link that it has made.
    if (code === 'EEXIST') return (await stat(from)).nlink > 1;
    throw NO_LINKS.has(code) ? new LinksUnsupportedError(to, error) : new LakeNotWritableError(to, error);
  }
}

/** Hands over a synced file with the content, under a hidden name beside `path`, and removes it in the end. */
async function withTemporary<T>(path: string, content: string, use: (temporary: string) => Promise<T>): Promise<T> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await writeSynced(temporary, content).catch((error: unknown) => {
      throw new LakeNotWritableError(path, error);
    });
    return await use(temporary);
  } finally {
    await discard(temporary);
  }
}

/** A file that is not there, not even its folder, is no error. */
async function discard(path: string): Promise<void> {
  try {
    await rm(path);
  } catch (error) {
    if (!isMissingFile(error)) throw error;
  }
}

async function writeSynced(path: string, content: string): Promise<void> {
  const handle = await openNew(path);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if (!isMissingFile(error)) throw error;
    await makeFolder(dirname(path));
    return open(path, 'wx');
  }
}
