// Where the other engines are installed: a folder of the user's cache that is named by what is pinned.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const requirements = join(import.meta.dirname, 'requirements.txt');
export const pom = join(import.meta.dirname, 'pom.xml');

const pins = createHash('sha256')
  .update(readFileSync(requirements))
  .update(readFileSync(pom))
  .digest('hex')
  .slice(0, 12);
const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');

export const folder = join(cache, 'sluice-tools', `interop-${pins}`);
export const environment = join(folder, 'venv');
export const python = join(environment, 'bin', 'python');
export const jars = join(folder, 'jars');

/** Written last. */
export const complete = join(folder, 'complete');

export const installed = () => existsSync(complete);
