/**
 * Finds what would make `npm ci` fail, or depend on one registry, on another machine.
 * Plain JavaScript without imports of packages: it runs before anything is installed.
 * Usage: node tools/checks/lockfile.mjs [FOLDER]. Exits 1 and names every problem.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {Readonly<Record<string, string>>} Ranges
 * @typedef {{ resolved?: string, version?: string, link?: boolean, dependencies?: Ranges, devDependencies?: Ranges, optionalDependencies?: Ranges }} Entry
 * @typedef {{ packages: Readonly<Record<string, Entry>> }} Lock
 */

/**
 * Addresses in the lockfile tie every install to the registry that one of us happened to use.
 * @param {Lock} lock
 */
export function registryAddresses({ packages }) {
  return Object.entries(packages)
    .filter(([, entry]) => entry.resolved !== undefined && entry.link !== true)
    .map(([path, { resolved }]) => `${path} is tied to ${resolved}: set omit-lockfile-registry-resolved=true`);
}

/**
 * npm leaves platform packages out of the lockfile, without a word, where its registry lacks them;
 * `npm ci` then refuses the lockfile on the platforms that need them.
 * @param {Lock} lock
 */
export function missingPlatforms({ packages }) {
  return Object.entries(packages).flatMap(([path, entry]) => {
    const optional = Object.keys(entry.optionalDependencies ?? {});
    const missing = optional.filter(
      (name) => !(`${path}/node_modules/${name}` in packages || `node_modules/${name}` in packages),
    );
    if (missing.length === 0) return [];
    return [
      `${path} ${entry.version} lacks ${missing.length} of its ${optional.length} platforms: ${missing.join(', ')}`,
    ];
  });
}

/**
 * @param {Lock} lock
 * @param {(path: string) => Entry} readPackage  the package.json of a workspace folder ('' is the root)
 */
export function outOfStep({ packages }, readPackage) {
  const folders = Object.entries(packages).filter(([path]) => !path.includes('node_modules/'));
  return folders.flatMap(([path, locked]) => {
    const wanted = readPackage(path);
    return /** @type {const} */ (['dependencies', 'devDependencies'])
      .filter((kind) => canonical(wanted[kind]) !== canonical(locked[kind]))
      .map(
        (kind) =>
          `${path === '' ? 'package.json' : `${path}/package.json`}: ${kind} differ from package-lock.json: run npm install`,
      );
  });
}

/**
 * @param {Lock} lock
 * @param {readonly string[]} folders  those that hold a package.json
 */
export function unknownWorkspaces({ packages }, folders) {
  const unknown = folders.filter((folder) => !(folder in packages));
  return unknown.map((folder) => `${folder} is not in package-lock.json: run npm install`);
}

/** @param {Ranges | undefined} ranges */
function canonical(ranges) {
  return JSON.stringify(Object.entries(ranges ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * @param {string} workspace
 * @returns {readonly string[]} every problem, one line each
 */
export function lockfileProblems(workspace) {
  /** @type {Lock} */
  const lock = JSON.parse(readFileSync(join(workspace, 'package-lock.json'), 'utf8'));
  return [
    ...registryAddresses(lock),
    ...missingPlatforms(lock),
    ...outOfStep(lock, (path) => JSON.parse(readFileSync(join(workspace, path, 'package.json'), 'utf8'))),
    ...unknownWorkspaces(
      lock,
      ['apps', 'libs', 'tools'].flatMap((folder) => packagesIn(workspace, folder)),
    ),
  ];
}

/**
 * @param {string} workspace
 * @param {string} folder
 */
function packagesIn(workspace, folder) {
  const paths = readdirSync(join(workspace, folder)).map((name) => `${folder}/${name}`);
  return paths.filter((path) => existsSync(join(workspace, path, 'package.json')));
}

const [, script, folder = '.'] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(resolve(script)).href) {
  const problems = lockfileProblems(folder);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
