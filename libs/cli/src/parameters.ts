import { flagName, type Parameter, type Pipeline } from '@sluice/pipeline';
import { Option } from 'commander';
import type { FlagValues } from './flags.ts';

/** A flag for each parameter of these pipelines. One that several declare is one flag; where not all do, its help names them. */
export function optionsOf(pipelines: readonly Pipeline[]): readonly Option[] {
  const names = new Set(pipelines.flatMap(({ parameters }) => Object.keys(parameters)));
  const [first] = pipelines;
  const group = pipelines.length === 1 && first !== undefined ? `Parameters of ${first.name}:` : 'Parameters:';
  return [...names].map((name) => {
    const declared = pipelines.flatMap((pipeline) => {
      const parameter = pipeline.parameters[name];
      return parameter === undefined ? [] : [{ pipeline: pipeline.name, parameter }];
    });
    const kinds = new Set(declared.map(({ parameter }) => (parameter.kind === 'date' ? 'YYYY-MM-DD' : parameter.kind)));
    const texts = new Set(declared.map(({ parameter }) => describeParameter(parameter)));
    const owners =
      declared.length === pipelines.length ? '' : ` [${declared.map(({ pipeline }) => pipeline).join(', ')}]`;
    return new Option(`${flagName(name)} <${[...kinds].join('|')}>`, `${[...texts].join('; ')}${owners}`).helpGroup(
      group,
    );
  });
}

/** What the operator gave for the parameters that this pipeline declares, by their names. */
export function givenParameters(pipeline: Pipeline, flags: FlagValues): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.keys(pipeline.parameters).flatMap((name) => {
      const value = flags.text(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function describeParameter(parameter: Parameter): string {
  if (parameter.kind === 'date') return `${parameter.describe} (default: ${parameter.default ?? 'today in UTC'})`;
  const { minimum, maximum } = parameter;
  const bounds = [
    minimum === undefined ? [] : [`at least ${minimum}`],
    maximum === undefined ? [] : [`at most ${maximum}`],
  ];
  return `${parameter.describe} (${[`default: ${parameter.default}`, ...bounds.flat()].join(', ')})`;
}
