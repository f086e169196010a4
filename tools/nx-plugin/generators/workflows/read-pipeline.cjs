const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { compileFunction } = require('node:vm');
const { build } = require('esbuild');

/** @typedef {{ kind: 'integer', default: number, describe: string }} IntegerParameter */
/** @typedef {{ kind: 'date', default?: string, describe: string }} DateParameter */
/** @typedef {{ name: string, summary: string, schedule?: string, parameters: Record<string, IntegerParameter | DateParameter> }} Pipeline */

/**
 * Evaluates `apps/NAME/pipeline.ts` as it is in the tree, written to disk or not: bundled in memory, because Nx runs this
 * where Node may not read TypeScript.
 * @param {import('@nx/devkit').Tree} tree
 * @param {string} name
 * @returns {Promise<Pipeline>}
 * @throws {Error} of esbuild, with file and line, or of the definition itself.
 */
async function readPipeline(tree, name) {
  const file = join(tree.root, 'apps', name, 'pipeline.ts');
  const { outputFiles } = await build({
    absWorkingDir: tree.root,
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'silent',
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(file).href) },
    tsconfigRaw: { compilerOptions: { target: 'es2023', verbatimModuleSyntax: true } },
    plugins: [fromTree(tree)],
  });
  /** @type {{ exports: { default?: Pipeline } }} */
  const module = { exports: {} };
  const evaluate = compileFunction(outputFiles[0]?.text ?? '', ['module', 'exports', 'require'], { filename: file });
  evaluate(module, module.exports, createRequire(join(tree.root, 'package.json')));
  const pipeline = module.exports.default;
  if (pipeline?.name === name) return pipeline;
  throw new Error(
    `apps/${name}/pipeline.ts: expected its default export to be the pipeline ${name}, as the folder is named.`,
  );
}

/**
 * Files of the workspace come from the tree, `@sluice/…` is the workspace's own, every other package stays outside.
 * @param {import('@nx/devkit').Tree} tree
 * @returns {import('esbuild').Plugin}
 */
function fromTree(tree) {
  const inTree = (/** @type {string} */ path) => path.slice(tree.root.length + 1);
  return {
    name: 'from-tree',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ path, kind, importer }) => {
        if (kind === 'entry-point') return { path };
        const own = /^@sluice\/([a-z-]+)$/.exec(path);
        if (own !== null) return { path: join(tree.root, `libs/${own[1]}/src/index.ts`) };
        return path.startsWith('.') ? { path: join(dirname(importer), path) } : { path, external: true };
      });
      onLoad({ filter: /\.(ts|json)$/ }, ({ path }) => ({
        contents: tree.read(inTree(path), 'utf8') ?? '',
        loader: path.endsWith('.json') ? 'json' : 'ts',
      }));
    },
  };
}

module.exports = { readPipeline };
