import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScratchWorkspace } from './scratch-workspace.ts';

const name = 'corner-shops';

describe('nx g @sluice/nx-plugin:pipeline', { timeout: 300_000 }, () => {
  let workspace: ScratchWorkspace;
  let created: string;

  beforeAll(() => {
    workspace = new ScratchWorkspace();
    const summary = "What the corner shops' tills take.";
    created = workspace.succeed('nx', 'g', '@sluice/nx-plugin:pipeline', name, `--summary=${summary}`, '--skipInstall');
  }, 300_000);

  afterAll(() => workspace[Symbol.dispose]());

  it('writes a pipeline', () => {
    expect(created).toContain(`CREATE apps/${name}/pipeline.ts`);
  });

  it('whose result runs', () => {
    workspace.succeed('sluice', 'run', name, '--as-of', '2026-01-01');
    const files = ['_raw/orders', 'silver/order_amounts', 'gold/shop_totals'].map((table) => `${table}.parquet`);
    expect(files.filter((file) => !existsSync(join(workspace.root, 'data/lake', name, file)))).toEqual([]);
  });

  it('and gives the same rows on any later day for the days that stay', () => {
    const days = (asOf: string) => {
      const lake = join(workspace.root, 'data', asOf);
      workspace.succeed('sluice', 'run', name, '--as-of', asOf, '--data-dir', lake);
      const sql = `SELECT * FROM raw.orders WHERE ordered_on BETWEEN '2025-02-01' AND '2025-12-31' ORDER BY order_id`;
      return workspace.succeed('sluice', 'query', sql, '--pipeline', name, '--output', 'csv', '--data-dir', lake);
    };
    const rows = days('2026-01-20');
    expect(rows).toMatch(/,2025-12-31,/);
    expect(rows).toBe(days('2025-12-31'));
  });

  it('lints', () => {
    expect(workspace.succeed('eslint', `apps/${name}`)).toBe('');
    expect(workspace.succeed('prettier', '--check', `apps/${name}`)).toContain('All matched files use Prettier');
  });

  it('type-checks', () => {
    expect(workspace.succeed('nx', 'run', `${name}:typecheck`)).toContain('Successfully ran target typecheck');
  });

  it('passes its tests', () => {
    expect(workspace.succeed('vitest', 'run', '--project', name)).toMatch(/Tests +2 passed/);
  });

  it('has the targets of a pipeline', () => {
    const project = workspace.succeed('nx', 'show', 'project', name, '--json');
    const targets = ['run', 'plan', 'check', 'test', 'lint', 'typecheck'];
    expect(targets.filter((target) => !project.includes(`"${target}":`))).toEqual([]);
  });

  it.each([
    ['medallion', 'apps/medallion exists already'],
    ['engine', 'libs/engine exists already'],
    ['9lives', 'does not match'],
  ])('refuses the name %s', (taken, message) => {
    const { exitCode, output } = workspace.run('nx', 'g', '@sluice/nx-plugin:pipeline', taken, '--skipInstall');
    expect(output).toContain(message);
    expect(exitCode).toBe(1);
  });
});
