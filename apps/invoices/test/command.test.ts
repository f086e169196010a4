import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@sluice/testing';
import { describe, expect, it } from 'vitest';
import { outputs, samples } from './support.ts';

const bin = fileURLToPath(new URL('../../../libs/cli/bin/sluice.mjs', import.meta.url));

/** Runs the samples, with `edits` made to them, from the command line. */
function sluiceRun(edits: Readonly<Record<string, (text: string) => string>> = {}) {
  const [folder, output, lake] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  cpSync(samples, folder, { recursive: true });
  for (const [file, edit] of Object.entries(edits)) {
    writeFileSync(join(folder, file), edit(readFileSync(join(folder, file), 'utf8')));
  }
  const day = ['--as-of', '2021-04-01', '--payment-term-days', '30'];
  const folders = ['--input-dir', folder, '--output-dir', output, '--data-dir', lake];
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'run', 'invoices', ...folders, ...day], {
    encoding: 'utf8',
  });
  return { status, output, said: stdout + stderr };
}

describe('sluice run invoices', () => {
  it('writes both files and exits 0', () => {
    const { status, output } = sluiceRun();

    expect(status).toBe(0);
    for (const table of outputs) {
      const golden = readFileSync(join(import.meta.dirname, 'golden', `${table}.csv`), 'utf8');
      expect(readFileSync(join(output, `${table}.csv`), 'utf8')).toBe(golden);
    }
  });

  it('exits 1 for a row that breaks its contract, and says in which file, on which line and why', () => {
    const { status, said } = sluiceRun({ 'invoices.csv': (text) => text.replace('2020-12-31', '2020-12-32') });

    expect(status).toBe(1);
    expect(said).toContain('invoices.csv');
    expect(said).toMatch(/\b4\b/u);
    expect(said).toContain('2020-12-32');
    expect(said).toContain('date_issued');
  });

  it('exits 3 for missing columns, and names each', () => {
    const { status, said } = sluiceRun({
      'skus.csv': (text) => text.replace('item_cost_price,item_retail_price', 'cost,retail'),
    });

    expect(status).toBe(3);
    expect(said).toContain('item_cost_price');
    expect(said).toContain('item_retail_price');
  });
});
