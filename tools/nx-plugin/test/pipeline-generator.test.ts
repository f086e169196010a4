import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, ScratchWorkspace } from './scratch-workspace.ts';

const done = { exitCode: 0 };
const name = 'corner-shops';

describe('nx g @sluice/nx-plugin:pipeline', { timeout: 300_000 }, () => {
  let workspace: ScratchWorkspace;
  let generated: Finished;

  beforeAll(() => {
    workspace = new ScratchWorkspace();
    const summary = "What the corner shops' tills take.";
    generated = workspace.run('nx', 'g', '@sluice/nx-plugin:pipeline', name, `--summary=${summary}`, '--skipInstall');
  }, 300_000);

  afterAll(() => workspace[Symbol.dispose]());

  it('writes a pipeline', () => {
    expect(generated).toMatchObject(done);
    expect(generated.output).toContain(`CREATE apps/${name}/pipeline.ts`);
  });

  it('whose result runs', () => {
    const lake = join(workspace.root, 'data/lake');
    expect(workspace.run('sluice', 'run', name, '--as-of', '2026-01-01')).toMatchObject(done);
    for (const table of ['_raw/orders', 'silver/order_amounts', 'gold/shop_totals']) {
      expect(existsSync(join(lake, name, `${table}.parquet`)), table).toBe(true);
    }
  });

  it('and gives the same rows on any later day for the days that stay', () => {
    const days = (asOf: string) => {
      const lake = join(workspace.root, 'data', asOf);
      expect(workspace.run('sluice', 'run', name, '--as-of', asOf, '--data-dir', lake)).toMatchObject(done);
      const sql = `SELECT * FROM raw.orders WHERE ordered_on BETWEEN '2025-02-01' AND '2025-12-31' ORDER BY order_id`;
      return workspace.run('sluice', 'query', sql, '--pipeline', name, '--output', 'csv', '--data-dir', lake).output;
    };
    expect(days('2026-01-20')).toBe(days('2025-12-31'));
  });

  it('lints', () => {
    expect(workspace.run('eslint', `apps/${name}`)).toMatchObject({ ...done, output: '' });
    expect(workspace.run('prettier', '--check', `apps/${name}`)).toMatchObject(done);
  });

  it('type-checks', () => {
    expect(workspace.run('nx', 'run', `${name}:typecheck`)).toMatchObject(done);
  });

  it('passes its tests', () => {
    const { exitCode, output } = workspace.run('vitest', 'run', '--project', name);
    expect(output).toMatch(/Tests +2 passed/);
    expect(exitCode).toBe(0);
  });

  it('has the targets of a pipeline', () => {
    const { output } = workspace.run('nx', 'show', 'project', name, '--json');
    for (const target of ['run', 'plan', 'check', 'test', 'lint', 'typecheck'])
      expect(output).toContain(`"${target}":`);
  });

  it('refuses a name that is taken, and one that cannot name a folder', () => {
    const generate = (other: string) => workspace.run('nx', 'g', '@sluice/nx-plugin:pipeline', other, '--skipInstall');
    const taken = generate('medallion');
    expect(taken.exitCode).toBe(1);
    expect(taken.output).toContain('apps/medallion exists already');
    expect(generate('Shop Floor')).toMatchObject({ exitCode: 1 });
  });
});
