import { statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { readCgroup } from './cgroup.ts';
import type { Limits } from './engine.ts';

export interface LimitOptions {
  /** Bytes for the whole process; wins over what is detected. */
  readonly memoryLimit?: number;
  readonly threads?: number;
  readonly spillDirectory: string;
  readonly spillBytes?: number;
  /** Root of the file system that tells of cgroups; another one in tests. */
  readonly root?: string;
}

/** What a process may take of a cgroup or a machine: the kernel and others need the rest. */
export const SHARE_OF_MACHINE = 0.95;
const SHARE_OF_DISK = 0.9;
const ENGINE_SHARE = 0.75;

/** Memory and threads as told, else from the cgroup (v2 or v1, every level of it), else from the machine. */
export function detectLimits({ memoryLimit, threads, spillDirectory, spillBytes, root = '/' }: LimitOptions): Limits {
  const cgroup = memoryLimit === undefined || threads === undefined ? readCgroup(root) : {};
  const memory = Math.min(totalmem(), cgroup.memoryBytes ?? Infinity);
  const cpus = Math.min(availableParallelism(), cgroup.cpus ?? Infinity);
  return {
    memoryBytes: memoryLimit ?? Math.floor(memory * SHARE_OF_MACHINE),
    threads: threads ?? Math.max(1, Math.ceil(cpus)),
    spillDirectory,
    spillBytes: spillBytes ?? Math.floor(freeBytes(spillDirectory) * SHARE_OF_DISK),
  };
}

/** Bytes that DuckDB gets of the process's memory: beyond its own limit of 3.4 GB it was measured to take up to 750 MB while it sorts 100,000,000 rows. */
export function engineMemory(limits: Limits): number {
  return Math.floor(limits.memoryBytes * ENGINE_SHARE);
}

/** Free bytes on the volume on which `directory` lies or would lie. */
function freeBytes(directory: string): number {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(directory);
    if (parent === directory) throw error;
    return freeBytes(parent);
  }
}
