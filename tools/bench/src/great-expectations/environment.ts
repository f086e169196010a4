import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Great Expectations is installed, and the script that judges with it. */
export interface Environment {
  readonly python: string;
  readonly script: string;
}

/**
 * Python with the packages of `gx/requirements.txt`, in the user's cache folder; installed from PyPI where it is not there
 * yet or the file has changed. It takes Python with venv.
 * @param bench  the folder of this package
 */
export function greatExpectations(bench: string): Environment {
  const wanted = join(bench, 'gx', 'requirements.txt');
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'sluice-tools', 'great-expectations');
  const installed = join(folder, 'requirements.txt');
  const python = join(folder, 'bin', 'python');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== readFileSync(wanted, 'utf8')) {
    mkdirSync(folder, { recursive: true });
    const quietly: ExecFileSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'] };
    execFileSync('python3', ['-m', 'venv', '--clear', folder], quietly);
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--requirement', wanted], quietly);
    copyFileSync(wanted, installed);
  }
  return { python, script: join(bench, 'gx', 'judge.py') };
}
