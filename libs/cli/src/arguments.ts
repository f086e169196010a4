import { flags } from './flags.ts';
import type { CommandSpec } from './specs.ts';

const kinds = new Map(
  Object.values(flags).map(({ flags: form }) => {
    const [name = ''] = form.split(' ');
    return [name, form.includes('...') ? 'several' : form.includes('<') ? 'one' : 'none'] as const;
  }),
);

/**
 * Finds the pipeline that a command line names, before its flags are known: the pipeline's own parameters are flags too.
 * Every flag that is not Sluice's is taken for a parameter, and those have one value. `--select a b medallion` names
 * medallion where that is a pipeline, though `--select` would swallow it.
 * @param args  what follows the command's name
 * @returns the name, and the arguments in the order in which commander reads them as they are meant: the name first.
 */
export function splitPipeline(
  spec: CommandSpec,
  args: readonly string[],
  pipelines: readonly string[],
): { readonly pipeline: string | undefined; readonly args: readonly string[] } {
  if (!(spec.argument?.name.includes('pipeline') ?? false)) return { pipeline: undefined, args };
  const found = operandIndex(args) ?? swallowedIndex(args, pipelines);
  if (found === undefined) return { pipeline: undefined, args };
  const pipeline = args[found] ?? '';
  return { pipeline, args: [pipeline, ...args.slice(0, found), ...args.slice(found + 1)] };
}

function operandIndex(args: readonly string[]): number | undefined {
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') return index + 1 < args.length ? index + 1 : undefined;
    if (!isFlag(arg)) return index;
    index = lastValue(args, index);
  }
  return undefined;
}

/** The last further value of a flag of several values that is a pipeline's name. */
function swallowedIndex(args: readonly string[], pipelines: readonly string[]): number | undefined {
  let found: number | undefined;
  for (let index = 0; index < args.length; index += 1) {
    const last = lastValue(args, index);
    for (let value = index + 2; value <= last; value += 1) if (pipelines.includes(args[value] ?? '')) found = value;
    index = last;
  }
  return found;
}

/** Index of the last argument that belongs to the flag at `index`. */
function lastValue(args: readonly string[], index: number): number {
  const arg = args[index] ?? '';
  if (arg.includes('=')) return index;
  const kind = arg === '-h' || arg === '--help' ? 'none' : (kinds.get(arg) ?? 'one');
  if (kind === 'none') return index;
  if (kind === 'one') return index + 1;
  let last = index;
  while (last + 1 < args.length && !isFlag(args[last + 1] ?? '')) last += 1;
  return last;
}

function isFlag(arg: string): boolean {
  return arg.startsWith('-') && arg !== '-';
}
