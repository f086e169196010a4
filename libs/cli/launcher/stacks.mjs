// @ts-check
import { readFileSync, realpathSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Makes stack traces name the sources. Maps are read when the first stack of the process is asked for, so that a run without
 * errors pays nothing.
 * @param {string} bundle
 * @param {string} workspace
 */
export function mapStacks(bundle, workspace) {
  const loaded = realpathSync(bundle);
  /** @type {Map<string, SourceMap | undefined>} */
  const maps = new Map();
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map((frame) => `\n    at ${sourceOf(frame, { bundle, loaded, workspace }, maps)}`);
    return `${headline(error)}${lines.join('')}`;
  };
}

/** An error's own toString may be broken; a stack must not be. */
function headline(/** @type {Error} */ error) {
  try {
    return String(error);
  } catch {
    return 'Error';
  }
}

/**
 * @param {NodeJS.CallSite} frame
 * @param {{ bundle: string, loaded: string, workspace: string }} folders  `loaded` is the bundle's as Node names it, without links
 * @param {Map<string, SourceMap | undefined>} maps
 */
function sourceOf(frame, { bundle, loaded, workspace }, maps) {
  const name = frame.getFileName() ?? '';
  const path = name.startsWith('file:') ? fileURLToPath(name) : name;
  const [line, column] = [frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0];
  if (!path.startsWith(loaded) || line === 0) return String(frame);
  if (!maps.has(path)) maps.set(path, readMap(`${path}.map`));
  const entry = maps.get(path)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !('originalSource' in entry)) return String(frame);
  const source = relative(workspace, resolve(bundle, entry.originalSource));
  const place = `${source}:${String(entry.originalLine + 1)}:${String(entry.originalColumn + 1)}`;
  const caller = frame.getFunctionName();
  return caller === null ? place : `${frame.isAsync() ? 'async ' : ''}${caller} (${place})`;
}

function readMap(/** @type {string} */ path) {
  try {
    return new SourceMap(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
