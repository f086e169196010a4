import { compileSchema, type Schema } from '@sluice/core';
import type { Incremental, TableFormat } from '../format.ts';
import { closed, listOf, name } from '../odcs/common.ts';
import type { Path } from '../source.ts';
import { columnOf, type RuleTable } from './table.ts';

const incrementalSchema: Schema<{ readonly mode: Incremental['mode']; readonly by?: readonly string[] }> =
  compileSchema(closed({ mode: { enum: ['append', 'merge', 'replace'] }, by: listOf(name) }, ['mode']));

/** Reads the custom property `incremental`; reports what does not fit the table. */
export function readIncremental(
  table: RuleTable,
  format: TableFormat,
  value: unknown,
  path: Path,
): Incremental | undefined {
  const { problems } = table;
  if (value === undefined || !problems.check(incrementalSchema, path, value)) return undefined;
  if (format === 'parquet') {
    problems.report(
      path,
      'a parquet table has no incremental mode; the property format with the value delta gives one',
    );
    return undefined;
  }
  const { mode, by = [] } = value;
  if (mode === 'append' && by.length > 0) problems.report([...path, 'by'], 'the mode append has no columns to go by');
  if (mode !== 'append' && by.length === 0) problems.report(path, `the mode ${mode} needs by, a list of columns`);
  const known = by.filter((column, index) => columnOf(table, column, [...path, 'by', index]) !== undefined);
  return known.length === by.length ? { mode, by } : undefined;
}
