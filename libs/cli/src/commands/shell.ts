import { EXIT } from '@sluice/core';
import { lineage, sessionScript, withSession } from '@sluice/pipeline';
import type { Action } from '../context.ts';
import { UsageError } from '../errors.ts';
import { runContext } from '../options.ts';
import { runShell } from '../shell.ts';

export const action: Action = async (context) => {
  const { io, flags, signal } = context;
  const [pipeline] = context.pipelines;
  if (pipeline === undefined) throw new UsageError('Which pipeline? sluice shell <pipeline>.');
  const base = await runContext(context);
  const statements = await sessionScript(base, pipeline, context.given(pipeline));
  if (flags.on('print')) {
    io.print(statements.map((statement) => `${statement};`).join('\n'));
    return EXIT.done;
  }
  const tables = (await lineage(base, pipeline)).map(({ name }) => name);
  return withSession(base, pipeline.name, async (session, engine) => {
    await session.execute(statements.join(';\n'));
    return runShell({ io, engine, session, name: pipeline.name, tables, signal });
  });
};
