import { EXIT, type ExitCode } from '@sluice/core';
import type { Row, Value } from '@sluice/engine';
import { type QuarantineRows, showQuarantine } from '@sluice/pipeline';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { runContext } from '../options.ts';
import { cell } from '../render/cell.ts';
import { count, counted } from '../render/format.ts';
import { where } from '../render/where.ts';
import { findTable } from './find.ts';

const SHOWN = 20;

/** Shows the rows of a table that one run set aside, with every reason. */
export async function showAside(context: CommandContext): Promise<ExitCode> {
  const { io, flags } = context;
  const limit = limitOf(flags.text('limit'));
  const { pipeline, table } = await findTable(context);
  const rows = await showQuarantine(await runContext(context), pipeline, table, { runId: flags.text('run'), limit });
  if (flags.text('output') === 'json') io.printJson({ pipeline: pipeline.name, ...rows });
  else io.print(render(rows, io));
  return EXIT.done;
}

function render({ table, rows, runId, path, shown }: QuarantineRows, io: CommandContext['io']): string {
  const more = rows > shown.length ? [io.style('dim', `… ${counted(rows - shown.length, 'more row')}`)] : [];
  return [
    `${io.style('bold', table)}: ${counted(rows, 'row')} set aside by run ${runId}`,
    ...shown.flatMap((row) => rowLines(row, io)),
    ...more,
    `All values lie in ${where(path)}`,
  ].join('\n');
}

function rowLines(row: Row, io: CommandContext['io']): readonly string[] {
  const { file, line, record } = row;
  const place =
    file === null || file === undefined
      ? 'a row that SQL made'
      : `${cell(file)}${line === null ? `, record ${cell(record)}` : `:${cell(line)}`}`;
  const id = row['quarantine_id'];
  const values = Object.entries(recordOf(row['row'])).map(([name, value]) => `${name}=${cell(value)}`);
  const content = values.length > 0 ? values.join(' ') : cell(row['raw']);
  return [
    '',
    `${io.style('bold', typeof id === 'string' ? id : '–')}  ${io.style('dim', place)}`,
    `  ${content}`,
    ...reasonsOf(row['reasons']).map(
      ({ rule, expected }) => `  ${io.style('red', cell(rule))} expected ${cell(expected)}`,
    ),
  ];
}

function recordOf(value: Value | undefined): Row {
  return isRow(value) ? value : {};
}

function reasonsOf(value: Value | undefined): readonly Row[] {
  return Array.isArray(value) ? value.map((reason: Value) => recordOf(reason)) : [];
}

function isRow(value: Value | undefined): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return SHOWN;
  if (!/^\d{1,6}$/u.test(text))
    throw new UsageError(
      `--limit must be a whole number, got ${JSON.stringify(text)}; ${count(SHOWN)} is the default.`,
    );
  return Number(text);
}
