import { formatBytes } from '@sluice/core';
import type { RunRecord, TableRecord, TableState } from '@sluice/pipeline';
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

/** `12 checks`, `1 of 12 checks failed`; a check that could not be judged counts as failed. */
function checksOf({ checks }: TableRecord): string {
  const failed = checks.filter(({ status }) => status !== 'passed');
  if (failed.length === 0) return counted(checks.length, 'check');
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
  const rows = record.tables.map(({ name, rows: { published }, bytes, path }) => [
    name,
    bytes === 0 ? '–' : count(published),
    bytes === 0 ? '–' : formatBytes(bytes),
    bytes === 0 ? 'not published' : path,
  ]);
  return renderTable(columns, rows, io);
}

/** The last line: how it ended, how long it took, where the record lies. */
export function closingLine(record: RunRecord, recordPath: string, io: Io): string {
  const published = record.tables.filter(({ state }) => state === 'published').length;
  const skipped = record.tables.filter(({ state }) => state === 'skipped').length;
  const done = record.options.dryRun ? 'Dry run: nothing published' : `${counted(published, 'table')} published`;
  const word =
    record.status === 'succeeded'
      ? io.style(['green', 'bold'], done)
      : io.style(['red', 'bold'], `Run ${record.status}`);
  return `${word}${skipped === 0 ? '' : `, ${skipped} unchanged`}, ${duration(record.seconds ?? 0)}. Record: ${where(recordPath)}`;
}
