import { nearest } from '@sluice/core';
import type { Pipeline } from '@sluice/pipeline';
import { PipelineModuleError, UsageError } from './errors.ts';

/** What the launcher knows of the workspace. */
export interface Launch {
  /** Root folder of the workspace, absolute. */
  readonly workspace: string;
  /** A folder that belongs to this very bundle, for what can be made anew from the workspace's files. */
  readonly cacheDir?: string;
  /** The modules `apps/<name>/pipeline.ts`, by name; each is loaded when it is asked for. */
  readonly pipelines: Readonly<Record<string, () => Promise<{ readonly default: Pipeline }>>>;
}

/**
 * Loads the named pipeline, or all of them.
 * @throws {UsageError} where none has this name, with the nearest.
 * @throws {PipelineModuleError} where the definition names itself otherwise than its folder.
 */
export async function loadPipelines(launch: Launch, name: string | undefined): Promise<readonly Pipeline[]> {
  const names = Object.keys(launch.pipelines);
  if (name !== undefined && !names.includes(name)) throw unknownPipeline(name, names);
  return Promise.all((name === undefined ? names : [name]).map((known) => load(launch, known)));
}

async function load(launch: Launch, name: string): Promise<Pipeline> {
  const pipeline = (await launch.pipelines[name]?.())?.default;
  if (pipeline === undefined)
    throw new PipelineModuleError(`apps/${name}/pipeline.ts has no default export; expected definePipeline({ … }).`);
  if (pipeline.name === name) return pipeline;
  throw new PipelineModuleError(
    `apps/${name}/pipeline.ts defines a pipeline named ${pipeline.name}; expected ${name}, as its folder is named.`,
    { location: { file: `apps/${name}/pipeline.ts` } },
  );
}

function unknownPipeline(name: string, names: readonly string[]): UsageError {
  const near = nearest(name, names);
  const known =
    names.length === 0 ? 'The workspace has none: see docs/architecture.md.' : `There are: ${names.join(', ')}.`;
  return new UsageError(`No pipeline is named ${name}${near === undefined ? '.' : `; did you mean ${near}?`} ${known}`);
}
