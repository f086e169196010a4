import { EXIT, type ExitCode } from '@sluice/core';
import { replay } from '@sluice/pipeline';
import type { CommandContext } from '../context.ts';
import { runContext } from '../options.ts';
import { count, counted } from '../render/format.ts';
import { closingLine } from '../render/run.ts';
import { watchRun } from '../watch-run.ts';
import { findTable } from './find.ts';

/** Runs a table once more, with corrected rows if there are any, and says what is left in quarantine. */
export async function replayRows(context: CommandContext): Promise<ExitCode> {
  const { io, flags, settings } = context;
  const { pipeline, table } = await findTable(context);
  const quiet = flags.text('output') === 'json';
  const watch = watchRun(context, quiet);
  const options = { table, from: flags.text('from'), inputDir: settings.inputDir };
  const record = await replay(await runContext(context), pipeline, options, watch.observe).finally(watch.stop);
  if (quiet) io.printJson(record);
  if (record.error !== undefined) io.note(`${io.style(['red', 'bold'], record.error.code)} ${record.error.message}`);
  const own = record.tables.find(({ name }) => name === table);
  if (!quiet && own !== undefined) {
    const unchanged =
      own.state === 'skipped' ? ' Neither its file nor its contract has changed; --from takes corrected rows.' : '';
    io.print(
      `${table}: ${counted(own.rows.published, 'row')} published, ${count(own.rows.quarantined)} in quarantine.${unchanged}`,
    );
    io.print(closingLine(record, watch.seen.recordPath ?? '', io));
  }
  return record.error?.exitCode ?? EXIT.done;
}
