import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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

  it('has the workflow of a pipeline; so have all others', () => {
    expect(created).toContain(`CREATE .github/workflows/${name}.yml`);
    expect(workspace.succeed('prettier', '--check', '.github')).toContain('All matched files use Prettier');
    expect(workspace.succeed('nx', 'sync:check')).toContain('up to date');
  });

  it('whose workflow is out of date when a parameter is added, until nx sync writes it', () => {
    const definition = join(workspace.root, 'apps', name, 'pipeline.ts');
    const workflow = join(workspace.root, '.github/workflows', `${name}.yml`);
    const parameter = "openDays: integer({ default: 6, describe: 'days that a shop is open' }),";
    writeFileSync(definition, readFileSync(definition, 'utf8').replace('params: {', `params: { ${parameter}`));
    const { exitCode, output } = workspace.run('nx', 'sync:check');
    expect(output).toContain(`.github/workflows/${name}.yml: not what pipeline.ts and package.json say`);
    expect(exitCode).toBe(1);
    workspace.succeed('nx', 'sync');
    expect(readFileSync(workflow, 'utf8')).toContain(
      "      open-days:\n        description: 'days that a shop is open'\n        type: number\n        default: 6\n",
    );
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
