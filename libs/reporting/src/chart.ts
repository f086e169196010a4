import { compileSchema } from '@sluice/core';
import type { ChartRecord } from './record.ts';
import schema from './run-record.schema.json' with { type: 'json' };

const charts = compileSchema<ChartRecord>(schema.$defs.chart);

/**
 * Reads the custom property `chart` of a contract.
 * @param columns  those that may be shown: a chart never names a personal one
 * @returns nothing where none is declared
 */
export function readChart(
  declared: unknown,
  columns: readonly string[],
): { readonly chart: ChartRecord } | { readonly problem: string } | Readonly<Record<string, never>> {
  if (declared === undefined) return {};
  const checked = charts.check(declared);
  if (!checked.ok) {
    return { problem: checked.problems.map(({ path, message }) => `${path} ${message}`.trim()).join('; ') };
  }
  const { x, y, series } = checked.value;
  const hidden = [x, y, series].filter((name) => name !== undefined && !columns.includes(name));
  if (hidden.length > 0) return { problem: `${hidden.join(', ')} is no column that may be shown` };
  return { chart: checked.value };
}
