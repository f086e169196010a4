import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { projects, workspaceFiles, workspaceRoot } from '../src/workspace.ts';

const layers = ['core', 'engine', 'parts', 'pipeline', 'cli', 'app'];
const height = (tags: readonly string[]) => layers.findIndex((layer) => tags.includes(`layer:${layer}`));
const libs = projects.filter(({ kind }) => kind === 'lib');
const boundaryRules = new Set(['@nx/enforce-module-boundaries', 'no-restricted-imports']);
const eslint = new ESLint({ cwd: workspaceRoot });

/** Imports every name from `file`; gives the names that the linter refuses there. */
async function refused(file: string, names: readonly string[]): Promise<readonly string[]> {
  const code = names.map((name) => `import '${name}';\n`).join('');
  const [result] = await eslint.lintText(code, { filePath: `${workspaceRoot}/${file}` });
  const lines = result?.messages.filter(({ ruleId }) => boundaryRules.has(ruleId ?? '')) ?? [];
  return [...new Set(lines.map(({ line }) => names[line - 1] ?? ''))].sort();
}

/** Some existing file of a folder: the linter knows only files of the workspace. */
function someFile(folder: string): string {
  const file = workspaceFiles().find((path) => path.startsWith(folder) && path.endsWith('.ts'));
  if (file === undefined) throw new Error(`No TypeScript in ${folder}.`);
  return file;
}

describe('the module boundaries', () => {
  // The first linting reads the whole workspace, for the types and for Nx's graph.
  beforeAll(() => refused(someFile('libs/core/src/'), []), 180_000);

  it.each(libs)('let the code of $root import the layers below it and nothing else', async ({ root, name, tags }) => {
    const others = libs.filter((lib) => lib.name !== name);
    const forbidden = others.filter((other) => height(other.tags) >= height(tags)).map((other) => other.name);
    const imported = others.map((other) => other.name);
    expect(await refused(someFile(`${root}/src/`), imported)).toEqual(forbidden.sort());
  });

  it('let a test of a lib import its own layer, not the one above', async () => {
    const file = someFile('libs/quality/test/');
    expect(await refused(file, ['@sluice/engine', '@sluice/tables', '@sluice/pipeline'])).toEqual(['@sluice/pipeline']);
  });

  it('refuse a relative path into another lib', async () => {
    const way = '../../core/src/errors.ts';
    expect(await refused(someFile('libs/engine/src/'), [way])).toEqual([way]);
  });

  it('refuse to import an app', async () => {
    const ways = ['@sluice/medallion', '@sluice/medallion/pipeline.ts'];
    expect(await refused(someFile('libs/cli/src/'), ways)).toEqual(ways);
  });

  it('know the layer of every project', () => {
    const unknown = projects.filter(({ tags, kind }) =>
      kind === 'tool'
        ? !tags.includes('layer:tool')
        : height(tags) < 0 || (kind === 'app') !== tags.includes('layer:app'),
    );
    expect(unknown.map(({ root }) => root)).toEqual([]);
  });
});
