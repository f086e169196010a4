import { EXIT, type ExitCode } from '@sluice/core';
import type { QuarantineFile } from '@sluice/pipeline';
import type { CommandContext } from '../context.ts';
import { count } from '../render/format.ts';
import { renderTable } from '../render/table.ts';
import { findAside } from './find.ts';

const WORDS: Readonly<Record<QuarantineFile['of'], string>> = {
  published: 'published now',
  past: 'a past version',
  failed: 'a run that failed',
};

/** Lists what lies in quarantine, table by table, the newest run first. */
export async function listAside(context: CommandContext): Promise<ExitCode> {
  const { io, flags } = context;
  const found = await findAside(context);
  const files = found.flatMap(({ pipeline, files: own }) => own.map((file) => ({ pipeline: pipeline.name, ...file })));
  if (flags.text('output') === 'json') io.printJson(files);
  else if (files.length === 0) io.print('Nothing is in quarantine.');
  else {
    const columns = [
      { name: 'table', keep: true },
      { name: 'rows', align: 'right' as const, keep: true },
      { name: 'of' },
      { name: 'run' },
      { name: 'reasons' },
    ];
    const rows = files.map(({ pipeline, table, rows: set, of, runId, reasons }) => [
      `${pipeline}.${table}`,
      count(set),
      WORDS[of],
      runId,
      reasons.map(({ rule, rows: broken }) => `${rule} ${count(broken)}`).join(', '),
    ]);
    io.print(renderTable(columns, rows, io));
  }
  return EXIT.done;
}
