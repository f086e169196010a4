import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EXIT } from '@sluice/core';
import { type History, junit, readHistories, ReportNotWritableError, summary, writeSite } from '@sluice/reporting';
import type { Action, CommandContext } from '../context.ts';
import { counted } from '../render/format.ts';
import { where } from '../render/where.ts';

export const action: Action = async (context) => {
  const { io, flags } = context;
  const histories = await readHistories(context.settings.dataDir);
  const named = new Set(context.pipelines.map(({ name }) => name));
  const last = histories
    .filter(({ pipeline }) => !context.named || named.has(pipeline))
    .flatMap(({ runs }) => runs.slice(0, 1));
  const site = await writeSite(siteFolder(context), histories);
  const markdown = await writeReport(flags.text('summary'), () => last.map((run) => summary(run)).join('\n'));
  const xml = await writeReport(flags.text('junit'), () => junit(last));
  const written = {
    site,
    ...(markdown !== undefined && { summary: markdown }),
    ...(xml !== undefined && { junit: xml }),
  };
  if (flags.text('output') === 'json') {
    io.printJson({ ...written, pipelines: histories.map(describe) });
  } else {
    for (const [what, path] of Object.entries(written)) io.print(`${io.style('green', '→')} ${what} ${where(path)}`);
    const runs = histories.reduce((sum, history) => sum + history.runs.length, 0);
    io.print(`${counted(runs, 'run')} of ${counted(histories.length, 'pipeline')}`);
    for (const reason of histories.flatMap(({ unreadable }) => unreadable)) {
      io.note(`${io.style('yellow', 'warning')} ${reason}`);
    }
  }
  return EXIT.done;
};

/** Makes the site of all pipelines anew and tells where it lies. */
export async function showSite(context: CommandContext): Promise<void> {
  const { io, settings } = context;
  const site = await writeSite(siteFolder(context), await readHistories(settings.dataDir));
  io.print(`${io.style('green', '→')} report ${where(site)}`);
}

function siteFolder({ flags, settings }: CommandContext): string {
  return resolve(flags.text('site') ?? join(settings.dataDir, '_site'));
}

function describe({ pipeline, runs, unreadable }: History): unknown {
  return { pipeline, runs: runs.length, last: { runId: runs[0]?.runId, status: runs[0]?.status }, unreadable };
}

async function writeReport(file: string | undefined, text: () => string): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const path = resolve(file);
  try {
    await writeFile(path, text());
  } catch (error) {
    throw new ReportNotWritableError(path, error);
  }
  return path;
}
