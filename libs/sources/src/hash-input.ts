import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chunksOf } from './byte-lines.ts';
import { InputChangedError, InputUnreadableError } from './errors.ts';
import { lookUp, remember } from './hash-cache.ts';
import type { FileIdentity } from './hash-cache.ts';

/**
 * SHA-256 of a file in lower-case hex. It is read only where its size, time of change or inode differ from those
 * under which the cache knows it. Several calls may share a cache file.
 * @param cacheFile  JSON, made where it does not exist; one that cannot be read or written only costs time.
 * @throws {InputUnreadableError}
 * @throws {InputChangedError} when somebody wrote to the file meanwhile.
 */
export async function hashInput(path: string, cacheFile: string): Promise<string> {
  const file = resolve(path);
  const before = await identify(file);
  const known = await lookUp(cacheFile, file, before);
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(file)) hash.update(chunk);
  const sha256 = hash.digest('hex');
  const after = await identify(file);
  if (after.size !== before.size || after.mtime !== before.mtime || after.inode !== before.inode) {
    throw new InputChangedError(file);
  }
  await remember(cacheFile, file, before, sha256);
  return sha256;
}

async function identify(file: string): Promise<FileIdentity> {
  try {
    const { size, mtimeNs, ino } = await stat(file, { bigint: true });
    return { size: String(size), mtime: String(mtimeNs), inode: String(ino) };
  } catch (error) {
    throw new InputUnreadableError(file, error);
  }
}
