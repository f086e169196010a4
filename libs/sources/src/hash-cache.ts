import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What changes when a file's content does; `mtime` in nanoseconds. */
export interface FileIdentity {
  readonly size: string;
  readonly mtime: string;
  readonly inode: string;
}

interface Entry extends FileIdentity {
  readonly sha256: string;
}

type Entries = Readonly<Record<string, Entry>>;

/** Longer than a file system's clock takes to tick: younger changes may share a time with the reading. */
const TICK_NANOSECONDS = 100_000_000n;

/** Writers of one cache file take turns, lest one undo the other's entry. */
const turns = new Map<string, Promise<void>>();

/** The hash of a file that has not changed since it was remembered. */
export async function lookUp(cacheFile: string, file: string, identity: FileIdentity): Promise<string | undefined> {
  const entry = (await readEntries(cacheFile))[file];
  if (entry === undefined) return undefined;
  if (entry.size !== identity.size || entry.mtime !== identity.mtime || entry.inode !== identity.inode)
    return undefined;
  return (await isOlderThan(cacheFile, identity)) ? entry.sha256 : undefined;
}

export async function remember(cacheFile: string, file: string, identity: FileIdentity, sha256: string): Promise<void> {
  const turn = (turns.get(cacheFile) ?? Promise.resolve()).then(async () => {
    const entries = { ...(await readEntries(cacheFile)), [file]: { ...identity, sha256 } };
    await writeEntries(cacheFile, entries);
  });
  turns.set(cacheFile, turn);
  await turn;
}

/** A file that was written as late as the cache may have been written again since, within one tick of the clock. */
async function isOlderThan(cacheFile: string, { mtime }: FileIdentity): Promise<boolean> {
  const { mtimeNs } = await stat(cacheFile, { bigint: true });
  return BigInt(mtime) + TICK_NANOSECONDS < mtimeNs;
}

async function readEntries(cacheFile: string): Promise<Entries> {
  try {
    const content: unknown = JSON.parse(await readFile(cacheFile, 'utf8'));
    return isEntries(content) ? content : {};
  } catch {
    return {};
  }
}

/** A cache that cannot be written is no reason to fail. */
async function writeEntries(cacheFile: string, entries: Entries): Promise<void> {
  const temporary = `${cacheFile}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(cacheFile), { recursive: true });
    await writeFile(temporary, `${JSON.stringify(entries)}\n`);
    await rename(temporary, cacheFile);
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

function isEntries(value: unknown): value is Entries {
  return isRecord(value) && Object.values(value).every(isEntry);
}

function isEntry(value: unknown): value is Entry {
  return isRecord(value) && ['size', 'mtime', 'inode', 'sha256'].every((key) => typeof value[key] === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
