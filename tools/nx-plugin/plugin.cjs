/**
 * Infers the Nx targets of every app, lib and tool from what its folder holds, so that none copies configuration.
 * No target has outputs: what a pipeline writes is data, and Nx's cache would swallow it.
 */
const { existsSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');

/** @typedef {import('@nx/devkit').TargetConfiguration} TargetConfiguration */

const verbs = {
  run: 'Runs the pipeline: plan, stage, audit, publish, record',
  plan: 'Says what a run would do, and why',
  check: 'Judges the published tables by their contracts',
};

/**
 * @param {string} command
 * @param {string} description
 * @returns {TargetConfiguration}
 */
function target(command, description) {
  return { command, options: { cwd: '{workspaceRoot}' }, metadata: { description, technologies: ['sluice'] } };
}

/**
 * @param {string} root           the project's folder, seen from the workspace
 * @param {string} workspaceRoot  absolute
 * @returns {Record<string, TargetConfiguration>}
 */
function inferTargets(root, workspaceRoot) {
  const name = basename(root);
  /** @type {Record<string, TargetConfiguration>} */
  const targets = {
    lint: target(`eslint ${root} && prettier --check ${root}`, 'ESLint, with the module boundaries, and Prettier'),
    typecheck: target(`node tools/nx-plugin/typecheck.mjs ${root}`, 'TypeScript, this folder only'),
  };
  if (existsSync(join(workspaceRoot, root, 'test'))) {
    targets['test'] = target(`vitest run --project ${name}`, 'The tests, on the real engine');
  }
  if (existsSync(join(workspaceRoot, root, 'pipeline.ts'))) {
    for (const [verb, description] of Object.entries(verbs)) {
      targets[verb] = { ...target(`sluice ${verb} ${name}`, description), cache: false };
    }
  }
  return targets;
}

/** @type {import('@nx/devkit').CreateNodes} */
const createNodes = [
  '{apps,libs,tools}/*/package.json',
  (files, _options, { workspaceRoot }) =>
    files.map((file) => {
      const root = dirname(file);
      return [file, { projects: { [root]: { targets: inferTargets(root, workspaceRoot) } } }];
    }),
];

module.exports = { name: '@sluice/nx-plugin', createNodes };
