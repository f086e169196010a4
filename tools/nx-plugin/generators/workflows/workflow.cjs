/** @typedef {import('./read-pipeline.cjs').Pipeline} Pipeline */

/** GitHub's limit on workflow_dispatch since 2025-12-04. */
const MOST_INPUTS = 25;

/** `paymentTermDays` to `payment-term-days`: an input is called as the flag is. */
function inputName(/** @type {string} */ parameter) {
  return parameter.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A text in YAML: JSON's quotes are a subset of it. */
function quoted(/** @type {string} */ text) {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}

/**
 * The workflow of one pipeline: on a push to main that touches it, by hand, by its schedule.
 * @param {Pipeline} pipeline
 * @param {readonly string[]} folders  of the app and of every lib that it stands on
 * @throws {Error} where the pipeline has more parameters than GitHub lets a form have inputs
 */
function workflowOf({ name, summary, schedule, parameters }, folders) {
  if (Object.keys(parameters).length >= MOST_INPUTS) {
    throw new Error(
      `${name} has more parameters than a workflow can ask for: ${MOST_INPUTS} inputs, full-refresh among them.`,
    );
  }
  const paths = [
    ...folders.map((folder) => `${folder}/**`),
    '!**/test/**',
    '!**/*.md',
    'package.json',
    'package-lock.json',
    `.github/workflows/${name}.yml`,
    '.github/workflows/run-pipeline.yml',
    '.github/scripts/**',
  ];
  const lines = [
    `# Written by \`npx nx sync\` from apps/${name}/pipeline.ts: change that, not this.`,
    `# ${summary.replaceAll(/\s+/g, ' ').replace(/\.$/, '')}.`,
    `name: ${name}`,
    'on:',
    '  push:',
    '    branches: [main]',
    '    paths:',
    ...paths.map((path) => `      - ${quoted(path)}`),
    '  workflow_dispatch:',
    '    inputs:',
    ...Object.entries(parameters).flatMap(([parameter, { kind, describe, default: value }]) => [
      `      ${inputName(parameter)}:`,
      `        description: ${quoted(kind === 'date' && value === undefined ? `${describe} (YYYY-MM-DD; empty: today in UTC)` : describe)}`,
      `        type: ${kind === 'integer' ? 'number' : 'string'}`,
      ...(value === undefined
        ? []
        : [`        default: ${kind === 'integer' ? String(value) : quoted(String(value))}`]),
    ]),
    '      full-refresh:',
    "        description: 'run unchanged tables too'",
    '        type: boolean',
    '        default: false',
    ...(schedule === undefined ? [] : ['  schedule:', `    - cron: ${quoted(schedule)}`]),
    '',
    'permissions: {}',
    '',
    'jobs:',
    '  pipeline:',
    `    name: ${name}`,
    '    permissions:',
    '      contents: read',
    '      pages: write # what the reusable workflow deploys with',
    '      id-token: write',
    '    uses: ./.github/workflows/run-pipeline.yml',
    '    with:',
    `      pipeline: ${name}`,
    '      parameters: ${{ toJSON(inputs) }}',
  ];
  return `${lines.join('\n')}\n`;
}

module.exports = { workflowOf };
