// @ts-check
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * What a bundle was made of. `inputs` are files as they were read: path relative to the workspace, size, mtime and ctime in
 * milliseconds, SHA-256. `layout` says which packages and pipelines there were.
 * @typedef {{ format: 1, folder: string, layout: string, inputs: [string, number, number, number, string][] }} Manifest
 */

/** Where bundles of a workspace may lie, best first: in its node_modules, or, where that cannot be written, in a folder of this user's. */
export function cacheFolders(/** @type {string} */ workspace) {
  return [
    join(workspace, 'node_modules', '.cache', 'sluice'),
    join(tmpdir(), `sluice-${String(process.getuid?.() ?? userInfo().username)}`),
  ];
}

/** The manifest's name carries the workspace, because two checkouts may share one node_modules. */
export function manifestName(/** @type {string} */ workspace) {
  return `${sha256(workspace).slice(0, 16)}.json`;
}

export function sha256(/** @type {string | Buffer} */ data) {
  return createHash('sha256').update(data).digest('hex');
}

/** Packages of the workspace and pipelines among them, as text that changes when one comes or goes. */
export function readLayout(/** @type {string} */ workspace) {
  const packages = ['apps', 'libs', 'tools'].flatMap((group) =>
    listFolder(join(workspace, group))
      .map((name) => `${group}/${name}`)
      .filter((path) => existsSync(join(workspace, path, 'package.json'))),
  );
  const pipelines = listFolder(join(workspace, 'apps')).filter((name) =>
    existsSync(join(workspace, 'apps', name, 'pipeline.ts')),
  );
  return { packages, pipelines };
}

/**
 * The folder of a bundle whose every input is still as it was read, or undefined.
 * @param {string} workspace
 */
export function findFreshBundle(workspace) {
  for (const folder of cacheFolders(workspace)) {
    const path = join(folder, manifestName(workspace));
    const manifest = isOurs(folder) ? readManifest(path) : undefined;
    if (manifest === undefined || !existsSync(join(folder, manifest.folder, 'main.js'))) continue;
    if (manifest.layout !== JSON.stringify(readLayout(workspace))) continue;
    const freshness = inspect(workspace, manifest);
    if (freshness === 'stale') continue;
    if (freshness === 'touched') writeManifest(path, manifest);
    markUsed(join(folder, manifest.folder));
    return join(folder, manifest.folder);
  }
  return undefined;
}

/** Written whole under another name first: a launcher that reads meanwhile sees the old one or the new one. */
export function writeManifest(/** @type {string} */ path, /** @type {Manifest} */ manifest) {
  const temporary = `${path}.${String(process.pid)}`;
  try {
    writeFileSync(temporary, JSON.stringify(manifest));
    renameSync(temporary, path);
  } catch {
    // A cache that cannot be written is no reason to fail: the next start looks again.
  }
}

/** Code is only ever run out of a folder that nobody else can write. */
export function isOurs(/** @type {string} */ folder) {
  try {
    const found = lstatSync(folder);
    return (
      found.isDirectory() &&
      (process.getuid === undefined || found.uid === process.getuid() || found.uid === 0) &&
      (found.mode & 0o022) === 0
    );
  } catch {
    return false;
  }
}

/**
 * A file whose size and times are unchanged is taken as unchanged; else its content decides, and its new times are noted.
 * @param {string} workspace
 * @param {Manifest} manifest
 */
function inspect(workspace, manifest) {
  let touched = false;
  for (const input of manifest.inputs) {
    const path = join(workspace, input[0]);
    const now = statSync(path, { throwIfNoEntry: false });
    if (now === undefined) return 'stale';
    if (now.size === input[1] && now.mtimeMs === input[2] && now.ctimeMs === input[3]) continue;
    if (sha256(readFileSync(path)) !== input[4]) return 'stale';
    [input[1], input[2], input[3]] = [now.size, now.mtimeMs, now.ctimeMs];
    touched = true;
  }
  return touched ? 'touched' : 'fresh';
}

/** @returns {Manifest | undefined} */
export function readManifest(/** @type {string} */ path) {
  try {
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    return manifest.format === 1 ? manifest : undefined;
  } catch {
    return undefined;
  }
}

function markUsed(/** @type {string} */ folder) {
  try {
    const now = new Date();
    utimesSync(folder, now, now);
  } catch {
    // Read-only: then nothing is swept there either.
  }
}

/** @returns {string[]} */
function listFolder(/** @type {string} */ folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
