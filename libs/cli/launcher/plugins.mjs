// @ts-check
import { readFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Bundled JavaScript loads faster than loose files; native code, and the bundler itself, cannot be bundled. */
const EXTERNAL = /^(?:@duckdb\/node-bindings|esbuild$)/;

/**
 * `@sluice/…` is this workspace's, even where node_modules is another checkout's.
 * @returns {import('esbuild').Plugin}
 */
export function workspacePackages(/** @type {string} */ workspace, /** @type {string[]} */ packages) {
  const sources = new Map(
    packages.map((path) => {
      const { name, exports } = JSON.parse(readFileSync(join(workspace, path, 'package.json'), 'utf8'));
      return [name, exports?.['.'] === undefined ? undefined : resolve(workspace, path, exports['.'])];
    }),
  );
  return {
    name: 'workspace-packages',
    setup({ onResolve }) {
      onResolve({ filter: /^@sluice\// }, ({ path }) => {
        const source = sources.get(path);
        return source === undefined ? undefined : { path: source };
      });
    },
  };
}

/**
 * A bundle may lie outside of the workspace, so what it imports at run time is named by its full path.
 * @returns {import('esbuild').Plugin}
 */
export function keptOutside(/** @type {string} */ workspace) {
  return {
    name: 'kept-outside',
    setup({ onResolve, resolve: resolvePath }) {
      onResolve({ filter: EXTERNAL }, async ({ path, kind, resolveDir, pluginData }) => {
        if (pluginData === EXTERNAL) return undefined;
        if (kind === 'require-call') return { path, external: true };
        const found = await resolvePath(path, { kind, resolveDir: resolveDir || workspace, pluginData: EXTERNAL });
        return found.errors.length > 0
          ? { errors: found.errors }
          : { path: pathToFileURL(found.path).href, external: true };
      });
    },
  };
}

/**
 * What Node lets a program import by name from a CommonJS package, `import()` of the bundle lets it import too: esbuild alone
 * would offer the default export only.
 * @returns {import('esbuild').Plugin}
 */
export function namedExports(/** @type {string} */ workspace) {
  return {
    name: 'named-exports',
    setup({ onResolve, onLoad, resolve: resolvePath }) {
      onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir }) => {
        if (kind !== 'dynamic-import' || path.startsWith('node:')) return undefined;
        const found = await resolvePath(path, { kind: 'import-statement', resolveDir });
        if (found.errors.length > 0 || found.external || !found.path.includes('node_modules')) return undefined;
        return { path: found.path, namespace: 'named-exports' };
      });
      onLoad({ filter: /./, namespace: 'named-exports' }, async ({ path }) => {
        const names = Object.keys(await import(pathToFileURL(path).href)).filter((name) =>
          /^[A-Za-z_$][\w$]*$/u.test(name),
        );
        const lines = names.map((name) =>
          name === 'default' ? 'export default all.default;' : `export const ${name} = all[${JSON.stringify(name)}];`,
        );
        return {
          contents: `import * as all from ${JSON.stringify(path)};\n${lines.join('\n')}`,
          resolveDir: workspace,
          loader: 'js',
        };
      });
    },
  };
}

/**
 * Reads every source through `read`, and lets it see its own place: pipelines find their models by import.meta.url.
 * @param {(path: string) => Buffer} read
 * @returns {import('esbuild').Plugin}
 */
export function trackedSources(read) {
  return {
    name: 'tracked-sources',
    setup({ onLoad }) {
      onLoad({ filter: /./, namespace: 'file' }, ({ path }) => ({
        contents: inPlace(read(path).toString('utf8'), path),
        loader: loaderOf(path),
      }));
    },
  };
}

/** Replaced without a line break, so that lines stay what they are. */
function inPlace(/** @type {string} */ text, /** @type {string} */ path) {
  const folder = JSON.stringify(dirname(path));
  const own = text
    .replace(/\bimport\.meta\.url\b/gu, JSON.stringify(pathToFileURL(path).href))
    .replace(/\bimport\.meta\.dirname\b/gu, folder)
    .replace(/\bimport\.meta\.filename\b/gu, JSON.stringify(path));
  const isCommonJs =
    /^\.c?js$/u.test(extname(path)) &&
    !/^\s*(?:import|export)\b/mu.test(own) &&
    /\b__(?:dirname|filename)\b/u.test(own);
  return isCommonJs ? `var __dirname=${folder},__filename=${JSON.stringify(path)};${own}` : own;
}

/** @returns {import('esbuild').Loader} */
function loaderOf(/** @type {string} */ path) {
  const extension = extname(path);
  if (extension === '.ts' || extension === '.mts' || extension === '.cts') return 'ts';
  return extension === '.json' ? 'json' : 'js';
}
