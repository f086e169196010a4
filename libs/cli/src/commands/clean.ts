import { existsSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EXIT, formatBytes } from '@sluice/core';
import { layoutOf, listQuarantine, listRuns, withSession, type Layout, type Pipeline } from '@sluice/pipeline';
import { completePublish } from '@sluice/tables';
import type { Action, CommandContext } from '../context.ts';
import { bytesOf, entriesOf } from '../disk.ts';
import { eachPipeline } from '../each.ts';
import { UsageError } from '../errors.ts';
import { runContext } from '../options.ts';
import { count, counted } from '../render/format.ts';
import { where } from '../render/where.ts';

const KEPT_RUNS = 20;

/** Something that is removed, and how much disk it took. */
interface Leftover {
  readonly what: 'staging' | 'run record' | 'quarantine' | 'tables and records';
  readonly path: string;
  readonly bytes: number;
}

export const action: Action = (context) => {
  const { flags } = context;
  if (flags.on('all') && !flags.on('yes') && !flags.on('dryRun')) {
    const folders = context.pipelines.map(({ name }) => where(layoutOf(context.settings.dataDir, name).root));
    throw new UsageError(
      `--all removes every table and record in ${folders.join(', ')}. Add --yes to do it, or --dry-run to see what would go.`,
    );
  }
  return eachPipeline(context, async (pipeline) => {
    const { name } = pipeline;
    const layout = layoutOf(context.settings.dataDir, name);
    const removed = existsSync(layout.root) ? await clean(context, pipeline, layout) : [];
    if (flags.text('output') !== 'json') report(context, name, removed);
    return { document: { pipeline: name, dryRun: flags.on('dryRun'), removed }, exitCode: EXIT.done };
  });
};

/** The lock is held while anything goes, and what a killed run had begun to publish is put in place before. */
async function clean(context: CommandContext, pipeline: Pipeline, layout: Layout): Promise<readonly Leftover[]> {
  const find = (): Promise<readonly Leftover[]> => leftovers(context, pipeline, layout);
  if (context.flags.on('dryRun')) return find();
  return withSession(await runContext(context), pipeline.name, async (session, engine) => {
    const lock = await engine.lock(layout.lock);
    try {
      if (!context.flags.on('all')) await completePublish(layout.journal, session);
      const found = await find();
      for (const { path } of found) remove(path, layout);
      return found;
    } finally {
      await lock.release();
    }
  });
}

async function leftovers(context: CommandContext, pipeline: Pipeline, layout: Layout): Promise<readonly Leftover[]> {
  const { flags } = context;
  const leftover = (what: Leftover['what'], path: string): Leftover => ({ what, path, bytes: bytesOf(path) });
  if (flags.on('all')) return [leftover('tables and records', layout.root)];
  const staged = entriesOf(layout.staging).map((name) => leftover('staging', join(layout.staging, name)));
  const runs = await listRuns(layout);
  const old = runs.slice(0, Math.max(0, runs.length - keptRuns(flags.text('keepRuns'))));
  const kept = new Set(runs.slice(old.length));
  const aside = (await listQuarantine(await runContext(context), pipeline))
    .filter(({ of, runId }) => of !== 'published' && !kept.has(runId))
    .map(({ path }) => leftover('quarantine', path));
  return [...staged, ...old.map((runId) => leftover('run record', layout.runFolder(runId))), ...aside];
}

/** Of a whole lake the lock goes last: until then nobody else can begin to write there. */
function remove(path: string, layout: Layout): void {
  const state = basename(dirname(layout.lock));
  if (path === layout.root) {
    for (const name of entriesOf(path)) if (name !== state) rmSync(join(path, name), { recursive: true, force: true });
  }
  rmSync(path, { recursive: true, force: true });
}

function report({ io, flags }: CommandContext, pipeline: string, removed: readonly Leftover[]): void {
  const verb = flags.on('dryRun') ? 'would remove' : 'removed';
  for (const { what, path, bytes } of removed) io.print(`${verb} ${what} ${where(path)} (${formatBytes(bytes)})`);
  const bytes = removed.reduce((sum, leftover) => sum + leftover.bytes, 0);
  const total =
    removed.length === 0 ? 'nothing to remove' : `${counted(removed.length, 'item')}, ${formatBytes(bytes)}`;
  io.print(`${io.style('bold', pipeline)}: ${total}`);
}

function keptRuns(text: string | undefined): number {
  if (text === undefined) return KEPT_RUNS;
  if (!/^\d{1,6}$/u.test(text))
    throw new UsageError(
      `--keep-runs must be a whole number, got ${JSON.stringify(text)}; ${count(KEPT_RUNS)} is the default.`,
    );
  return Number(text);
}
