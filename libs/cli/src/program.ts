import { Argument, Command, Option } from 'commander';
import { flags, type Flag } from './flags.ts';
import { specs, type CommandSpec } from './specs.ts';

/** What a command line asks for, before its settings are looked at. */
export interface Invocation {
  readonly spec: CommandSpec;
  readonly operand: string | undefined;
  /** What follows the operand, where the command takes more. */
  readonly rest: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

export interface ProgramOptions {
  readonly version: string;
  /** Columns to wrap help at. */
  readonly width: number | undefined;
  /** Flags of the commands that take the parameters of pipelines. */
  readonly parameters: readonly Option[];
  readonly write: (text: string) => void;
  readonly invoke: (invocation: Invocation) => Promise<void>;
}

/** All commands as commander knows them. Nothing exits the process: wrong usage is thrown as CommanderError. */
export function createProgram(options: ProgramOptions): Command {
  const program = new Command('sluice')
    .description('Data pipelines in plain SQL and TypeScript that publish nothing that breaks its contract.')
    .version(options.version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .usage('<command> [pipeline] [flags]')
    .configureHelp({
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
    })
    .addHelpText(
      'after',
      '\nsluice <command> --help shows its flags; sluice run <pipeline> --help the parameters of a pipeline.',
    );
  configure(program, options);
  for (const spec of specs) program.addCommand(createCommand(spec, options));
  return program;
}

/** One command with its flags. */
export function createCommand(spec: CommandSpec, options: ProgramOptions): Command {
  const command = configure(new Command(spec.name), options)
    .summary(spec.summary)
    .description(`${sentence(spec.summary)} ${spec.details}`)
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', `\nExamples:\n${spec.examples.map((example) => `  ${example}`).join('\n')}`);
  if (spec.argument !== undefined) {
    const argument = new Argument(spec.argument.name, spec.argument.describe);
    command.addArgument(spec.argument.choices === undefined ? argument : argument.choices(spec.argument.choices));
  }
  if (spec.rest !== undefined) command.addArgument(new Argument(spec.rest.name, spec.rest.describe));
  if (spec.parameters) for (const option of options.parameters) command.addOption(option);
  for (const name of spec.flags) command.addOption(flagOption(flags[name]));
  return command.action(async () => {
    await options.invoke({ spec, operand: command.args[0], rest: command.args.slice(1), values: command.opts() });
  });
}

export function flagOption({ flags: form, describe, choices, group }: Flag): Option {
  const option = new Option(form, describe).helpGroup(`${group}:`);
  return choices === undefined ? option : option.choices(choices);
}

function argumentTerm(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

function configure(command: Command, { write, width }: ProgramOptions): Command {
  const silent = (): void => undefined;
  return command.exitOverride().configureOutput({
    writeOut: write,
    writeErr: silent,
    outputError: silent,
    ...(width !== undefined && { getOutHelpWidth: () => width }),
  });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
