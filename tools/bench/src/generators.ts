import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDuckDb } from '@sluice/engine';
import { retailTransactions } from '@sluice/generators';
import { measure, rounded } from './measured-process.ts';

/**
 * Generates transactions and writes them as Parquet (zstd), each volume in a process of its own, and prints JSON.
 * `--rows 100000,1000000,10000000` are the volumes; `--rows 100000000` is meant for patient people.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000,1000000,10000000' },
    threads: { type: 'string', default: '2' },
    'memory-limit': { type: 'string', default: '4000000000' },
  },
});

interface Figures {
  readonly rows: number;
  readonly seconds: number;
  readonly rows_per_second: number;
  readonly bytes: number;
  /** Of the whole process, its start included. */
  readonly cpu_seconds: number;
  readonly peak_rss_bytes: number;
}

async function generate(transactions: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  const engine = await openDuckDb({
    threads: Number(values.threads),
    memoryLimit: Number(values['memory-limit']),
    spillDirectory: join(folder, 'spill'),
  });
  try {
    const session = await engine.connect();
    const began = performance.now();
    const sizes = { transactions, customers: 10_000, products: 200, seed: 42, asOf: '2026-01-01' };
    const { setup, select } = retailTransactions.emit(sizes, folder);
    for (const statement of setup) await session.execute(statement);
    const { rows, bytes } = await session.writeParquet(select, join(folder, 'transactions.parquet'), {});
    const seconds = (performance.now() - began) / 1000;
    session.close();
    return {
      rows,
      seconds: rounded(seconds),
      rows_per_second: Math.round(rows / seconds),
      bytes,
      cpu_seconds: rounded((process.resourceUsage().userCPUTime + process.resourceUsage().systemCPUTime) / 1_000_000),
      peak_rss_bytes: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inOwnProcess(rows: string): Promise<unknown> {
  const limits = ['--threads', values.threads, '--memory-limit', values['memory-limit']];
  const [, script = ''] = process.argv;
  const { exitCode, stdout, stderr } = await measure(process.execPath, [script, '--rows', rows, ...limits]);
  if (exitCode !== 0) throw new Error(`generating ${rows} rows ended with ${String(exitCode)}: ${stderr}`);
  return JSON.parse(stdout);
}

const volumes = values.rows.split(',');
const [first = '', ...more] = volumes;
if (more.length === 0) {
  console.log(JSON.stringify(await generate(Number(first)), undefined, 2));
} else {
  const figures: unknown[] = [];
  for (const rows of volumes) figures.push(await inOwnProcess(rows));
  console.log(JSON.stringify({ benchmark: 'generators', threads: Number(values.threads), figures }, undefined, 2));
}
