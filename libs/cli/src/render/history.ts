import type { HistoryEntry } from '@sluice/pipeline';
import type { Io } from '../io.ts';
import { renderTable } from './table.ts';

/** One line per version, newest first: what was done, by which run, as of which day, to how many rows. */
export function renderHistory(entries: readonly HistoryEntry[], io: Pick<Io, 'width' | 'style'>): string {
  const columns = [
    { name: 'version', align: 'right', keep: true },
    { name: 'committed', keep: true },
    { name: 'operation', keep: true },
    { name: 'rows', align: 'right' },
    { name: 'as-of' },
    { name: 'run' },
    { name: 'by' },
  ] as const;
  const rows = entries.map(({ version, committedAt, operation, metrics, info }) => [
    String(version),
    committedAt.toISOString().replace('T', ' '),
    operation,
    rowsOf(metrics),
    info['asOf'] ?? '',
    info['runId'] ?? '',
    info['engineInfo'] ?? '',
  ]);
  return renderTable(columns, rows, io);
}

const SIGNS = [
  ['+', ['numTargetRowsInserted']],
  ['~', ['numTargetRowsUpdated', 'numUpdatedRows']],
  ['−', ['numTargetRowsDeleted', 'numDeletedRows']],
] as const;

/** Rows that came, changed and went, as far as the writer says. */
function rowsOf(metrics: Readonly<Record<string, string>>): string {
  const parts = SIGNS.flatMap(([sign, names]) => {
    const count = names.map((name) => metrics[name]).find((text) => text !== undefined);
    return count === undefined || count === '0' ? [] : [`${sign}${count}`];
  });
  if (parts.length > 0) return parts.join(' ');
  return metrics['numOutputRows'] ?? '';
}
