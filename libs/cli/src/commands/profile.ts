import { EXIT } from '@sluice/core';
import { findTable, lakeTables, profileTable, TableUnknownError } from '@sluice/pipeline';
import type { Action } from '../context.ts';
import { loadPipelines } from '../launch.ts';
import { runContext } from '../options.ts';
import { renderProfile } from '../render/profile.ts';
import { where } from '../render/where.ts';

export const action: Action = async (context) => {
  const { io, flags, launch, settings, operand = '' } = context;
  const table = findTable(lakeTables(settings.dataDir, Object.keys(launch.pipelines)), operand);
  const [pipeline] = await loadPipelines(launch, table.pipeline);
  if (pipeline === undefined) throw new TableUnknownError(`${operand} belongs to no pipeline of the workspace.`);
  const profile = await profileTable(await runContext(context), pipeline, table);
  if (flags.text('output') === 'json') {
    io.printJson(profile);
    return EXIT.done;
  }
  io.print(renderProfile(profile, io));
  io.note(
    profile.saved === undefined
      ? 'not saved: no run record names this file'
      : `saved beside its run: ${where(profile.saved.path)}`,
  );
  return EXIT.done;
};
