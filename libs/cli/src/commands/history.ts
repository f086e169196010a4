import { EXIT } from '@sluice/core';
import { findTable, lakeTables, tableHistory } from '@sluice/pipeline';
import { choice } from '../choice.ts';
import type { Action } from '../context.ts';
import { UsageError } from '../errors.ts';
import { counted } from '../render/format.ts';
import { renderHistory } from '../render/history.ts';

export const action: Action = async ({ io, flags, launch, settings, operand = '' }) => {
  const form = choice(flags, 'output', ['text', 'json']);
  const table = findTable(lakeTables(settings.dataDir, Object.keys(launch.pipelines)), operand);
  const entries = await tableHistory(table, limitOf(flags.text('limit')));
  if (form === 'json') io.printJson(entries);
  else io.print(renderHistory(entries, io));
  if (form === 'text') io.note(counted(entries.length, 'version'));
  return EXIT.done;
};

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d{0,8}$/u.test(text)) return text === undefined ? undefined : Number(text);
  throw new UsageError(`--limit must be a whole number above 0, got ${JSON.stringify(text)}.`);
}
