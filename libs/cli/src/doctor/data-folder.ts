import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatBytes, type Settings } from '@sluice/core';
import { described, ok, problem, warning, type Finding } from './finding.ts';

const LITTLE = 1e9;

/** Whether tables can be written, and whether there is room for them. A folder that is not there yet is judged by the one in which it would be made. */
export function examineDataFolder({ dataDir, diskBudget }: Settings): readonly Finding[] {
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
  return [ok('data folder', `${dataDir}, writable${made}`), examineDisk(free, diskBudget)];
}

function examineDisk(free: number, budget: number | undefined): Finding {
  const room = `${formatBytes(free)} free`;
  if (budget !== undefined && free < budget) {
    return problem(
      'disk',
      `only ${room} of the ${formatBytes(budget)} that SLUICE_DISK_BUDGET asks for; a run keeps the old tables until the new ones are whole. ` +
        'Make room (sluice clean removes leftovers and old run records), or ask for less.',
    );
  }
  if (free < LITTLE) return warning('disk', `only ${room}; a run keeps the old tables until the new ones are whole`);
  return ok('disk', budget === undefined ? room : `${room}; the budget asks for ${formatBytes(budget)}`);
}

function nearestFolder(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : nearestFolder(dirname(path));
}
