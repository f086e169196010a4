// Where the other engines are installed: a folder of the user's cache that is named by what is pinned.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Found through the package, because a bundle of this code lies elsewhere. */
export const here = dirname(createRequire(import.meta.url).resolve('@sluice/interop/package.json'));
export const requirements = join(here, 'requirements.txt');
export const pom = join(here, 'pom.xml');

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
