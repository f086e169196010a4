import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The folder with every jar that a `pom.xml` asks for, kept in this user's cache (`XDG_CACHE_HOME`, else `~/.cache`)
 * under the pom's hash. Maven fetches them where they are not there yet.
 */
export async function jarsOf(name: string, pom: string): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'sluice', 'services');
  const hash = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cache, `${name}-${hash}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const staging = await mkdtemp(join(cache, '.fetching-'));
  try {
    const goal = [
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${join(staging, 'jars')}`,
    ];
    await run('mvn', ['-q', '-B', '-f', pom, ...goal]);
    await rename(join(staging, 'jars'), folder);
  } catch (cause) {
    if (!existsSync(folder)) throw new Error(`Maven cannot fetch ${name}. Is mvn installed?`, { cause });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return folder;
}
