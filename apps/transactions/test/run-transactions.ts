import { trialOf } from '@sluice/testing/trial';
import transactions from '../pipeline.ts';

/** The pipeline as of 2026-01-05. */
export const trial = trialOf(transactions, { asOf: '2026-01-05' });
export const { run: runTransactions } = trial;
