import { flagName, type ParameterValues, type Pipeline } from '@sluice/pipeline';
import type { Io } from '../io.ts';
import { count } from './format.ts';

/** Name and summary, and on a second line the parameters: `as-of 2026-01-01 · customers 10,000 · …` */
export function heading(
  { name: pipeline, summary }: Pick<Pipeline, 'name' | 'summary'>,
  parameters: ParameterValues,
  io: Io,
): string {
  const values = Object.entries(parameters).map(([name, value]) => {
    const shown = typeof value === 'number' && name !== 'seed' ? count(value) : String(value);
    return `${flagName(name).slice(2)} ${shown}`;
  });
  return `${io.style('bold', pipeline)} · ${summary}\n${io.style('dim', values.join(' · '))}`;
}
