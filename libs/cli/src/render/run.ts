import { formatBytes } from '@sluice/core';
import type { PlannedTable, RunRecord, TableRecord, TableState } from '@sluice/pipeline';
import type { Io } from '../io.ts';
import { count, counted, duration } from './format.ts';
import { renderTable } from './table.ts';
import { cut } from './width.ts';
import { where } from './where.ts';

const MARKS = {
  published: ['✔', 'green', ''],
  audited: ['✔', 'green', ''],
  failed: ['✖', 'red', 'failed'],
  skipped: ['=', 'dim', 'unchanged'],
  left: ['·', 'dim', 'not selected'],
  blocked: ['⊘', 'yellow', 'blocked'],
  not_run: ['·', 'yellow', 'not run'],
} as const satisfies Record<TableState, readonly [string, string, string]>;

/** One table of a run on one line: what became of it, rows, checks, seconds. */
export function tableLine(record: TableRecord, nameWidth: number, io: Io): string {
  const [mark, color, word] = MARKS[record.state];
  const { staged } = record.rows;
  const ran = record.stageSeconds !== undefined;
  const parts = ran
    ? [
        counted(staged, 'row').padStart(16),
        checksOf(record).padEnd(22),
        duration((record.stageSeconds ?? 0) + (record.auditSeconds ?? 0)).padStart(8),
      ]
    : [word === record.reason ? word : [word, record.reason].filter(Boolean).join(': ')];
  const line = cut(`${mark} ${record.name.padEnd(nameWidth)}  ${parts.join('  ')}`, io.width ?? Infinity);
  return line.replace(mark, () => io.style(color, mark));
}

/** A table that the plan leaves as it is, on one line. */
export function plannedLine({ name, action, reason }: PlannedTable, nameWidth: number, io: Io): string {
  const [mark, color] = MARKS[action === 'skip' ? 'skipped' : 'left'];
  return `${io.style(color, mark)} ${name.padEnd(nameWidth)}  ${reason}`;
}

/** `12 checks`, `12 checks, 2 set aside`, `1 of 12 checks failed`; a check that could not be judged counts as failed. */
function checksOf({ checks, rows }: TableRecord): string {
  const failed = checks.filter(({ status }) => status === 'failed' || status === 'not_evaluated');
  const aside = rows.quarantined === 0 ? '' : `, ${count(rows.quarantined)} set aside`;
  if (failed.length === 0) return `${counted(checks.length, 'check')}${aside}`;
  return `${count(failed.length)} of ${counted(checks.length, 'check')} failed`;
}

/** What every table holds once the run is over. */
export function renderContents(record: RunRecord, dataDir: string, io: Io): string {
  const columns = [
    { name: 'table', keep: true },
    { name: 'rows', align: 'right' as const, keep: true },
    { name: 'bytes', align: 'right' as const, keep: true },
    { name: `file, in ${where(dataDir)}` },
  ];
  const rows = byLayer(record.tables).map(({ name, rows: { published }, bytes, path }) => [
    name,
    bytes === 0 ? '–' : count(published),
    bytes === 0 ? '–' : formatBytes(bytes),
    bytes === 0 ? 'not published' : path,
  ]);
  return renderTable(columns, rows, io);
}

/** Layer by layer; layers and the tables of each in the order of the run. */
export function byLayer<T extends { readonly layer: string }>(tables: readonly T[]): readonly T[] {
  const layers = [...new Set(tables.map(({ layer }) => layer))];
  return layers.flatMap((layer) => tables.filter((table) => table.layer === layer));
}

/** The last line: how it ended, how long it took, where the record lies. */
export function closingLine(record: RunRecord, recordPath: string, io: Io): string {
  const published = record.tables.filter(({ state }) => state === 'published').length;
  const checks = record.tables.reduce((sum, table) => sum + table.checks.length, 0);
  const skipped = record.tables.filter(({ state }) => state === 'skipped').length;
  const done = record.options.dryRun ? 'Dry run: nothing published' : `${counted(published, 'table')} published`;
  const word =
    record.status === 'succeeded'
      ? io.style(['green', 'bold'], done)
      : io.style(['red', 'bold'], `Run ${record.status}`);
  return `${word}${skipped === 0 ? '' : `, ${skipped} unchanged`}${checks === 0 ? '' : `, ${counted(checks, 'check')}`}, ${duration(record.seconds ?? 0)}. Record: ${where(recordPath)}`;
}
