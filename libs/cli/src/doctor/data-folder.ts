import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatBytes } from '@sluice/core';
import { described, ok, problem, warning, type Finding } from './finding.ts';

const LITTLE = 1e9;

/** Whether tables can be written, and how many. A folder that is not there yet is judged by the one in which it would be made. */
export function examineDataFolder(dataDir: string): readonly Finding[] {
  const folder = nearestFolder(dataDir);
  const made = folder === dataDir ? '' : ', not made yet';
  try {
    rmSync(mkdtempSync(join(folder, '.sluice-doctor-')), { recursive: true });
  } catch (error) {
    return [
      problem(
        'data folder',
        `${dataDir} cannot be written: ${described(error)}. Make it writable, or name another by --data-dir.`,
      ),
    ];
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const room = `${formatBytes(free)} free`;
  return [
    ok('data folder', `${dataDir}, writable${made}`),
    free < LITTLE
      ? warning('disk', `only ${room}; a run keeps the old tables until the new ones are whole`)
      : ok('disk', room),
  ];
}

function nearestFolder(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : nearestFolder(dirname(path));
}
