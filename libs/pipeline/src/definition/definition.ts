import type { Generated, Generator } from '@sluice/generators';
import type { Sink } from '@sluice/sinks';
import type { InputFormat } from '@sluice/sources';
import { PipelineInvalidError } from '../errors.ts';
import { date, holdsValues, integer, type Parameters, type ParameterValues, type ValuesOf } from './parameters.ts';

/** The ways in which one source table gets its rows. Without files it is always generated. */
export interface SourceDefinition<V> {
  readonly generate: Generator<V>;
  readonly files: readonly InputFormat[];
}

/** Declares a source table: how its rows are generated, and which files may stand in for them. */
export function source<V>(ways: {
  readonly generate: Generator<V>;
  readonly files?: readonly InputFormat[];
}): SourceDefinition<V> {
  return { generate: ways.generate, files: ways.files ?? [] };
}

/** Parameters that every pipeline has. */
const common = {
  seed: integer({ default: 42, describe: 'seed of generated data' }),
  asOf: date({ describe: 'the date that the run takes for today' }),
};

export interface PipelineDefinition<P extends Parameters> {
  readonly name: string;
  readonly summary: string;
  readonly params: P;
  /** Source tables by `layer.table`. */
  readonly sources: Readonly<Record<string, SourceDefinition<ValuesOf<P & typeof common>>>>;
  /** The folder that holds `<layer>/<table>.sql` and `<layer>/<table>.odcs.yaml`. */
  readonly models: URL;
  /** Published tables that are handed on, by `layer.table`. */
  readonly sinks?: Readonly<Record<string, Sink>>;
  /** When CI runs it by itself: five cron fields, in UTC. Without it, only a push and a click run it there. */
  readonly schedule?: string;
}

/** A pipeline as the commands see it. */
export interface Pipeline {
  readonly name: string;
  readonly summary: string;
  readonly parameters: Parameters;
  readonly models: URL;
  readonly sources: ReadonlyMap<string, { readonly files: readonly InputFormat[] }>;
  readonly sinks: ReadonlyMap<string, Sink>;
  readonly schedule: string | undefined;
  /** The SQL that generates one source table. `scratch` is a folder for the generator's own files. */
  generate(source: string, values: ParameterValues, scratch: string): Generated;
}

/**
 * Declares a pipeline. `seed` and `asOf` are parameters of every pipeline and need not be declared.
 * @throws {PipelineInvalidError} where the name cannot name a folder, or the schedule is not five cron fields.
 */
export function definePipeline<const P extends Parameters>(definition: PipelineDefinition<P>): Pipeline {
  const { name, summary, models, sources, schedule } = definition;
  if (!/^[a-z][a-z0-9-]*$/u.test(name)) {
    throw new PipelineInvalidError(
      `"${name}" cannot name a pipeline: lower-case letters, digits and dashes, a letter first.`,
    );
  }
  if (schedule !== undefined && !/^[\d*,/-]+( [\dA-Z*,/-]+){4}$/u.test(schedule)) {
    throw new PipelineInvalidError(
      `${name} has the schedule "${schedule}": expected five cron fields, as '23 4 * * *'.`,
    );
  }
  const parameters: P & typeof common = { ...common, ...definition.params };
  return {
    name,
    summary,
    parameters,
    models,
    sources: new Map(Object.entries(sources).map(([table, { files }]) => [table, { files }])),
    sinks: new Map(Object.entries(definition.sinks ?? {})),
    schedule,
    generate(table, values, scratch) {
      const declared = sources[table];
      if (declared === undefined) throw new PipelineInvalidError(`${name} declares no source ${table}.`);
      if (!holdsValues(parameters, values))
        throw new PipelineInvalidError(`${name} got parameters that are not its own.`);
      return declared.generate.emit(values, scratch);
    },
  };
}
