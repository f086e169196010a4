import { customPropertiesSchema } from '../odcs/common.ts';
import { didYouMean, show } from '../problems.ts';
import type { Incremental, TableFormat } from '../format.ts';
import type { QuarantineBudget } from '../quarantine.ts';
import type { Path } from '../source.ts';
import { readIncremental } from './incremental.ts';
import { columnOf, type RuleTable } from './table.ts';

export interface TableSettings {
  readonly format: TableFormat;
  readonly incremental: Incremental | undefined;
  readonly orderedBy: readonly string[] | undefined;
  readonly chart: unknown;
  readonly quarantine: QuarantineBudget;
}

const ours = ['format', 'orderedBy', 'incremental', 'chart', 'quarantine.maxFraction', 'quarantine.maxRows'];

/** What Sluice reads of a table's `customProperties`. Others are kept, unless one looks like a misspelt name of ours. */
export function readSettings(table: RuleTable, written: unknown, path: Path): TableSettings {
  const { problems } = table;
  const checked = customPropertiesSchema.check(written ?? []);
  const properties = checked.ok ? checked.value : [];
  const values = new Map<string, unknown>();
  for (const [index, { property, value }] of properties.entries()) {
    const at: Path = [...path, index, 'value'];
    if (values.has(property)) problems.report([...path, index], `${property} is given twice`);
    values.set(property, value);
    if (property === 'format') checkFormat(table, value, at);
    else if (property === 'quarantine.maxFraction') checkNumber(table, value, at, 1);
    else if (property === 'quarantine.maxRows') checkNumber(table, value, at, Number.MAX_SAFE_INTEGER);
    else if (!ours.includes(property)) {
      const hint = didYouMean(property, ours);
      if (hint !== '') problems.report([...path, index, 'property'], `${property} is not known${hint}`);
    }
  }
  const valueAt = (name: string): Path => [...path, properties.findIndex(({ property }) => property === name), 'value'];
  const format = values.get('format') === 'delta' ? 'delta' : 'parquet';
  return {
    format,
    incremental: readIncremental(table, format, values.get('incremental'), valueAt('incremental')),
    orderedBy: readOrder(table, values.get('orderedBy'), valueAt('orderedBy')),
    chart: values.get('chart'),
    quarantine: readBudget(values.get('quarantine.maxFraction'), values.get('quarantine.maxRows')),
  };
}

function readBudget(maxFraction: unknown, maxRows: unknown): QuarantineBudget {
  return {
    ...(typeof maxFraction === 'number' && { maxFraction }),
    ...(typeof maxRows === 'number' && { maxRows }),
  };
}

function checkFormat({ problems }: RuleTable, value: unknown, path: Path): void {
  if (value === 'parquet' || value === 'delta') return;
  if (value === 'iceberg') problems.report(path, 'the format iceberg is not supported yet; expected parquet or delta');
  else problems.report(path, `expected the format parquet or delta, got ${show(value)}`);
}

function checkNumber({ problems }: RuleTable, value: unknown, path: Path, most: number): void {
  if (typeof value !== 'number' || value < 0 || value > most)
    problems.report(path, `expected a number from 0 to ${String(most)}, got ${show(value)}`);
}

function readOrder(table: RuleTable, value: unknown, path: Path): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.length === 0 || !value.every((name) => typeof name === 'string')) {
    table.problems.report(path, `expected a list of columns, got ${show(value)}`);
    return undefined;
  }
  const names: readonly string[] = value;
  return names.every((name, index) => columnOf(table, name, [...path, index]) !== undefined) ? names : undefined;
}
