import { EXIT } from '@sluice/core';
import type { Action, CommandContext } from '../context.ts';
import { examineDataFolder } from '../doctor/data-folder.ts';
import { examineEngine } from '../doctor/engine.ts';
import { described, ok, problem, type Finding } from '../doctor/finding.ts';
import { examinePipelines } from '../doctor/pipelines.ts';
import { examineVariables } from '../doctor/variables.ts';
import { withScratchSession } from '../scratch.ts';

const MARKS = { ok: ['✔', 'green'], warning: ['!', 'yellow'], problem: ['✖', 'red'] } as const;

export const action: Action = async (context) => {
  const { io, flags, launch, settings } = context;
  const findings = [
    ok('Node', process.version),
    ok('workspace', launch.workspace),
    ...(await examineMachine(context)),
    ...examineDataFolder(settings),
    ...examineVariables(settings, process.env),
  ];
  const healthy = findings.every(({ status }) => status !== 'problem');
  if (flags.text('output') === 'json') io.printJson({ healthy, findings });
  else
    for (const finding of findings)
      io.print(line(finding, Math.max(...findings.map(({ name }) => name.length)), context));
  return healthy ? EXIT.done : EXIT.engine;
};

/** Without an engine the rest is still looked at. */
async function examineMachine(context: CommandContext): Promise<readonly Finding[]> {
  const { launch, settings } = context;
  try {
    return await withScratchSession(context, async (session, engine) => [
      ...(await examineEngine(session, settings)),
      ...(await examinePipelines(launch, settings.dataDir, engine)),
    ]);
  } catch (error) {
    return [problem('DuckDB', described(error)), ...(await examinePipelines(launch, settings.dataDir, undefined))];
  }
}

function line({ name, status, message }: Finding, width: number, { io }: CommandContext): string {
  const [mark, color] = MARKS[status];
  const [first = '', ...rest] = message.split('\n');
  const text = [first, ...rest.map((more) => `${' '.repeat(width + 4)}${more}`)].join('\n');
  return `${io.style(color, mark)} ${name.padEnd(width)}  ${text}`;
}
