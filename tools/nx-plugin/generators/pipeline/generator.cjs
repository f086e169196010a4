const { join } = require('node:path');
const { formatFiles, generateFiles, installPackagesTask } = require('@nx/devkit');
const syncWorkflows = require('../workflows/generator.cjs');

/** @typedef {{ name: string, summary: string, skipInstall: boolean }} Options */

/**
 * Writes apps/NAME: a pipeline that runs, lints and passes its tests as it is, and the workflow that runs it in CI.
 * Afterwards npm records the new workspace in the lockfile, unless `skipInstall` is set.
 * @param {import('@nx/devkit').Tree} tree
 * @param {Options} options
 */
async function generatePipeline(tree, { name, summary, skipInstall }) {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new Error(
      `"${name}" cannot name a pipeline: expected lower-case letters, digits and dashes, a letter first.`,
    );
  }
  const taken = ['apps', 'libs', 'tools'].map((folder) => `${folder}/${name}`).find((folder) => tree.exists(folder));
  if (taken !== undefined) throw new Error(`${taken} exists already: choose another name.`);

  generateFiles(tree, join(__dirname, 'files'), `apps/${name}`, { name, summary });
  await syncWorkflows(tree);
  await formatFiles(tree);
  return () => {
    if (!skipInstall) installPackagesTask(tree, true);
  };
}

module.exports = generatePipeline;
