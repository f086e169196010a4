import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createLogger, systemClock } from '@sluice/core';
import { definePipeline, integer, run, source, type RunContext } from '@sluice/pipeline';
import { rounded } from './measured-process.ts';

/**
 * What auditing a table costs beside writing it, with no bad row and with one in a hundred, which is set aside: seconds of
 * the run record, the median of several runs. Writing is staging: read, sort, write as Parquet, hash, sync.
 * Prints JSON; ratios of one call may be compared, seconds of two may not.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '5000000' },
    runs: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    'memory-limit': { type: 'string', default: '4000000000' },
  },
});

const TABLE = 'silver.payments';
const COLUMNS = [
  "{ name: payment_id, logicalType: string, primaryKey: true, logicalTypeOptions: { pattern: '^P[0-9]{8}$' } }",
  '{ name: customer_id, logicalType: integer, required: true, logicalTypeOptions: { minimum: 1 } }',
  "{ name: amount, logicalType: number, physicalType: 'DECIMAL(12,2)', required: true, logicalTypeOptions: { exclusiveMinimum: 0 } }",
  '{ name: currency, logicalType: string, required: true, quality: [{ type: library, metric: invalidValues, arguments: { validValues: [CHF, EUR, USD] }, mustBe: 0 }] }',
  '{ name: note, logicalType: string, logicalTypeOptions: { maxLength: 40 } }',
  '{ name: paid_at, logicalType: timestamp, physicalType: TIMESTAMP, required: true }',
  '{ name: settled_on, logicalType: date, required: true }',
  '{ name: fee, logicalType: number, required: true, logicalTypeOptions: { minimum: 0, maximum: 1 } }',
];

function contract(table: string, columns: readonly string[], budget = ''): string {
  return `apiVersion: v3.1.0
kind: DataContract
id: bench.${table}
version: 1.0.0
status: active
schema:
  - name: ${table}
    properties:
${columns.map((column) => `      - ${column}`).join('\n')}
${budget}`;
}

const SQL = `SELECT 'P' || lpad(CAST(i AS VARCHAR), 8, '0') AS payment_id, CAST(hash(i) % 100000 + 1 AS BIGINT) AS customer_id,
  CAST(CASE WHEN i % 100 < (SELECT bad FROM run.parameters) THEN -1 ELSE hash(i, 1) % 1000000 / 100 + 0.01 END AS DECIMAL(12,2)) AS amount,
  ['CHF', 'EUR', 'USD'][CAST(hash(i, 2) % 3 + 1 AS BIGINT)] AS currency, 'order ' || CAST(hash(i, 3) % 1000000 AS VARCHAR) AS note,
  TIMESTAMP '2026-01-01' + to_seconds(CAST(i AS BIGINT)) AS paid_at, CAST(DATE '2026-01-01' + CAST(i % 365 AS INTEGER) AS DATE) AS settled_on,
  CAST(hash(i, 4) % 1000 AS DOUBLE) / 1000 AS fee
FROM bronze.numbers
`;

const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
const models = join(folder, 'models');
mkdirSync(join(models, 'bronze'), { recursive: true });
mkdirSync(join(models, 'silver'));
writeFileSync(
  join(models, 'bronze/numbers.odcs.yaml'),
  contract('numbers', ['{ name: i, logicalType: integer, primaryKey: true }']),
);
writeFileSync(join(models, 'silver/payments.sql'), SQL);
const budget = '    customProperties: [{ property: quarantine.maxFraction, value: 0.02 }]\n';
writeFileSync(join(models, 'silver/payments.odcs.yaml'), contract('payments', COLUMNS, budget));

const pipeline = definePipeline({
  name: 'bench',
  summary: 'One table whose rows are judged',
  params: {
    rows: integer({ default: 1, describe: 'rows' }),
    bad: integer({ default: 0, describe: 'bad rows of 100' }),
  },
  sources: {
    'bronze.numbers': source<{ readonly rows: number }>({
      generate: {
        name: 'numbers',
        describe: 'A number.',
        emit: ({ rows }) => ({
          setup: [],
          rows,
          select: `SELECT CAST(i AS BIGINT) AS i FROM range(${String(rows)}) AS numbers(i)`,
        }),
      },
    }),
  },
  models: pathToFileURL(`${models}/`),
});

const logger = await createLogger({ level: 'error', pretty: false, stream: new PassThrough().resume() });
const context: RunContext = {
  workspace: folder,
  dataDir: join(folder, 'lake'),
  clock: systemClock,
  logger,
  limits: { threads: Number(values.threads), memoryLimit: Number(values['memory-limit']) },
};

interface Figures {
  readonly writeSeconds: number;
  readonly auditSeconds: number;
  readonly quarantined: number;
}

async function measured(bad: number): Promise<Figures> {
  const record = await run(context, pipeline, {
    ...{ parameters: { rows: values.rows, bad }, select: [TABLE], exclude: [], fullRefresh: true, inputDir: undefined },
    ...{ dryRun: false, failFast: false, failOn: 'error', publish: 'run' },
  });
  const table = record.tables.find(({ name }) => name === TABLE);
  if (record.status !== 'succeeded' || table === undefined) throw new Error(record.error?.message ?? 'the run failed');
  const { stageSeconds = 0, auditSeconds = 0, rows } = table;
  return { writeSeconds: stageSeconds, auditSeconds, quarantined: rows.quarantined };
}

/** The run of the median audit. */
async function median(bad: number): Promise<Figures & { readonly auditToWrite: number; readonly bothToWrite: number }> {
  const all: Figures[] = [];
  for (let turn = 0; turn < Number(values.runs); turn += 1) all.push(await measured(bad));
  const middle = (of: (figures: Figures) => number): number =>
    all.map(of).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  const writeSeconds = middle((figures) => figures.writeSeconds);
  const auditSeconds = middle((figures) => figures.auditSeconds);
  return {
    quarantined: all[0]?.quarantined ?? 0,
    writeSeconds: rounded(writeSeconds),
    auditSeconds: rounded(auditSeconds),
    auditToWrite: rounded(auditSeconds / writeSeconds),
    bothToWrite: rounded((writeSeconds + auditSeconds) / writeSeconds),
  };
}

try {
  await run(context, pipeline, {
    ...{
      parameters: { rows: values.rows },
      select: ['bronze.numbers'],
      exclude: [],
      fullRefresh: false,
      inputDir: undefined,
    },
    ...{ dryRun: false, failFast: false, failOn: 'error', publish: 'run' },
  });
  const report = {
    benchmark: 'quarantine',
    rows: Number(values.rows),
    threads: Number(values.threads),
    runs: Number(values.runs),
    noneBad: await median(0),
    oneInAHundred: await median(1),
  };
  console.log(JSON.stringify(report, undefined, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
