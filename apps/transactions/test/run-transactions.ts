import { fileURLToPath } from 'node:url';
import { createLogger, fixedClock } from '@sluice/core';
import { run, type RunContext, type RunOptions, type RunRecord } from '@sluice/pipeline';
import transactions from '../pipeline.ts';

export const workspace = fileURLToPath(new URL('../../../', import.meta.url));

interface Setting {
  readonly threads?: number;
  /** Another folder of models than the pipeline's own. */
  readonly models?: URL;
}

/** Runs the pipeline as of 2026-01-05 on the lake `dataDir`. */
export async function runTransactions(dataDir: string, given: Partial<RunOptions> & Setting = {}): Promise<RunRecord> {
  const { threads, models = transactions.models, parameters, ...options } = given;
  return run(
    await contextOf(dataDir, threads),
    { ...transactions, models },
    {
      select: [],
      exclude: [],
      parameters: { asOf: '2026-01-05', ...parameters },
      fullRefresh: false,
      inputDir: undefined,
      dryRun: false,
      failFast: false,
      failOn: 'error',
      publish: 'run',
      ...options,
    },
  );
}

export async function contextOf(dataDir: string, threads = 2): Promise<RunContext> {
  return {
    workspace,
    dataDir,
    clock: fixedClock('2026-01-05T12:00:00Z'),
    logger: await createLogger({ level: 'fatal', pretty: false, stream: process.stderr }),
    limits: { threads },
  };
}
