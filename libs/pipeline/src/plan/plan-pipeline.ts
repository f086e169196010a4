import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import type { PlanOptions } from '../options.ts';
import { type Plan, plan } from './plan.ts';
import { withSession } from '../lake/with-session.ts';

/**
 * Says what a run would do, and why, on an engine of its own; changes nothing.
 * @throws what `plan` throws
 */
export async function planPipeline(context: RunContext, pipeline: Pipeline, options: PlanOptions): Promise<Plan> {
  return withSession(context, pipeline.name, (session) => plan(session, pipeline, context, options));
}
