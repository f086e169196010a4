import { formatLocation } from '@sluice/core';
import { escapeMarkup } from './html.ts';
import type { CheckRecord, RunRecord, TableRecord } from './record.ts';
import { cellText, cut } from './text.ts';
import { inWords } from './troubles.ts';
import { weightOf } from './weight.ts';

/** Runs as JUnit XML: a suite for each table, a case for each check; a run that failed otherwise is a suite of its own. */
export function junit(runs: readonly RunRecord[]): string {
  const suites = runs.flatMap((run) => [
    ...run.tables.filter(({ checks }) => checks.length > 0).map((table) => suite(run, table)),
    ...failure(run),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

function suite({ pipeline, startedAt }: RunRecord, { name, checks }: TableRecord): string {
  const blocking = checks.filter(isFailure).length;
  const errors = checks.filter(isError).length;
  const skipped = checks.filter(isMild).length;
  const seconds = checks.reduce((sum, check) => sum + check.seconds, 0);
  const cases = checks.map((check) => testCase(`${pipeline}.${name}`, check));
  return `<testsuite name="${text(`${pipeline}.${name}`)}" tests="${checks.length}" failures="${blocking}" errors="${errors}" skipped="${skipped}" time="${seconds.toFixed(3)}" timestamp="${text(startedAt.slice(0, 19))}" hostname="localhost">\n${cases.join('\n')}\n</testsuite>`;
}

function isFailure({ status, severity }: CheckRecord): boolean {
  return status === 'failed' && severity === 'error';
}

function isError({ status, severity }: CheckRecord): boolean {
  return status === 'not_evaluated' && severity === 'error';
}

/** What does not hold and stops nothing. */
function isMild(check: CheckRecord): boolean {
  const weight = weightOf(check);
  return weight !== undefined && weight !== 'error';
}

function testCase(suiteName: string, check: CheckRecord): string {
  const open = `<testcase name="${text(cut(check.rule, 300))}" classname="${text(suiteName)}" time="${check.seconds.toFixed(3)}"`;
  if (check.status === 'passed') return `${open}/>`;
  const message = text(cut(inWords(check), 1000));
  if (isMild(check)) return `${open}><skipped message="${message}"/></testcase>`;
  const element = isFailure(check) ? 'failure' : 'error';
  return `${open}><${element} message="${message}" type="${text(check.type)}">${text(details(check))}</${element}></testcase>`;
}

function details({ examples, location }: CheckRecord): string {
  const rows = examples.map((row) =>
    Object.entries(row)
      .map(([name, value]) => `${name}=${cellText(value)}`)
      .join(' '),
  );
  return [formatLocation(location), ...rows].join('\n');
}

function failure({ pipeline, error, tables, startedAt }: RunRecord): readonly string[] {
  if (error === undefined || tables.some(({ checks }) => checks.some((check) => isFailure(check) || isError(check))))
    return [];
  const body = `<testcase name="run" classname="${text(pipeline)}" time="0"><error message="${text(cut(error.code, 300))}" type="${text(error.code)}">${text(cut(error.message, 8000))}</error></testcase>`;
  return [
    `<testsuite name="${text(pipeline)}" tests="1" failures="0" errors="1" skipped="0" time="0" timestamp="${text(startedAt.slice(0, 19))}" hostname="localhost">\n${body}\n</testsuite>`,
  ];
}

function text(value: string): string {
  return escapeMarkup(value);
}
