import type { Plan } from '../plan/plan.ts';
import type { Results } from '../run/execution.ts';
import type { DeltaInput } from './increment.ts';

/** A Delta table of the pipeline as this run will leave it, or has; undefined for a table of another form. */
export function deltaInput(plan: Plan, { candidates }: Results, name: string): DeltaInput | undefined {
  const planned = plan.tables.find((table) => table.name === name);
  const contents = candidates.get(name)?.contents ?? planned?.published?.snapshot;
  return planned === undefined || contents === undefined ? undefined : { name, folder: planned.path, contents };
}
