import { EXIT } from '@sluice/core';
import type { Action } from '../context.ts';
import { eachPipeline } from '../each.ts';
import { runOne } from './run.ts';
import { testOne } from './test.ts';

export const action: Action = (context) =>
  eachPipeline(context, async (pipeline) => {
    const tested = await testOne(context, pipeline);
    if (tested.exitCode !== EXIT.done) return { document: { test: tested.document }, exitCode: tested.exitCode };
    const ran = await runOne(context, pipeline);
    return { document: { test: tested.document, run: ran.document }, exitCode: ran.exitCode };
  });
