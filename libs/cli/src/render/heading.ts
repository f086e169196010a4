import { flagName, type ParameterValues } from '@sluice/pipeline';
import type { Io } from '../io.ts';
import { count } from './format.ts';

/** `medallion · as-of 2026-01-01 · customers 10,000 · …` */
export function heading(pipeline: string, parameters: ParameterValues, io: Io): string {
  const values = Object.entries(parameters).map(([name, value]) => {
    const shown = typeof value === 'number' && name !== 'seed' ? count(value) : String(value);
    return `${flagName(name).slice(2)} ${shown}`;
  });
  return [io.style('bold', pipeline), ...values].join(io.style('dim', ' · '));
}
