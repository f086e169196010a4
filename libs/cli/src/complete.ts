import { RootCommand, type Complete } from '@bomb.sh/tab';
import { EXIT, type ExitCode } from '@sluice/core';
import { flagName, type Pipeline } from '@sluice/pipeline';
import { splitPipeline } from './arguments.ts';
import { flags } from './flags.ts';
import { loadPipelines, type Launch } from './launch.ts';
import { projectTables } from './project-tables.ts';
import { specs, type CommandSpec } from './specs.ts';

/**
 * Answers a shell that asks how a command line goes on. Whatever is wrong with the line so far, it stays silent: a message
 * would land in the prompt.
 * @param args  `--`, then the words after `sluice`, the last one being the word under the cursor
 */
export async function complete(args: readonly string[], launch: Launch): Promise<ExitCode> {
  const words = args.slice(args.indexOf('--') + 1);
  const pipelines = await loaded(launch, words).catch(() => []);
  const root = new RootCommand();
  for (const spec of specs) describe(root, spec, Object.keys(launch.pipelines), pipelines);
  root.parse([...words]);
  return EXIT.done;
}

/** The pipelines whose parameters and tables can follow. */
async function loaded(launch: Launch, words: readonly string[]): Promise<readonly Pipeline[]> {
  const names = Object.keys(launch.pipelines);
  const spec = specs.find(({ name }) => name === words[0]);
  if (spec === undefined) return [];
  const { pipeline } = splitPipeline(spec, words.slice(1, -1), names);
  return loadPipelines(launch, pipeline !== undefined && names.includes(pipeline) ? pipeline : undefined);
}

function describe(
  root: RootCommand,
  spec: CommandSpec,
  names: readonly string[],
  pipelines: readonly Pipeline[],
): void {
  const command = root.command(spec.name, spec.summary);
  const { argument } = spec;
  if (argument !== undefined) {
    const isTable = argument.name.includes('table');
    const words = argument.choices ?? (isTable ? tablesOf(pipelines) : argument.name.includes('pipeline') ? names : []);
    command.argument(argument.name, offer(words));
  }
  for (const name of spec.flags) {
    const flag = flags[name];
    const [long = ''] = flag.flags.split(' ');
    const words =
      'choices' in flag
        ? flag.choices
        : name === 'select' || name === 'exclude'
          ? selectors(pipelines)
          : name === 'pipeline'
            ? names
            : [];
    if (flag.flags.includes('<')) command.option(long.slice(2), flag.describe, offer(words));
    else command.option(long.slice(2), flag.describe);
  }
  if (!spec.parameters) return;
  for (const [name, { describe: text }] of pipelines.flatMap(({ parameters }) => Object.entries(parameters))) {
    command.option(flagName(name).slice(2), text, offer([]));
  }
}

function offer(words: readonly string[]): (complete: Complete) => void {
  return (complete) => {
    for (const word of words) complete(word, '');
  };
}

function selectors(pipelines: readonly Pipeline[]): readonly string[] {
  const tables = tablesOf(pipelines);
  const layers = new Set(tables.map((table) => `${table.slice(0, table.indexOf('.'))}.*`));
  return [...tables, ...layers, 'state:modified'];
}

function tablesOf(pipelines: readonly Pipeline[]): readonly string[] {
  return pipelines.flatMap((pipeline) => projectTables(pipeline));
}
