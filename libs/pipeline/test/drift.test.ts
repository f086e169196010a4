import { rmSync } from 'node:fs';
import { fixedClock } from '@sluice/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { check, layoutOf, run, type RunContext, type RunOptions } from '../src/index.ts';
import { contract, options, Workspace } from './workspace.ts';

let shop: Workspace;
let minute: number;
beforeEach(() => {
  shop = new Workspace();
  minute = 0;
});
afterEach(() => {
  shop[Symbol.dispose]();
});

/** The contract of silver.big, with rules on drift of a severity. */
function watch(severity: string): void {
  const rule = (implementation: string) =>
    `{ type: custom, engine: sluice, severity: ${severity}, implementation: ${implementation} }`;
  shop.write(
    'silver/big.odcs.yaml',
    contract(
      'big',
      [
        '{ name: order_id, logicalType: integer, primaryKey: true, required: true }',
        '{ name: customer, logicalType: string, required: true }',
        `{ name: amount, logicalType: number, physicalType: 'DECIMAL(12,2)', required: true, quality: [${rule('{ type: distributionDrift, minimumRuns: 2, maxDistance: 0.3 }')}] }`,
      ],
      [`quality: [${rule('{ type: rowCountDrift, runs: 7, minimumRuns: 2, maxChange: 0.3 }')}]`],
    ),
  );
}

/** Runs are told apart by their time. */
function later(): RunContext {
  minute += 1;
  return { ...shop.context(), clock: fixedClock(`2026-01-01T12:${String(minute).padStart(2, '0')}:00Z`) };
}

/** A run with so many orders; those of at least the threshold are in silver.big. */
async function runWith(rows: number, more: Partial<RunOptions> = {}) {
  const record = await run(later(), shop.pipeline(), options({ parameters: { rows }, ...more }));
  const checks = record.tables.find(({ name }) => name === 'silver.big')?.checks ?? [];
  const drift = checks.filter(({ type }) => type.endsWith('Drift'));
  return { record, verdicts: Object.fromEntries(drift.map(({ rule, status }) => [rule, status])) };
}

const both = (status: string) => ({ rowCountDrift: status, 'amount.distributionDrift': status });

describe('drift', () => {
  it('is judged once enough runs published the table, and warns without stopping the run', async () => {
    watch('warning');
    expect((await runWith(100)).verdicts).toEqual(both('no_history'));
    expect((await runWith(105)).verdicts).toEqual(both('no_history'));
    expect((await runWith(110)).verdicts).toEqual(both('passed'));
    const { record, verdicts } = await runWith(400);
    expect([record.status, verdicts]).toEqual(['succeeded', both('failed')]);
    const checked = await check(shop.context(), shop.pipeline(), {
      parameters: {},
      select: ['silver.big'],
      exclude: [],
      failOn: 'error',
    });
    expect(checked.tables[0]?.checks.find(({ rule }) => rule === 'rowCountDrift')).toMatchObject({
      status: 'failed',
      observed: '391 rows, the median is 96, 307 % off',
    });
  });

  it('of severity error publishes nothing, and the run that failed is no measure for the next', async () => {
    watch('error');
    for (const rows of [100, 101]) await runWith(rows);
    expect((await runWith(400)).record).toMatchObject({ status: 'failed', error: { code: 'AUDIT_FAILED' } });
    expect((await runWith(390)).verdicts).toEqual(both('failed'));
    expect((await runWith(102)).verdicts).toEqual(both('passed'));
  });

  it('has no history again where the records were removed', async () => {
    watch('error');
    for (const rows of [100, 101]) await runWith(rows);
    rmSync(layoutOf(shop.lake, 'shop').runs, { recursive: true });
    const { record, verdicts } = await runWith(400);
    expect([record.status, verdicts]).toEqual(['succeeded', both('no_history')]);
  });
});
