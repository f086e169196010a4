import { EXIT } from '@sluice/core';
import { planPipeline, type Plan } from '@sluice/pipeline';
import type { Action } from '../context.ts';
import { eachPipeline } from '../each.ts';
import { planOptions, runContext } from '../options.ts';
import { renderPlan } from '../render/plan.ts';

export const action: Action = (context) =>
  eachPipeline(context, async (pipeline) => {
    const planned = await planPipeline(await runContext(context), pipeline, planOptions(context, pipeline));
    if (context.flags.text('output') !== 'json') context.io.print(renderPlan(planned, context.io));
    return { document: planDocument(planned), exitCode: EXIT.done };
  });

/** A plan as JSON: what a script can rely on. */
function planDocument({ project, asOf, parameters, tables, warnings }: Plan): unknown {
  return {
    pipeline: project.pipeline.name,
    asOf,
    parameters,
    tables: tables.map(({ name, layer, kind, action: what, reason, inputs, input, path, fingerprint }) => ({
      name,
      layer,
      kind,
      action: what,
      reason,
      inputs,
      ...(input !== undefined && { source: input === 'generated' ? input : input.path }),
      path,
      fingerprint,
    })),
    warnings,
  };
}
