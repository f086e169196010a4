import { divideHalfUp, moneyAverage, moneyRatio, moneyRound, moneyUnits } from './money.ts';
import { cleanId, oneLine, segment } from './text.ts';
import { daysBetween, hourOfDay, isoDayOfWeek, isWeekend, utcDate } from './time.ts';
import type { Transform } from './transform.ts';

/** Every transform, each after those that it calls. */
export const transforms: readonly Transform[] = [
  divideHalfUp,
  moneyUnits,
  moneyRatio,
  moneyAverage,
  moneyRound,
  utcDate,
  hourOfDay,
  isoDayOfWeek,
  isWeekend,
  daysBetween,
  oneLine,
  cleanId,
  segment,
];

/**
 * One `CREATE OR REPLACE MACRO` per transform, in an order in which they can be run.
 * A macro is an expression that DuckDB inlines: it costs what the expression costs.
 */
export function macroStatements(): string[] {
  return transforms.map(({ name, parameters, duckdb }) => {
    const names = parameters.map((parameter) => parameter.name).join(', ');
    return `CREATE OR REPLACE MACRO ${name}(${names}) AS ${duckdb}`;
  });
}

/**
 * The transforms among the functions that a model calls, and those that they call in turn, in catalogue order.
 * @param functions  Names in any case; those that are no transforms are passed over.
 */
export function transformsUsed(functions: ReadonlySet<string>): readonly Transform[] {
  const used = new Set([...functions].map((name) => name.toLowerCase()));
  // From the last to the first: a transform stands after those that it calls.
  for (const transform of transforms.toReversed()) {
    if (used.has(transform.name)) for (const name of calledBy(transform)) used.add(name);
  }
  return transforms.filter(({ name }) => used.has(name));
}

function calledBy({ duckdb, spark }: Transform): string[] {
  return Array.from(`${duckdb} ${spark}`.matchAll(/\b([a-z_0-9]+)\(/gu), ([, name = '']) => name);
}
