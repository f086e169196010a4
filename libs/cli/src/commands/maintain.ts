import { EXIT } from '@sluice/core';
import { findTable, isDeltaFolder, lakeTables, type LakeTable, maintain, VersionsNoneError } from '@sluice/pipeline';
import { choice } from '../choice.ts';
import type { Action, CommandContext } from '../context.ts';
import { eachPipeline } from '../each.ts';
import { UsageError } from '../errors.ts';
import { loadPipelines } from '../launch.ts';
import { runContext } from '../options.ts';
import { renderMaintained } from '../render/maintained.ts';

const HOUR = 3_600_000;

export const action: Action = async (context) => {
  const { io, flags, launch } = context;
  const retention = retentionOf(flags.text('retention'));
  const form = choice(flags, 'output', ['text', 'json']);
  const named = flags.text('pipeline');
  const all = (await loadPipelines(launch, named)).map(({ name }) => name);
  const tables = namedTables(context, all);
  const chosen = tables === undefined ? all : [...new Set(tables.map(({ pipeline }) => pipeline))];
  const pipelines = (await Promise.all(chosen.map((name) => loadPipelines(launch, name)))).flat();
  return eachPipeline({ ...context, pipelines, named: named !== undefined }, async (pipeline) => {
    const report = await maintain(await runContext(context), pipeline, {
      ...(tables && { tables: tables.filter((table) => table.pipeline === pipeline.name) }),
      dryRun: flags.on('dryRun'),
      retention,
    });
    if (form === 'text') io.print(renderMaintained(report, io));
    return { document: report, exitCode: EXIT.done };
  });
};

/** The tables that the command line names; undefined where it names none. */
function namedTables(
  { operand, rest, settings }: CommandContext,
  pipelines: readonly string[],
): readonly LakeTable[] | undefined {
  if (operand === undefined) return undefined;
  const lake = lakeTables(settings.dataDir, pipelines);
  const tables = [...new Set([operand, ...rest])].map((name) => findTable(lake, name));
  const file = tables.find(({ path }) => !isDeltaFolder(path));
  if (file !== undefined) {
    throw new VersionsNoneError([file.pipeline, file.layer, file.table].join('.'), file.path);
  }
  return tables;
}

/** @returns milliseconds */
function retentionOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, count, unit] = /^(\d{1,6})\s*(h|hours?|d|days?)$/u.exec(text) ?? [];
  if (count === undefined || unit === undefined) {
    throw new UsageError(`--retention must be hours or days, such as 12h or 30d, got ${JSON.stringify(text)}.`);
  }
  return Number(count) * (unit.startsWith('d') ? 24 * HOUR : HOUR);
}
