const { readPipeline } = require('./read-pipeline.cjs');
const { workflowOf } = require('./workflow.cjs');

/**
 * Writes .github/workflows/NAME.yml for every pipeline, from its definition. `npx nx sync` calls it, and
 * `npx nx sync:check` fails where a file is out of date.
 * @param {import('@nx/devkit').Tree} tree
 */
async function syncWorkflows(tree) {
  const pipelines = tree.children('apps').filter((name) => tree.exists(`apps/${name}/pipeline.ts`));
  /** @type {string[]} */
  const outdated = [];
  for (const name of pipelines) {
    const file = `.github/workflows/${name}.yml`;
    const text = workflowOf(await readPipeline(tree, name), [`apps/${name}`, ...libsOf(tree, `apps/${name}`)]);
    if (tree.read(file, 'utf8') === text) continue;
    tree.write(file, text);
    outdated.push(file);
  }
  return outdated.length === 0
    ? {}
    : { outOfSyncMessage: `${outdated.join(', ')}: not what pipeline.ts and package.json say.` };
}

/**
 * The libs that a folder stands on, directly or through others, in the order of their names.
 * @param {import('@nx/devkit').Tree} tree
 * @param {string} folder
 * @returns {string[]}
 */
function libsOf(tree, folder) {
  const found = new Set();
  const open = [folder];
  for (const next of open) {
    const manifest = JSON.parse(tree.read(`${next}/package.json`, 'utf8') ?? '{}');
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const lib = name.replace('@sluice/', 'libs/');
      if (lib === name || found.has(lib)) continue;
      found.add(lib);
      open.push(lib);
    }
  }
  return [...found].sort();
}

module.exports = syncWorkflows;
