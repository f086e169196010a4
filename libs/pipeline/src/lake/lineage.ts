import { sinkName } from '@sluice/sinks';
import { bindProject } from '../project/bound-project.ts';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { withSession } from './with-session.ts';

export interface LineageTable {
  readonly name: string;
  readonly layer: string;
  readonly kind: 'source' | 'model';
  readonly description: string | undefined;
  /** Tables that its SQL reads. */
  readonly reads: readonly string[];
  /** Tables that only its contract refers to. */
  readonly refersTo: readonly string[];
  /** What it is handed to, such as `csv late_payment.csv`. */
  readonly sink: string | undefined;
}

/** The graph of a pipeline, as its SQL and contracts draw it, in the order of a run. */
export async function lineage(context: RunContext, pipeline: Pipeline): Promise<readonly LineageTable[]> {
  return withSession(context, pipeline.name, async (session) => {
    const { project, models, dependencies, order } = await bindProject(session, pipeline, context, {});
    return order.flatMap((name) => {
      const table = project.tables.get(name);
      if (table === undefined) return [];
      const reads = models.get(name)?.inputs ?? [];
      const sink = pipeline.sinks.get(name);
      return [
        {
          name,
          layer: table.layer,
          kind: table.model === undefined ? ('source' as const) : ('model' as const),
          description: table.contract.description,
          reads,
          refersTo: [...(dependencies.get(name) ?? [])].filter((needed) => !reads.includes(needed)),
          sink: sink === undefined ? undefined : sinkName(sink),
        },
      ];
    });
  });
}
