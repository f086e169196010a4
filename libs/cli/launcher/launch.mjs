// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolders, findFreshBundle } from './freshness.mjs';
import { mapStacks } from './stacks.mjs';

/**
 * Finds or makes the bundle of this workspace and hands it the arguments.
 * @param {readonly string[]} argv
 */
export async function launch(argv) {
  const workspace = findWorkspace(import.meta.dirname);
  try {
    const bundle = findFreshBundle(workspace) ?? (await build(workspace));
    mapStacks(bundle, workspace);
    enableCompileCache(bundle);
    const { start } = await import(pathToFileURL(join(bundle, 'main.js')).href);
    await start(argv);
  } catch (error) {
    process.exitCode = report(error, argv);
  }
}

/** @param {string} workspace */
async function build(workspace) {
  const { buildBundle } = await import('./bundle.mjs');
  return buildBundle(workspace, cacheFolders(workspace));
}

/** @param {string} from */
function findWorkspace(from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).workspaces !== undefined) return folder;
    if (folder === dirname(folder)) throw new Error(`No package.json with workspaces above ${from}.`);
  }
}

/** V8's compiled code is kept beside the bundle where Node can do that (22.8 and newer). */
function enableCompileCache(/** @type {string} */ bundle) {
  if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') {
    nodeModule.enableCompileCache(join(bundle, 'compiled'));
  }
}

/**
 * What goes wrong before the command line is in charge: a source that does not compile, or a fault of ours.
 * @param {unknown} error
 * @param {readonly string[]} argv
 */
function report(error, argv) {
  const { code, message, exitCode, text } = describe(error);
  process.stderr.write(`${code} ${text}\n`);
  if (/(^| )--output[ =]json( |$)/u.test(argv.join(' '))) {
    process.stdout.write(`${JSON.stringify({ error: { code, message, exitCode } }, null, 2)}\n`);
  }
  return exitCode;
}

/** @param {unknown} error */
function describe(error) {
  if (!(error instanceof Error)) return { code: 'INTERNAL', message: String(error), text: String(error), exitCode: 3 };
  const { message } = error;
  if ('exitCode' in error && 'code' in error) {
    return { code: String(error.code), message, text: message, exitCode: Number(error.exitCode) };
  }
  return { code: 'INTERNAL', message, text: error.stack ?? message, exitCode: 3 };
}
