import { formatBytes } from '@sluice/core';
import type { MaintainedTable, MaintainReport } from '@sluice/pipeline';
import type { Io } from '../io.ts';
import { counted } from './format.ts';

/** A line for each table and one for each thing that was done with it, or would be. */
export function renderMaintained({ pipeline, dryRun, tables }: MaintainReport, io: Pick<Io, 'style'>): string {
  if (tables.length === 0) return `${io.style('bold', pipeline)}: no Delta table`;
  return tables
    .map((table) => [`${io.style('bold', table.name)}: version ${table.version}`, ...lines(table, dryRun)].join('\n  '))
    .join('\n');
}

function lines(table: MaintainedTable, dryRun: boolean): readonly string[] {
  const { packed, checkpoint, log, removed, readers, late } = table;
  const did = (past: string, verb: string): string => (dryRun ? `would ${verb}` : past);
  const rows = packed.rows === undefined ? '' : ` of ${counted(packed.rows, 'row')}`;
  const done = [
    ...(packed.files === 0
      ? []
      : [
          `${did('packed', 'pack')} ${counted(packed.files, 'file')}${rows} (${formatBytes(packed.bytes)}) into ${packed.into}`,
        ]),
    ...(checkpoint === undefined ? [] : [`${did('wrote', 'write')} a checkpoint of version ${checkpoint}`]),
    ...(log.files === 0
      ? []
      : [`${did('removed', 'remove')} ${counted(log.files, 'file')} of the log (${formatBytes(log.bytes)})`]),
    ...(removed.files === 0
      ? []
      : [`${did('removed', 'remove')} ${counted(removed.files, 'data file')} (${formatBytes(removed.bytes)})`]),
  ];
  return [
    ...(done.length === 0 ? ['nothing to do'] : done),
    ...readers.map(({ name, version }) => `kept what ${name} has yet to read since version ${version}`),
    ...late.map((name) => `${name} last read a version that is gone from the log, and will read the table in full`),
  ];
}
