import { EXIT } from '@sluice/core';
import { lineage } from '@sluice/pipeline';
import { choice } from '../choice.ts';
import type { Action } from '../context.ts';
import { eachPipeline } from '../each.ts';
import { runContext } from '../options.ts';
import { mermaidLineage, renderLineage } from '../render/lineage.ts';

export const action: Action = (context) =>
  eachPipeline(context, async (pipeline) => {
    const { io, flags } = context;
    const tables = await lineage(await runContext(context), pipeline);
    const form = choice(flags, 'output', ['text', 'json', 'mermaid']);
    if (form === 'text') io.print(renderLineage(pipeline.name, tables, io));
    if (form === 'mermaid') io.print(mermaidLineage(pipeline.name, tables));
    return { document: { pipeline: pipeline.name, tables }, exitCode: EXIT.done };
  });
