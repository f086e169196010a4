import { describe, expect, it } from 'vitest';
import { readText, workspaceFiles } from '../src/workspace.ts';

const files = workspaceFiles();
const written = files.filter((file) => /\.(ts|mjs|cjs|js|sql|yaml|yml|sh)$/.test(file) || file === '.ci/run');

const topLevel = [
  '.ci',
  '.editorconfig',
  '.gitattributes',
  '.github',
  '.gitignore',
  '.npmrc',
  '.nvmrc',
  '.prettierignore',
  '.prettierrc',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'apps',
  'data',
  'docker',
  'docs',
  'eslint.config.mjs',
  'libs',
  'nx.json',
  'package-lock.json',
  'package.json',
  'tools',
  'tsconfig.base.json',
  'tsconfig.json',
  'vitest.config.ts',
  'vitest.services.config.ts',
  'vitest.setup.ts',
];

describe('the files of the workspace', () => {
  it('have no stranger at the top', () => {
    const found = new Set(files.map((file) => file.split('/')[0] ?? ''));
    expect([...found].filter((name) => !topLevel.includes(name))).toEqual([]);
  });

  it('have 300 lines at most', () => {
    const long = written.map((file) => ({ file, lines: readText(file).split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > 300)).toEqual([]);
  });

  it('leave no test out', () => {
    const tests = files.filter((file) => file.endsWith('.test.ts'));
    const skipping = new RegExp(String.raw`\b(it|test|describe)(\.each)?\.(only|skip|todo|fails)\b`);
    expect(tests.filter((file) => skipping.test(readText(file)))).toEqual([]);
  });

  it('hold no data set of a run', () => {
    expect(files.filter((file) => file.startsWith('data/lake') || file.endsWith('.duckdb'))).toEqual([]);
  });
});
