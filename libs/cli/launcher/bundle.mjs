// @ts-check
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { isOurs, manifestName, readLayout, readManifest, sha256, writeManifest } from './freshness.mjs';
import { keptOutside, namedExports, trackedSources, workspacePackages } from './plugins.mjs';

const DAY = 24 * 60 * 60 * 1000;
const KEPT_BUNDLES = 20;
/** The launcher runs before the sources do, so it has an error class of its own. */
export class LaunchError extends Error {
  /** @type {string} */
  code;
  /** @type {number} */
  exitCode;

  constructor(/** @type {string} */ code, /** @type {number} */ exitCode, /** @type {string} */ message) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
  }
}

/**
 * Bundles the command line and every pipeline of the workspace, and puts the result into the first folder that takes it.
 * @param {string} workspace
 * @param {readonly string[]} folders
 * @returns {Promise<string>} the bundle's folder
 */
export async function buildBundle(workspace, folders) {
  const layout = readLayout(workspace);
  const folder = folders.find(prepareFolder);
  if (folder === undefined) {
    throw new LaunchError(
      'CACHE_NOT_WRITABLE',
      3,
      `The bundled sources can be kept nowhere: neither ${folders.join(' nor ')} is a folder that this user alone can write.`,
    );
  }
  const staging = mkdtempSync(join(folder, '.building-'));
  try {
    const inputs = readResolutionInputs(workspace, layout);
    const outputs = await bundle(workspace, layout, staging, inputs);
    const name = sha256(outputs.map(({ path, hash }) => `${relative(staging, path)} ${hash}`).join('\n')).slice(0, 16);
    writeFileSync(join(staging, 'package.json'), '{ "type": "module" }\n');
    settle(staging, join(folder, name));
    writeManifest(join(folder, manifestName(workspace)), {
      format: 1,
      folder: name,
      layout: JSON.stringify(layout),
      inputs: [...inputs.values()],
    });
    sweep(folder, name);
    return join(folder, name);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/**
 * @param {string} workspace
 * @param {{ packages: string[], pipelines: string[] }} layout
 * @param {string} outdir
 * @param {Map<string, import('./freshness.mjs').Manifest['inputs'][number]>} inputs filled with every file that was read
 */
async function bundle(workspace, layout, outdir, inputs) {
  try {
    const { outputFiles } = await build({
      absWorkingDir: workspace,
      stdin: {
        contents: entry(workspace, layout.pipelines),
        resolveDir: workspace,
        sourcefile: 'sluice-entry.js',
        loader: 'js',
      },
      entryNames: 'main',
      chunkNames: '[name]-[hash]',
      outdir,
      bundle: true,
      write: false,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      mainFields: ['module', 'main'],
      minifyWhitespace: true,
      minifySyntax: true,
      legalComments: 'none',
      sourcemap: 'external',
      sourcesContent: false,
      logLevel: 'silent',
      // The workspace's tsconfig must not change what runs: it is not among the inputs.
      tsconfigRaw: { compilerOptions: { target: 'es2023', verbatimModuleSyntax: true, strict: true } },
      banner: {
        js: `import { createRequire as __sluiceRequire } from 'node:module'; const require = __sluiceRequire(${JSON.stringify(pathToFileURL(join(workspace, 'package.json')).href)});`,
      },
      plugins: [
        workspacePackages(workspace, layout.packages),
        keptOutside(workspace),
        namedExports(workspace),
        trackedSources((path) => readInput(workspace, path, inputs)),
      ],
    });
    for (const file of outputFiles) writeFileSync(file.path, file.contents);
    return outputFiles;
  } catch (error) {
    throw describeFailure(error, workspace);
  }
}

/** Each pipeline is its own dynamic import: a command pays for those that it names. */
function entry(/** @type {string} */ workspace, /** @type {string[]} */ pipelines) {
  const loaders = pipelines.map(
    (name) => `${JSON.stringify(name)}: () => import(${JSON.stringify(join(workspace, 'apps', name, 'pipeline.ts'))})`,
  );
  return `import { main } from '@sluice/cli';
export const start = (argv) => main(argv, { workspace: ${JSON.stringify(workspace)}, cacheDir: import.meta.dirname, pipelines: { ${loaders.join(', ')} } });`;
}

/**
 * The stat comes first: a file that changes while it is read no longer fits its stat, and its content is then compared.
 * @param {string} workspace
 * @param {string} path
 * @param {Map<string, import('./freshness.mjs').Manifest['inputs'][number]>} inputs
 */
function readInput(workspace, path, inputs) {
  const { size, mtimeMs, ctimeMs } = statSync(path);
  const contents = readFileSync(path);
  const name = relative(workspace, path);
  inputs.set(name, [name, size, mtimeMs, ctimeMs, sha256(contents)]);
  return contents;
}

/** What decides which file an import means, and the launcher itself: none of them is in the bundle. */
function readResolutionInputs(/** @type {string} */ workspace, /** @type {{ packages: string[] }} */ layout) {
  /** @type {Map<string, import('./freshness.mjs').Manifest['inputs'][number]>} */
  const inputs = new Map();
  const own = readdirSync(import.meta.dirname).map((name) => join(import.meta.dirname, name));
  const packages = layout.packages.map((path) => join(workspace, path, 'package.json'));
  const lock = ['package.json', 'package-lock.json', 'node_modules/.package-lock.json'].map((path) =>
    join(workspace, path),
  );
  for (const path of [...own, ...packages, ...lock]) if (existsSync(path)) readInput(workspace, path, inputs);
  return inputs;
}

/** Makes a folder that only this user writes; false where that cannot be. */
function prepareFolder(/** @type {string} */ folder) {
  try {
    mkdirSync(dirname(folder), { recursive: true });
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    rmSync(mkdtempSync(join(folder, '.probe-')), { recursive: true });
    return isOurs(folder);
  } catch {
    return false;
  }
}

/** A bundle's name is its content: where another launcher was first, its bundle is as good. */
function settle(/** @type {string} */ staging, /** @type {string} */ target) {
  if (existsSync(join(target, 'main.js'))) return;
  try {
    renameSync(staging, target);
  } catch (error) {
    if (!existsSync(join(target, 'main.js'))) throw error;
  }
}

/**
 * Removes bundles that nobody used for a day, the oldest beyond the newest twenty, and manifests whose bundle is gone. A run
 * may still load parts of a recent one.
 */
function sweep(/** @type {string} */ folder, /** @type {string} */ current) {
  const names = readdirSync(folder);
  const bundles = names
    .filter((name) => name !== current && !name.endsWith('.json'))
    .map((name) => ({
      path: join(folder, name),
      used: lstatSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }))
    .sort((a, b) => b.used - a.used);
  for (const [index, { path, used }] of bundles.entries()) {
    if (index >= KEPT_BUNDLES || Date.now() - used > DAY) rmSync(path, { recursive: true, force: true });
  }
  for (const name of names.filter((candidate) => candidate.endsWith('.json'))) {
    const manifest = readManifest(join(folder, name));
    if (manifest === undefined || !existsSync(join(folder, manifest.folder)))
      rmSync(join(folder, name), { force: true });
  }
}

/** esbuild's messages, one line each, as editors link them. */
function describeFailure(/** @type {unknown} */ error, /** @type {string} */ workspace) {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return error;
  const lines = error.errors.map(({ text, location }) =>
    location === null
      ? text
      : `${relative(workspace, resolve(workspace, location.file))}:${location.line}:${location.column + 1} ${text}\n    ${location.lineText.trim()}`,
  );
  return new LaunchError('BUILD_FAILED', 2, `The sources do not compile:\n  ${lines.join('\n  ')}`);
}
