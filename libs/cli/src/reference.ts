import { EXIT, settingsTable } from '@sluice/core';
import { flags, type Flag, type FlagName } from './flags.ts';
import { specs, type CommandSpec } from './specs.ts';

/** What each exit code means. */
const exitCodes: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'Done.',
  failed: 'What was checked did not hold: an audit, a check, a fixture.',
  usage: 'Wrong usage, configuration, model or contract. Nothing was run.',
  engine: 'An error of the engine, the input, the disk or a server; also a fault of Sluice itself (`INTERNAL`).',
  delivery: 'Published, but a report could not be delivered.',
  conflict: 'Somebody else holds the lock, or was first: safe to try again.',
  interrupted: 'Stopped by Ctrl-C or SIGTERM; what is published is whole.',
};

/** The reference page of the command line, docs/cli.md, as Markdown. */
export function referencePage(): string {
  return [
    '# The command line',
    'This page is made from the definitions of the commands (`libs/cli/src/specs.ts`, `flags.ts`); a test holds it to them. `npx sluice <command> --help` shows the same, and `npx sluice run <pipeline> --help` the parameters of a pipeline.',
    ...conventions(),
    '## Commands',
    specs.map(({ name, summary }) => `- [\`sluice ${name}\`](#sluice-${name}): ${summary}`).join('\n'),
    ...specs.flatMap(commandSection),
    '## Settings',
    'Flags over environment over defaults. Every problem is named in one message before anything runs. A `SLUICE_` variable that is none of these is warned of, with the nearest name.',
    table(
      ['variable', 'flag', 'meaning', 'expected', 'default'],
      settingsTable.map((entry) => [
        `\`${entry.variable}\``,
        entry.flag === undefined ? '' : `\`--${entry.flag}\``,
        entry.describe,
        entry.expected,
        entry.default,
      ]),
    ),
    '## Exit codes',
    table(
      ['code', 'meaning'],
      Object.entries(exitCodes).map(([name, meaning]) => [String(Reflect.get(EXIT, name)), meaning]),
    ),
    '',
  ].join('\n\n');
}

function conventions(): readonly string[] {
  return [
    '## Conventions',
    [
      '- Without a pipeline’s name a command works on every pipeline of the workspace, one after the other; a parameter then applies where it is declared.',
      '- Results go to stdout, logs and errors to stderr. On a terminal a run shows a progress line; elsewhere its log is one JSON object a line on stderr.',
      '- `--output json` prints one JSON document on stdout and nothing else: for a named pipeline its document, without a name a list of them. An error is `{ "error": { "code", "message", "location", "exitCode" } }`.',
      '- An error is `CODE message` on stderr. Codes are stable. `INTERNAL` is a fault of Sluice, shown with its stack.',
      '- Ctrl-C and SIGTERM stop a command and leave its state consistent; a second one ends it at once.',
      '- `--select` and `--exclude` take selectors as dbt users know them: `silver.x`, `x`, `gold.*`, `+x` with what it needs, `x+` with what needs it, `2+x` two steps up, `tag:t`, `state:modified`. Spaces and repeated flags unite, commas intersect.',
      '- A table is named `[pipeline.][layer.]table`; the shortest form that fits one table is enough.',
    ].join('\n'),
  ];
}

function commandSection(spec: CommandSpec): readonly string[] {
  const usage = [
    'sluice',
    spec.name,
    spec.argument?.name,
    spec.rest?.name,
    spec.parameters ? '[--parameter value …]' : undefined,
    '[flags]',
  ];
  const own = spec.flags.filter((name) => flags[name].group !== 'Settings');
  const settings = spec.flags.filter((name) => flags[name].group === 'Settings').map((name) => `\`${long(name)}\``);
  return [
    `### sluice ${spec.name}`,
    `${spec.summary.charAt(0).toUpperCase()}${spec.summary.slice(1)}. ${spec.details}`,
    `\`\`\`\n${usage.filter(Boolean).join(' ')}\n\`\`\``,
    ...(spec.argument === undefined
      ? []
      : [`\`${spec.argument.name}\`: ${spec.argument.describe}${choices(spec.argument.choices)}.`]),
    ...(spec.rest === undefined ? [] : [`\`${spec.rest.name}\`: ${spec.rest.describe}.`]),
    ...(spec.parameters
      ? ['The parameters of the pipelines are flags, such as `--as-of` and `--seed`, which every pipeline has.']
      : []),
    ...(own.length === 0
      ? []
      : [
          table(
            ['flag', 'meaning'],
            own.map((name) => [`\`${flags[name].flags}\``, meaning(flags[name])]),
          ),
        ]),
    ...(settings.length === 0 ? [] : [`[Settings](#settings): ${settings.join(', ')}.`]),
    `\`\`\`sh\n${spec.examples.join('\n')}\n\`\`\``,
  ];
}

function long(name: FlagName): string {
  return flags[name].flags.split(' ')[0] ?? '';
}

function meaning(flag: Flag): string {
  return `${flag.describe}${choices(flag.choices)}`;
}

function choices(words: readonly string[] | undefined): string {
  return words === undefined ? '' : `: ${words.map((word) => `\`${word}\``).join(', ')}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
