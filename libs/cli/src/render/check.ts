import { checkLine, type CheckedStore, type CheckedTable, type CheckReport } from '@sluice/pipeline';
import type { Io } from '../io.ts';
import { count, counted } from './format.ts';
import { where } from './where.ts';

/** A line for each published table, and below it every check that did not hold. */
export function renderCheck({ pipeline, asOf, tables, stores, unpublished }: CheckReport, io: Io): string {
  const width = Math.max(...tables.map(({ name }) => name.length));
  const checks = tables.flatMap((table) => table.checks);
  const failed = checks.filter(({ status }) => status !== 'passed').length;
  return [
    `${io.style('bold', pipeline)} ${io.style('dim', '·')} as-of ${asOf}`,
    ...tables.map((table) => renderTable(table, width, io)),
    ...stores.map((store) => renderStore(store, io)),
    ...(unpublished.length === 0 ? [] : [`${io.style('yellow', 'not published')} ${unpublished.join(', ')}`]),
    `${counted(checks.length, 'check')}, ${failed === 0 ? io.style(['green', 'bold'], 'all hold') : io.style(['red', 'bold'], `${count(failed)} did not hold`)}`,
  ].join('\n');
}

function renderStore({ table, path, rows }: CheckedStore, io: Io): string {
  const held = rows === undefined ? 'differs' : `holds the same ${counted(rows, 'row')}`;
  return `${rows === undefined ? io.style('red', '✖') : io.style('green', '✔')} ${table} in ${where(path)} ${held}`;
}

function renderTable({ name, rows, checks }: CheckedTable, width: number, io: Io): string {
  const failed = checks.filter(({ status }) => status !== 'passed');
  const mark = failed.length === 0 ? io.style('green', '✔') : io.style('red', '✖');
  const lines = failed.map(
    (result) => `    ${io.style(result.severity === 'error' ? 'red' : 'yellow', result.severity)} ${checkLine(result)}`,
  );
  return [
    `${mark} ${name.padEnd(width)}  ${counted(rows, 'row').padStart(16)}  ${counted(checks.length, 'check')}`,
    ...lines,
  ].join('\n');
}
