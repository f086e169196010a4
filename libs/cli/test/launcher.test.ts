import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorkspace, main, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
});
afterEach(() => {
  workspace.remove();
});

const bundles = (folder: string): readonly string[] => readdirSync(folder).filter((name) => !name.endsWith('.json'));

describe('the launcher', () => {
  it('runs an edited source at the next start', async () => {
    expect((await workspace.sluice(['a', 'b'])).stdout).toBe('first a b\n');
    workspace.write('libs/cli/src/main.ts', main('other'));
    expect((await workspace.sluice([])).stdout).toBe('other\n');
  });

  it('sees an edit that keeps size and modification time', async () => {
    const file = join(workspace.root, 'libs/cli/src/main.ts');
    const time = new Date('2026-01-01T00:00:00Z');
    utimesSync(file, time, time);
    expect((await workspace.sluice([])).stdout).toBe('first\n');
    workspace.write('libs/cli/src/main.ts', main('fresh'));
    utimesSync(file, time, time);
    expect((await workspace.sluice([])).stdout).toBe('fresh\n');
  });

  it('keeps its bundle where a file was touched and not changed', async () => {
    await workspace.sluice([]);
    const before = readdirSync(workspace.cache);
    const file = join(workspace.root, 'libs/cli/src/main.ts');
    utimesSync(file, new Date('2030-01-01T00:00:00Z'), new Date('2030-01-01T00:00:00Z'));
    rmSync(join(workspace.root, 'node_modules/esbuild'));
    expect(await workspace.sluice(['again'])).toMatchObject({ exitCode: 0, stdout: 'first again\n' });
    expect(readdirSync(workspace.cache)).toEqual(before);
  });

  it('finds a pipeline that came, and misses one that went', async () => {
    await workspace.sluice([]);
    workspace.write('apps/shop/package.json', '{ "name": "@sluice/shop" }');
    workspace.write('apps/shop/pipeline.ts', "export default 'of shop';");
    expect((await workspace.sluice([])).stdout).toBe('first\nshop of shop\n');
    rmSync(join(workspace.root, 'apps/shop'), { recursive: true });
    expect((await workspace.sluice([])).stdout).toBe('first\n');
  });

  it('leaves a pipeline the place of its own source', async () => {
    workspace.write('apps/shop/pipeline.ts', "export default new URL('./models/', import.meta.url).href;");
    const models = pathToFileURL(`${workspace.root}/apps/shop/models/`).href;
    expect((await workspace.sluice([])).stdout).toBe(`first\nshop ${models}\n`);
  });

  it('names file, line and column of a source that does not compile, and recovers', async () => {
    workspace.write('apps/shop/pipeline.ts', 'export default {\n  name: = 1 };');
    const failed = await workspace.sluice(['run', '--output', 'json']);
    expect(failed.exitCode).toBe(2);
    expect(failed.stderr).toContain('BUILD_FAILED');
    expect(failed.stderr).toContain('apps/shop/pipeline.ts:2:9');
    expect(JSON.parse(failed.stdout)).toMatchObject({ error: { code: 'BUILD_FAILED', exitCode: 2 } });
    workspace.write('apps/shop/pipeline.ts', 'export default 1;');
    expect(await workspace.sluice([])).toMatchObject({ exitCode: 0, stdout: 'first\nshop 1\n' });
  });

  it('writes stack traces in lines of the sources', async () => {
    const failed = await workspace.sluice(['fail']);
    expect(failed.exitCode).toBe(3);
    expect(failed.stderr).toMatch(/TypeError: broken\n\s+at main \(libs\/cli\/src\/main\.ts:3:\d+\)/u);
  });

  it('imports from a CommonJS package by name, as Node does', async () => {
    workspace.write('node_modules/old/package.json', '{ "name": "old", "main": "index.js" }');
    workspace.write('node_modules/old/index.js', 'exports.answer = 42; exports.here = __dirname;');
    workspace.write(
      'apps/shop/pipeline.ts',
      "const { answer, here } = await import('old');\nexport default [answer, here].join(' ');",
    );
    expect((await workspace.sluice([])).stdout).toBe(`first\nshop 42 ${workspace.root}/node_modules/old\n`);
  });

  it('serves several starts at once from an empty cache', async () => {
    const started = await Promise.all(Array.from({ length: 4 }, (_, index) => workspace.sluice([String(index)])));
    expect(started.map(({ stdout }) => stdout)).toEqual(['first 0\n', 'first 1\n', 'first 2\n', 'first 3\n']);
    expect(bundles(workspace.cache)).toHaveLength(1);
  });

  it('works from any folder', async () => {
    expect((await workspace.sluice([], { cwd: '/' })).stdout).toBe('first\n');
  });

  it('keeps its bundle elsewhere where node_modules takes no files', async () => {
    writeFileSync(join(workspace.root, 'node_modules/.cache'), '');
    const env = { TMPDIR: join(workspace.root, 'tmp') };
    mkdirSync(env.TMPDIR);
    expect((await workspace.sluice([], { env })).stdout).toBe('first\n');
    rmSync(join(workspace.root, 'node_modules/esbuild'));
    expect(await workspace.sluice(['kept'], { env })).toMatchObject({ exitCode: 0, stdout: 'first kept\n' });
  });

  it('says so where no folder takes the bundle', async () => {
    writeFileSync(join(workspace.root, 'node_modules/.cache'), '');
    const failed = await workspace.sluice([], { env: { TMPDIR: join(workspace.root, 'node_modules/.cache') } });
    expect(failed).toMatchObject({ exitCode: 3, stdout: '' });
    expect(failed.stderr).toContain('CACHE_NOT_WRITABLE');
  });

  it('takes the packages of its own workspace where node_modules is that of another checkout', async () => {
    workspace.write('libs/core/package.json', '{ "name": "@sluice/core", "exports": { ".": "./index.ts" } }');
    workspace.write('libs/core/index.ts', "export const here = 'here';");
    workspace.write('elsewhere/libs/core/package.json', '{ "name": "@sluice/core", "exports": { ".": "./index.ts" } }');
    workspace.write('elsewhere/libs/core/index.ts', "export const here = 'elsewhere';");
    mkdirSync(join(workspace.root, 'node_modules/@sluice'));
    symlinkSync(join(workspace.root, 'elsewhere/libs/core'), join(workspace.root, 'node_modules/@sluice/core'));
    renameSync(join(workspace.root, 'node_modules'), join(workspace.root, 'elsewhere/node_modules'));
    symlinkSync(join(workspace.root, 'elsewhere/node_modules'), join(workspace.root, 'node_modules'));
    workspace.write('apps/shop/pipeline.ts', "import { here } from '@sluice/core';\nexport default here;");
    expect((await workspace.sluice([])).stdout).toBe('first\nshop here\n');
  });
});
