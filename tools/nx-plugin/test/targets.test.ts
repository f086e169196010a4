import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createNodes } from '../plugin.cjs';

const workspaceRoot = mkdtempSync(join(tmpdir(), 'sluice-targets-'));
afterAll(() => rmSync(workspaceRoot, { recursive: true }));

function touch(path: string): void {
  mkdirSync(dirname(join(workspaceRoot, path)), { recursive: true });
  writeFileSync(join(workspaceRoot, path), '');
}

/** The targets inferred for a folder that holds these files. */
async function targetsOf(root: string, files: readonly string[]) {
  for (const file of [...files, 'package.json']) touch(`${root}/${file}`);
  const [, infer] = createNodes;
  const [[, { projects }] = ['', {}]] = await infer([`${root}/package.json`], undefined, {
    workspaceRoot,
    nxJsonConfiguration: {},
  });
  return projects?.[root]?.targets ?? {};
}

describe('the inferred targets', () => {
  it('of a pipeline call the installed sluice and are never cached', async () => {
    const targets = await targetsOf('apps/tills', ['pipeline.ts', 'test/tills.test.ts']);
    expect(Object.keys(targets).sort()).toEqual(['check', 'lint', 'plan', 'run', 'test', 'typecheck']);
    for (const verb of ['run', 'plan', 'check']) {
      expect(targets[verb]).toMatchObject({ command: `sluice ${verb} tills`, cache: false });
    }
  });

  it('of a lib are lint, typecheck and test', async () => {
    const targets = await targetsOf('libs/pipes', ['src/index.ts', 'test/pipes.test.ts']);
    expect(Object.keys(targets).sort()).toEqual(['lint', 'test', 'typecheck']);
    expect(targets['test']).toMatchObject({ command: 'vitest run --project pipes' });
  });

  it('of a folder without tests have none', async () => {
    expect(Object.keys(await targetsOf('libs/bare', []))).toEqual(['lint', 'typecheck']);
  });

  it('have no outputs: data stays out of the cache', async () => {
    const targets = await targetsOf('apps/waters', ['pipeline.ts', 'test/waters.test.ts']);
    expect(Object.values(targets).flatMap(({ outputs }) => outputs ?? [])).toEqual([]);
  });
});
