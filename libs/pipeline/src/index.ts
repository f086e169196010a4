/** Define, plan and run a pipeline: the graph, write-audit-publish, resume, the run record. */
export { auditMessage, checkLine } from './run/audit-message.ts';
export type { RunContext } from './context.ts';
export type { PlannedTable } from './plan/decide.ts';
export { definePipeline, source } from './definition/definition.ts';
export type { Pipeline, PipelineDefinition, SourceDefinition } from './definition/definition.ts';
export {
  AuditFailedError,
  ControlKilledError,
  DataFolderError,
  FixtureInvalidError,
  InputUnpublishedError,
  LakeUnknownError,
  ParametersInvalidError,
  PipelineInvalidError,
  PlanRefusedError,
  QuarantineMismatchError,
  ReplayRefusedError,
  SelectorInvalidError,
  TableUnknownError,
  VersionsNoneError,
} from './errors.ts';
export type { PlanProblem } from './errors.ts';
export type { RunEvent, RunObserver } from './run/events.ts';
export { layoutOf } from './lake/layout.ts';
export type { Layout } from './lake/layout.ts';
export type { FailOn, PlanOptions, RunOptions } from './options.ts';
export { columnName, date, flagName, integer } from './definition/parameters.ts';
export type {
  DateParameter,
  IntegerParameter,
  Parameter,
  Parameters,
  ParameterValues,
} from './definition/parameters.ts';
export type { Plan } from './plan/plan.ts';
export { findTable, lakeTables, openLake } from './lake/lake.ts';
export type { LakeTable } from './lake/lake-table.ts';
export { tableHistory } from './store/versions.ts';
export type { HistoryEntry } from '@sluice/tables';
export type { VersionAt } from './store/versions.ts';
export { diffVersions } from './diff/versions.ts';
export type { VersionsOptions } from './diff/versions.ts';
export { isDeltaFolder, readTableAt } from './store/published.ts';
export type { PublishedTable } from './store/published-table.ts';
export { profileTable } from './lake/profile-table.ts';
export type { PublishedProfile } from './lake/profile-table.ts';
export { lineage } from './lake/lineage.ts';
export type { LineageTable } from './lake/lineage.ts';
export { testFixtures } from './fixtures/fixtures.ts';
export type { FixtureReport, FixtureResult } from './fixtures/fixtures.ts';
export { mutate } from './mutate/mutate.ts';
export type { MutantResult, MutationReport, RuleResult, StaleExplanation } from './mutate/report.ts';
export { check } from './lake/check.ts';
export type { CheckedTable, CheckOptions, CheckReport } from './lake/check.ts';
export type { CheckedStore } from './lake/check-stores.ts';
export { listQuarantine, showQuarantine } from './quarantine/quarantine.ts';
export type { QuarantineRows } from './quarantine/quarantine.ts';
export type { QuarantineFile } from './quarantine/quarantine-files.ts';
export { replay } from './quarantine/replay.ts';
export type { ReplayOptions } from './quarantine/replay.ts';
export type { Replay, ReplayRequest } from './quarantine/replays.ts';
export { diff } from './diff/diff.ts';
export type { DiffOptions } from './diff/diff.ts';
export type {
  Change,
  ColumnDiff,
  ColumnsDiff,
  ContractDiff,
  DiffReport,
  DiffStatus,
  Retyped,
  ShownRow,
  TableDiff,
  ValuesDiff,
} from './diff/report.ts';
export { maintain } from './maintain/maintain.ts';
export type { MaintainOptions } from './maintain/maintain.ts';
export type { MaintainedTable, MaintainReport } from './maintain/report.ts';
export { planPipeline } from './plan/plan-pipeline.ts';
export { sessionScript } from './lake/session-script.ts';
export { withSession } from './lake/with-session.ts';
export { listRuns, readRecord } from './record/record-file.ts';
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
export { run } from './run/run.ts';
export type { Selection } from './plan/selection.ts';
