import type { DiffReport, ShownRow, TableDiff } from '@sluice/pipeline';
import type { Io } from '../io.ts';
import { cell } from './cell.ts';
import { outcome, promised, promises, remarks, verdict } from './diff-words.ts';
import { count } from './format.ts';
import { where } from './where.ts';
import { cut } from './width.ts';

const MARKS = {
  identical: ['=', 'dim'],
  equal: ['=', 'green'],
  different: ['~', 'yellow'],
  added: ['+', 'green'],
  removed: ['−', 'red'],
} as const;
const PROMISES = { broken: 'red', loosened: 'yellow', tightened: 'dim' } as const;
const WIDTH = 140;

/** A line for each table, and below one that differs what differs in it, with examples. */
export function renderDiff(report: DiffReport, io: Io): string {
  const { pipeline, dataDir, against, tables } = report;
  const width = Math.max(...tables.map(({ name }) => cell(name).length));
  return [
    `${io.style('bold', pipeline)} ${io.style('dim', '·')} ${where(dataDir)} against ${where(against)}`,
    ...tables.flatMap((table) => renderTable(table, width, io)),
    io.style([report.different ? 'yellow' : 'green', 'bold'], verdict(report)),
  ].join('\n');
}

function renderTable(table: TableDiff, width: number, io: Io): readonly string[] {
  const [mark, color] = MARKS[table.different && table.status === 'equal' ? 'different' : table.status];
  return [
    `${io.style(color, mark)} ${cell(table.name).padEnd(width)}  ${outcome(table)}`,
    ...promises(table).map((change) => `    ${io.style(PROMISES[change.kind], cell(promised(change)))}`),
    ...remarks(table).map((remark) => `    ${io.style('dim', cell(remark))}`),
    ...details(table).map((line) => cut(`    ${line}`, io.width ?? WIDTH)),
  ];
}

function details({ values }: TableDiff): readonly string[] {
  if (values === undefined) return [];
  return [
    ...values.columns.flatMap(({ name, changed, samples }) => [
      `${cell(name)}: ${count(changed)} changed`,
      ...samples.map((change) => `  ${row(change.key)}: ${value(change.old)} → ${value(change.new)}`),
    ]),
    ...values.addedSamples.map((added) => `+ ${row(added)}`),
    ...values.removedSamples.map((removed) => `− ${row(removed)}`),
  ];
}

function row(shown: ShownRow): string {
  return Object.entries(shown)
    .map(([name, text]) => `${cell(name)} ${value(text)}`)
    .join(', ');
}

function value(text: string | null): string {
  return text === null ? 'null' : text === '' ? '""' : cell(text);
}
