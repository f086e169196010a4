/** Table formats: what is published, staged and replaced in one step. */
export {
  AppendOnlyError,
  ColumnConstraintBrokenError,
  ColumnTypeUnsupportedError,
  ColumnsUnfitError,
  CommitConflictError,
  ConstraintUnsupportedError,
  DefinitionRefusedError,
  FeatureUnsupportedError,
  JournalUnknownError,
  LakeNotWritableError,
  LinksUnsupportedError,
  LogBrokenError,
  PartitionMissedError,
  PartitionValueRefusedError,
  PublishInterruptedError,
  StagedFileMissingError,
  TableMissingError,
  VersionMissingError,
} from './errors.ts';
export { completePublish, publishAll } from './publish.ts';
export { readPublished, readStoredContract } from './published.ts';
export type { PublishedParquet } from './published.ts';
export { stageParquet } from './stage.ts';
export type { StageRequest, StagedTable } from './stage.ts';
export { sweep } from './sweep.ts';
export { prepareAppend } from './delta/append.ts';
export type { AppendRequest } from './delta/append.ts';
export { changes } from './delta/change-feed.ts';
export { commitChange } from './delta/commit.ts';
export type { CommitOptions } from './delta/commit.ts';
export { prepareDelete } from './delta/delete.ts';
export type { DeleteRequest } from './delta/delete.ts';
export {
  ColumnsMissingError,
  MergeKeyDuplicateError,
  RestoreFilesMissingError,
  RetentionTooShortError,
} from './delta/errors.ts';
export { prepareMerge } from './delta/merge.ts';
export type { MergeRequest } from './delta/merge.ts';
export { keepUpLog, planLogUpkeep } from './delta/log-upkeep.ts';
export type { LogUpkeep, LogUpkeepRequest } from './delta/log-upkeep.ts';
export { planOptimize, prepareOptimize } from './delta/optimize.ts';
export type { OptimizeRequest } from './delta/optimize.ts';
export { prepareReplace } from './delta/replace.ts';
export type { ReplaceRequest } from './delta/replace.ts';
export { prepareRestore } from './delta/restore.ts';
export { prepareUpdate } from './delta/update.ts';
export type { UpdateRequest } from './delta/update.ts';
export { planVacuum, vacuum } from './delta/vacuum.ts';
export type { VacuumPlan, VacuumRequest } from './delta/vacuum.ts';
export { prepareAddColumns, prepareCreate, prepareProperties } from './delta/define.ts';
export { openDelta } from './delta/delta-table.ts';
export type { DeltaTable } from './delta/delta-table.ts';
export { readHistory } from './delta/history.ts';
export { prepareOverwrite } from './delta/overwrite.ts';
export type { OverwriteRequest } from './delta/overwrite.ts';
export { snapshotRelation } from './delta/relation.ts';
export type { RowPlace } from './delta/relation.ts';
export { readSnapshot } from './delta/snapshot.ts';
export type { DeltaSnapshot } from './delta/snapshot.ts';
export { transact } from './delta/transact.ts';
export type { TransactOptions } from './delta/transact.ts';
export { versionIdentity } from './delta/version-identity.ts';
export { writeDataFiles } from './delta/write-files.ts';
export type { WriteRequest } from './delta/write-files.ts';
export type { WriteTarget } from './delta/write-target.ts';
export { localStorage } from './storage/local.ts';
export type { Storage, StoredFile } from './storage/storage.ts';
export type {
  At,
  Change,
  DataFile,
  FileColumn,
  HistoryEntry,
  NewFile,
  ReadSet,
  Snapshot,
  Table,
  TableColumn,
  TableDefinition,
} from './table.ts';
export { CONTRACT_KEY, DEFINITION_KEY, FINGERPRINT_KEY, QUARANTINED_KEY } from './metadata.ts';
export type { Commit, PublishStep, Removal, Rename } from './publish-step.ts';
export { RUN_ID } from './delta/commit-once.ts';
