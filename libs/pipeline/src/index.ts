/** Define, plan and run a pipeline: the graph, write-audit-publish, resume, the run record. */
export { auditMessage, checkLine } from './audit-message.ts';
export type { RunContext } from './context.ts';
export type { PlannedTable } from './decide.ts';
export { definePipeline, source } from './definition.ts';
export type { Pipeline, PipelineDefinition, SourceDefinition } from './definition.ts';
export {
  AuditFailedError,
  DataFolderError,
  FixtureInvalidError,
  InputUnpublishedError,
  LakeUnknownError,
  ParametersInvalidError,
  PipelineInvalidError,
  PlanRefusedError,
  SelectorInvalidError,
  TableUnknownError,
} from './errors.ts';
export type { PlanProblem } from './errors.ts';
export type { RunEvent, RunObserver } from './events.ts';
export { layoutOf } from './layout.ts';
export type { Layout } from './layout.ts';
export type { FailOn, PlanOptions, RunOptions } from './options.ts';
export { columnName, date, flagName, integer } from './parameters.ts';
export type { DateParameter, IntegerParameter, Parameter, Parameters, ParameterValues } from './parameters.ts';
export type { Plan } from './plan.ts';
export { findTable, lakeTables, openLake } from './lake.ts';
export type { LakeTable } from './lake.ts';
export { lineage } from './lineage.ts';
export type { LineageTable } from './lineage.ts';
export { testFixtures } from './fixtures.ts';
export type { FixtureReport, FixtureResult } from './fixtures.ts';
export { check } from './check.ts';
export type { CheckedTable, CheckOptions, CheckReport } from './check.ts';
export { diff } from './diff.ts';
export type { DiffOptions } from './diff.ts';
export type {
  Change,
  ColumnDiff,
  ColumnsDiff,
  DiffReport,
  DiffStatus,
  Retyped,
  ShownRow,
  TableDiff,
  ValuesDiff,
} from './diff-report.ts';
export { planPipeline } from './plan-pipeline.ts';
export { sessionScript } from './session-script.ts';
export { withSession } from './with-session.ts';
export { listRuns, readRecord } from './record-file.ts';
export { RunRecordInvalidError } from '@sluice/reporting';
export type {
  ColumnRecord,
  ErrorRecord,
  RunRecord,
  RunStatus,
  SinkRecord,
  TableRecord,
  TableState,
} from '@sluice/reporting';
export { run } from './run.ts';
export type { Selection } from './selection.ts';
