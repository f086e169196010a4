import type { Progress } from '@sluice/engine';
import type { PlannedTable } from '../plan/decide.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunRecord, SinkRecord, TableRecord } from '@sluice/reporting';

/** What happens in a run, as it happens. */
export type RunEvent =
  | { readonly type: 'planned'; readonly runId: string; readonly plan: Plan }
  | { readonly type: 'recovered'; readonly tables: number; readonly runId: string | undefined }
  | { readonly type: 'table-started'; readonly table: PlannedTable; readonly progress: () => Progress }
  | { readonly type: 'table-finished'; readonly record: TableRecord }
  | { readonly type: 'published'; readonly tables: readonly string[]; readonly seconds: number }
  | { readonly type: 'delivered'; readonly sink: SinkRecord }
  | { readonly type: 'finished'; readonly record: RunRecord; readonly path: string };

export type RunObserver = (event: RunEvent) => void;
