import { formatLocation } from '@sluice/core';
import type { FixtureReport, FixtureResult } from '@sluice/pipeline';
import type { Row } from '@sluice/engine';
import type { Io } from '../io.ts';
import { counted, duration } from './format.ts';
import { renderRows } from './table.ts';

/** A line for each case, and below a case that failed every row that is missing (−) or too many (+). */
export function renderFixtures({ pipeline, results, without }: FixtureReport, io: Io): string {
  const failed = results.filter(({ status }) => status === 'failed').length;
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  const word = failed === 0 ? io.style(['green', 'bold'], 'all hold') : io.style(['red', 'bold'], `${failed} failed`);
  return [
    io.style('bold', pipeline),
    ...results.map((result) => renderCase(result, io)),
    ...(without.length === 0 ? [] : [`${io.style('yellow', 'no fixture')} ${without.join(', ')}`]),
    `${counted(results.length, 'case')}, ${word}, ${duration(seconds)}`,
  ].join('\n');
}

function renderCase(result: FixtureResult, io: Io): string {
  const { table, name, location, status } = result;
  if (status === 'passed') return `${io.style('green', '✔')} ${table}  ${name}`;
  const title = `${io.style('red', '✖')} ${table}  ${name}  ${io.style('dim', formatLocation(location))}`;
  const detail =
    result.error === undefined ? renderDifference(result, io) : `${result.error.code} ${result.error.message}`;
  return `${title}\n${detail.replace(/^/gmu, '  ')}`;
}

function renderDifference({ missing, unexpected }: FixtureResult, io: Io): string {
  const rows: readonly Row[] = [
    ...missing.map((row) => ({ ' ': '− expected', ...row })),
    ...unexpected.map((row) => ({ ' ': '+ got', ...row })),
  ];
  const [first] = rows;
  return renderRows(first === undefined ? [] : Object.keys(first), rows, io);
}
