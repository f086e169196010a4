import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLogger, fixedClock } from '@sluice/core';
import { quoteLiteral } from '@sluice/engine';
import {
  type FixtureReport,
  layoutOf,
  type Pipeline,
  readTableAt,
  run,
  type RunContext,
  type RunOptions,
  type RunRecord,
  testFixtures,
} from '@sluice/pipeline';
import { hashesOf } from './hashes.ts';
import { readRows, type TextRow, withSession } from './text-rows.ts';

export interface TrialOptions extends Partial<RunOptions> {
  readonly threads?: number;
  /** Another folder of models than the pipeline's own. */
  readonly models?: URL;
  readonly outputDir?: string;
}

/** One pipeline under test; `dataDir` is the lake. */
export interface Trial {
  /** For what else than a run is done to a pipeline; `threads` is 2 by default. */
  readonly contextOf: (dataDir: string, threads?: number) => Promise<RunContext>;
  readonly run: (dataDir: string, options?: TrialOptions) => Promise<RunRecord>;
  /** Runs the fixtures of every model; `dataDir` is an empty folder. */
  readonly fixtureResults: (dataDir: string) => Promise<FixtureReport>;
  /** A published table, every cell as text or null: a file in the order in which it is written, a Delta table by its columns. */
  readonly readTable: (dataDir: string, table: string) => Promise<readonly TextRow[]>;
  /** SHA-256 of every published file, logs of Delta tables among them, by its path within the pipeline's folder. */
  readonly published: (dataDir: string) => Readonly<Record<string, string>>;
}

const workspace = fileURLToPath(new URL('../../../', import.meta.url));

/** @param setting  the day that runs take for today; their clock stands at its noon in UTC */
export function trialOf(pipeline: Pipeline, { asOf }: { readonly asOf: string }): Trial {
  const contextOf = async (dataDir: string, threads = 2): Promise<RunContext> => ({
    workspace,
    dataDir,
    clock: fixedClock(`${asOf}T12:00:00Z`),
    logger: await createLogger({ level: 'fatal', pretty: false, stream: process.stderr }),
    limits: { threads },
  });
  return {
    contextOf,
    run: async (dataDir, { threads, models = pipeline.models, outputDir, parameters, ...options } = {}) =>
      run(
        { ...(await contextOf(dataDir, threads)), ...(outputDir === undefined ? {} : { outputDir }) },
        { ...pipeline, models },
        {
          ...{ select: [], exclude: [], fullRefresh: false, inputDir: undefined },
          ...{ dryRun: false, failFast: false, failOn: 'error', publish: 'run' },
          parameters: { asOf, ...parameters },
          ...options,
        },
      ),
    fixtureResults: async (dataDir) => testFixtures(await contextOf(dataDir), pipeline, { select: [], exclude: [] }),
    readTable: (dataDir, table) => readPublished(dataDir, pipeline.name, table),
    published: (dataDir) => {
      const { root } = layoutOf(dataDir, pipeline.name);
      return hashesOf(
        root,
        readdirSync(root).filter((folder) => folder === '_raw' || !folder.startsWith('_')),
      );
    },
  };
}

async function readPublished(dataDir: string, pipeline: string, table: string): Promise<readonly TextRow[]> {
  const [layer = '', name = ''] = table.split('.');
  const layout = layoutOf(dataDir, pipeline);
  const file = layout.table(layer, name);
  return withSession(async (session) => {
    if (existsSync(file)) return readRows(session, `read_parquet(${quoteLiteral(file)})`);
    const delta = await readTableAt(session, layout.folder(layer, name));
    if (delta === undefined) throw new Error(`${table} is not published in ${dataDir}`);
    return readRows(session, `${delta.relation} ORDER BY ALL`);
  });
}
