import type { CheckRecord, RunRecord, TableRecord } from '../src/index.ts';

/** One run of a shop of two tables; what a test is about is given on top. */
export function runRecord(number: number, facts: Partial<RunRecord> = {}): RunRecord {
  return {
    schemaVersion: 1,
    runId: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    pipeline: 'shop',
    status: 'succeeded',
    startedAt: `2026-01-${String(number).padStart(2, '0')}T12:00:00.000Z`,
    finishedAt: `2026-01-${String(number).padStart(2, '0')}T12:00:01.000Z`,
    seconds: 1,
    asOf: '2026-01-01',
    parameters: { seed: 42 },
    options: { select: [], exclude: [], fullRefresh: false, dryRun: false, publish: 'run', failOn: 'error' },
    environment: { node: 'v20.19.0', platform: 'linux-x64', threads: 2, memoryBytes: 1 },
    tables: [tableRecord(), goldRecord()],
    sinks: [],
    warnings: [],
    ...facts,
  };
}

export function tableRecord(facts: Partial<TableRecord> = {}): TableRecord {
  return {
    name: 'bronze.orders',
    layer: 'bronze',
    kind: 'source',
    state: 'published',
    reason: 'not published yet',
    inputs: [],
    source: 'generated',
    fingerprint: 'a'.repeat(64),
    path: 'shop/bronze/orders.parquet',
    rows: { staged: 1234, published: 1234, quarantined: 0 },
    bytes: 5678,
    columns: [{ name: 'amount', type: 'DECIMAL(12,2)', nulls: 1 }],
    checks: [checkRecord()],
    warnings: [],
    startedAfter: 0.1,
    stageSeconds: 0.3,
    auditStartedAfter: 0.5,
    auditSeconds: 0.1,
    ...facts,
  };
}

export function goldRecord(facts: Partial<TableRecord> = {}): TableRecord {
  return tableRecord({
    name: 'gold.spending',
    layer: 'gold',
    kind: 'model',
    inputs: ['bronze.orders'],
    description: 'Spending by city.',
    columns: [
      { name: 'city', type: 'VARCHAR', nulls: 0 },
      { name: 'total', type: 'DECIMAL(18,2)', nulls: 0 },
    ],
    checks: [],
    charts: [
      {
        ...{ type: 'bar', title: 'Spending by city', x: 'city', y: 'total', unit: 'EUR' },
        points: [
          { x: 'Köln', y: 3400 },
          { x: 'Bern', y: 1200.5 },
        ],
      },
    ],
    preview: {
      columns: ['city', 'total'],
      rows: [
        ['Bern', '1200.50'],
        ['Köln', '3400.00'],
      ],
      truncated: false,
    },
    ...facts,
  });
}

export function checkRecord(facts: Partial<CheckRecord> = {}): CheckRecord {
  return {
    table: 'bronze.orders',
    rule: 'amount.minimum',
    type: 'minimum',
    columns: ['amount'],
    severity: 'error',
    kind: 'row',
    status: 'passed',
    elementCount: 1234,
    unexpectedCount: 0,
    expected: 'amount must be ≥ 0',
    examples: [],
    sql: 'SELECT * FROM bronze.orders WHERE NOT (amount >= 0)',
    seconds: 0.01,
    location: { file: 'apps/shop/models/bronze/orders.odcs.yaml', line: 12 },
    ...facts,
  };
}

export const brokenCheck = checkRecord({ status: 'failed', unexpectedCount: 3, examples: [{ $line: 7, amount: -1 }] });
