import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finish } from './processes.ts';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(() => {
  shop = createShop();
});
afterAll(() => {
  shop.remove();
});

const records = (lake: string, pipeline: string): readonly string[] => readdirSync(join(lake, pipeline, '_runs'));

describe('sluice run', () => {
  it('prints what each table holds, and logs each step as JSON lines on stderr', async () => {
    const lake = shop.lake();
    const { exitCode, stdout, stderr } = await shop.sluice([
      'run',
      'shop',
      '--data-dir',
      lake,
      '--as-of',
      '2026-01-01',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('shop · A shop of orders\nseed 42 · as-of 2026-01-01 · rows 30 · bad 0');
    expect(stdout).toMatch(/✔ bronze\.orders +30 rows +\d+ checks/u);
    expect(stdout).toMatch(/│ gold\.spending +│ +3 │ +\d.*│ shop\/gold\/spending\.parquet +│/u);
    expect(stdout).toMatch(/gold\.spending · The spending of the shop\.\n┌/u);
    expect(stdout).toMatch(/│ c0 +│ 165\.00 │ ••• +│/u);
    expect(stdout).toMatch(/2 tables published.*_runs/u);
    const log = stderr
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(log).toContainEqual(expect.objectContaining({ level: 'info', msg: 'run started' }));
    expect(log).toContainEqual(expect.objectContaining({ table: 'gold.spending', rows: 3 }));
    expect(log).toContainEqual(expect.objectContaining({ msg: 'run finished', status: 'succeeded' }));
    expect(existsSync(join(lake, 'shop/gold/spending.parquet'))).toBe(true);
  });

  it('says of a table that did not change that it did not', async () => {
    const lake = shop.lake();
    await shop.sluice(['run', 'shop', '--data-dir', lake, '--as-of', '2026-01-01']);
    const { stdout } = await shop.sluice(['run', 'shop', '--data-dir', lake, '--as-of', '2026-01-01']);
    expect(stdout).toMatch(/= gold\.spending +unchanged/u);
    expect(stdout).toMatch(/│ gold\.spending +│ +3 │/u);
    expect(stdout).toContain('0 tables published, 2 unchanged');
  });

  it('runs every pipeline where none is named, each with the parameters that it has', async () => {
    const lake = shop.lake();
    const { exitCode, stdout } = await shop.sluice(['run', '--rows', '12', '--data-dir', lake, '--output', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { pipeline: 'mirror', status: 'succeeded' },
      { pipeline: 'shop', status: 'succeeded', parameters: { rows: 12 } },
    ]);
  });

  it('prints the run record and nothing else for --output json', async () => {
    const lake = shop.lake();
    const { stdout } = await shop.sluice(['run', 'shop', '--data-dir', lake, '--output', 'json']);
    const [runId = ''] = records(lake, 'shop');
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(join(lake, 'shop/_runs', runId, 'run.json'), 'utf8')));
  });

  it('exits 1 for an audit that failed, with rule, count and example, and publishes nothing', async () => {
    const lake = shop.lake();
    const args = ['run', 'shop', '--bad', '2', '--data-dir', lake];
    const { exitCode, stdout, stderr } = await shop.sluice([...args, '--output', 'json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'failed', error: { code: 'AUDIT_FAILED', exitCode: 1 } });
    expect(stderr).toMatch(/^AUDIT_FAILED bronze\.orders.*\n.*2 of 30 rows/mu);
    expect(existsSync(join(lake, 'shop/bronze'))).toBe(false);
    const shown = await shop.sluice(args);
    expect(shown.stdout).toMatch(/✖ bronze\.orders +30 rows +1 of \d+ checks failed/u);
    expect(shown.stdout).toContain('Run failed');
    expect(shown.stdout).not.toContain('file, in');
  });

  it('stages and audits without publishing for --dry-run', async () => {
    const lake = shop.lake();
    const { exitCode, stdout } = await shop.sluice(['run', 'shop', '--dry-run', '--data-dir', lake]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Dry run: nothing published');
    expect(existsSync(join(lake, 'shop/gold'))).toBe(false);
  });

  it('reads tables from files and fits a narrow terminal', async () => {
    const lake = shop.lake();
    shop.write('inputs/orders.csv', 'order_id,customer,email,amount\n1,a customer with a very long name,x,2.50\n');
    const args = ['run', 'shop', '--input-dir', join(shop.root, 'inputs'), '--data-dir', lake];
    const { exitCode, stdout } = await shop.sluice(args, { env: { COLUMNS: '50' } });
    expect(exitCode).toBe(0);
    const framed = stdout.split('\n').filter((line) => /^[┌├│└…✔]/u.test(line));
    expect(framed.length).toBeGreaterThan(8);
    for (const line of framed) expect(line.length).toBeLessThanOrEqual(50);
  });

  it('goes on quietly where nobody reads its output any more', async () => {
    const lake = shop.lake();
    const command = `set -o pipefail; "${process.execPath}" "${shop.launcher}" run shop --data-dir "${lake}" | head -n 1`;
    const { exitCode, stdout, stderr } = await finish('bash', ['--norc', '-c', command]);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).not.toContain('EPIPE');
    expect(existsSync(join(lake, 'shop/gold/spending.parquet'))).toBe(true);
  });
});

describe('sluice run, interrupted', () => {
  /** Starts a run that takes minutes and sends it signals once its first table is under way. */
  async function interrupt(
    lake: string,
    signals: readonly NodeJS.Signals[],
  ): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
    const args = [shop.launcher, 'run', 'shop', '--rows', '900000000', '--data-dir', lake];
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    const left = [...signals];
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      if (!stderr.includes('run started')) return;
      for (const signal of left.splice(0)) child.kill(signal);
    });
    const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { exitCode, stderr };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 130 after %s and leaves nothing half done', async (signal) => {
    const lake = shop.lake();
    const { exitCode, stderr } = await interrupt(lake, [signal]);
    expect(exitCode).toBe(130);
    expect(stderr).toContain('INTERRUPTED');
    const [runId = ''] = records(lake, 'shop');
    expect(JSON.parse(readFileSync(join(lake, 'shop/_runs', runId, 'run.json'), 'utf8'))).toMatchObject({
      status: 'interrupted',
    });
    expect(existsSync(join(lake, 'shop/bronze'))).toBe(false);
    expect((await shop.sluice(['run', 'shop', '--data-dir', lake])).exitCode).toBe(0);
  });
});
