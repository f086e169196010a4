import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import { describe, expect, it } from 'vitest';
import { invoiceInvoices } from '../src/index.ts';

/** The most bytes that DuckDB's buffers held while it wrote so many invoices. */
async function peakOf(invoices: number): Promise<number> {
  const scratch = await mkdtemp(join(tmpdir(), 'sluice-generators-'));
  const engine = await openDuckDb({ threads: 2, memoryLimit: 2_000_000_000, spillDirectory: join(scratch, 'spill') });
  try {
    const session = await engine.connect();
    const { setup, select } = invoiceInvoices.emit({ invoices, accounts: 1000, seed: 42, asOf: '2026-01-01' }, scratch);
    for (const statement of setup) await session.execute(statement);
    const profile = join(scratch, 'profile.json');
    // The parallel writer with one worker: what it holds then depends on no other thread's pace.
    await session.execute('SET external_threads = 2');
    await session.execute("PRAGMA enable_profiling = 'json'");
    await session.execute(`SET profiling_output = '${profile}'`);
    await session.execute(`SET custom_profiling_settings = '{"SYSTEM_PEAK_BUFFER_MEMORY": "true"}'`);
    await session.writeParquet(select, join(scratch, 'table.parquet'), {});
    session.close();
    const [, peak] = /"system_peak_buffer_memory": (\d+)/.exec(await readFile(profile, 'utf8')) ?? [];
    return Number(peak);
  } finally {
    engine.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

describe('the memory that a generator takes', () => {
  it('is the same for four times as many rows', async () => {
    const few = await peakOf(1_000_000);
    const many = await peakOf(4_000_000);
    expect(few).toBeGreaterThan(0);
    expect(many).toBeLessThan(1.1 * few);
  }, 120_000);
});
