/**
 * Which workflows a push starts, by GitHub's rules for `branches` and `paths`: act runs what it is given and does not
 * look at either. Usage: node tools/checks/fires.mjs REPOSITORY BEFORE AFTER, which prints a file of .github/workflows a
 * line, for a push of AFTER to main.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { minimatch } from 'minimatch';
import { parse } from 'yaml';

/** @typedef {{ branches?: string[], paths?: string[] }} Push */

/**
 * Whether a push starts a workflow: its branch is one of them, and one of its files at least is among the paths.
 * @param {unknown} on  of the workflow
 * @param {string} branch
 * @param {readonly string[]} files  that the push changes
 * @throws {Error} where the workflow uses a filter or a pattern of GitHub's that is not known here
 */
export function fires(on, branch, files) {
  const events = /** @type {Record<string, Push | null>} */ (on);
  if (!('push' in events)) return false;
  const { branches = ['**'], paths = ['**'], ...others } = events['push'] ?? {};
  if (Object.keys(others).length > 0) throw new Error(`not known: on.push.${Object.keys(others).join(', ')}`);
  return isAmong(branches, branch) && files.some((file) => isAmong(paths, file));
}

/** The last pattern that matches decides. */
function isAmong(/** @type {readonly string[]} */ patterns, /** @type {string} */ name) {
  const last = patterns.findLast((pattern) => matches(pattern.replace(/^!/u, ''), name));
  return last !== undefined && !last.startsWith('!');
}

/** GitHub's `?` and `+` repeat the letter before them, its `**` may stand within a name: of these minimatch knows nothing. */
function matches(/** @type {string} */ pattern, /** @type {string} */ name) {
  const isPlain = pattern.split('/').every((part) => part === '**' || !part.includes('**'));
  if (!isPlain || /[?+[\]{}()\\]/u.test(pattern)) throw new Error(`a pattern that is not known here: ${pattern}`);
  return minimatch(name, pattern, { dot: true, nobrace: true, noext: true, nocomment: true, nonegate: true });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [repository = '.', before = '', after = ''] = process.argv.slice(2);
  const args = ['-C', repository, 'diff', '--name-only', '--no-renames', '-z', before, after];
  const { status, stdout, stderr } = spawnSync('git', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const folder = join(repository, '.github/workflows');
  for (const file of readdirSync(folder).sort()) {
    const { on } = parse(readFileSync(join(folder, file), 'utf8'));
    if (fires(on, 'main', stdout.split('\0').slice(0, -1))) console.log(file);
  }
}
