import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { layoutOf, listRuns, readRecord, type RunRecord } from '@sluice/pipeline';
import { bareMedallion } from './bare-medallion.ts';
import { measure, median, rounded } from './measured-process.ts';

/**
 * Medallion as a whole process, from the shell to its exit, and beside it a bare script with the same generation,
 * models, order, COPYs and audit queries; the two in turn, so that the ratio holds on a noisy machine. Prints JSON.
 */
const { values } = parseArgs({
  options: {
    transactions: { type: 'string', default: '50000' },
    runs: { type: 'string', default: '5' },
    'memory-limit': { type: 'string' },
    threads: { type: 'string' },
    'no-bare': { type: 'boolean', default: false },
  },
});
const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const sluice = join(workspace, 'node_modules', '.bin', 'sluice');
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
const limits = [
  ...(values['memory-limit'] === undefined ? [] : ['--memory-limit', values['memory-limit']]),
  ...(values.threads === undefined ? [] : ['--threads', values.threads]),
];

async function sluiceRun(turn: number): Promise<{ seconds: number; peakRssBytes: number; record: RunRecord }> {
  const lake = join(folder, `lake-${String(turn)}`);
  const args = [
    'run',
    'medallion',
    '--transactions',
    values.transactions,
    '--as-of',
    '2026-01-01',
    '--data-dir',
    lake,
    '--output',
    'json',
    ...limits,
  ];
  const { seconds, peakRssBytes, exitCode, stderr } = await measure(sluice, args);
  if (exitCode !== 0) throw new Error(`sluice exited with ${String(exitCode)}: ${stderr}`);
  const layout = layoutOf(lake, 'medallion');
  const [runId = ''] = await listRuns(layout);
  const record = await readRecord(layout, runId);
  rmSync(lake, { recursive: true, force: true });
  return { seconds, peakRssBytes, record };
}

const sum = (numbers: readonly (number | undefined)[]): number =>
  numbers.reduce<number>((total, each) => total + (each ?? 0), 0);

try {
  const whole: number[] = [];
  const bare: number[] = [];
  const peaks: number[] = [];
  let { record } = await sluiceRun(0);
  const bareRun = values['no-bare'] ? undefined : await bareMedallion(record, join(folder, 'bare'), workspace);
  for (let turn = 1; turn <= Number(values.runs); turn += 1) {
    const run = await sluiceRun(turn);
    record = run.record;
    whole.push(run.seconds);
    peaks.push(run.peakRssBytes);
    if (bareRun !== undefined) bare.push(await bareRun());
  }
  const stage = sum(record.tables.map(({ stageSeconds }) => stageSeconds));
  const audit = sum(record.tables.map(({ auditSeconds }) => auditSeconds));
  const rows = sum(record.tables.map((table) => table.rows.published));
  const seconds = median(whole);
  const report = {
    benchmark: 'medallion',
    transactions: Number(values.transactions),
    rows,
    seconds: rounded(seconds),
    secondsMinimum: rounded(Math.min(...whole)),
    secondsMaximum: rounded(Math.max(...whole)),
    rowsPerSecond: Math.round(rows / seconds),
    peakRssBytes: Math.max(...peaks),
    spilledBytes: record.spilledBytes ?? 0,
    auditShare: rounded(audit / (audit + stage)),
    ...(bare.length > 0 && {
      bareSeconds: rounded(median(bare)),
      ratioToBare: rounded(median(whole.map((each, turn) => each / (bare[turn] ?? Number.NaN)))),
    }),
    environment: record.environment,
  };
  console.log(JSON.stringify(report, undefined, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
