import { EXIT } from '@sluice/core';
import { check } from '@sluice/pipeline';
import { choice } from '../choice.ts';
import type { Action } from '../context.ts';
import { eachPipeline } from '../each.ts';
import { runContext } from '../options.ts';
import { renderCheck } from '../render/check.ts';

export const action: Action = (context) =>
  eachPipeline(context, async (pipeline) => {
    const { io, flags } = context;
    const report = await check(await runContext(context), pipeline, {
      parameters: context.given(pipeline),
      select: flags.list('select'),
      exclude: flags.list('exclude'),
      failOn: choice(flags, 'failOn', ['error', 'warning', 'never']),
    });
    if (flags.text('output') !== 'json') io.print(renderCheck(report, io));
    if (report.error !== undefined) io.note(`${io.style(['red', 'bold'], report.error.code)} ${report.error.message}`);
    return { document: report, exitCode: report.error?.exitCode ?? EXIT.done };
  });
