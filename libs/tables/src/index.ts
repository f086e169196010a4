/** Table formats: what is published, staged and replaced in one step. */
export {
  ColumnTypeUnsupportedError,
  FeatureUnsupportedError,
  JournalUnknownError,
  LakeNotWritableError,
  LinksUnsupportedError,
  LogBrokenError,
  PublishInterruptedError,
  StagedFileMissingError,
  TableMissingError,
  VersionMissingError,
} from './errors.ts';
export { completePublish, publishAll } from './publish.ts';
export { readPublished, readStoredContract } from './published.ts';
export type { PublishedParquet } from './published.ts';
export type { Commit, PublishStep, Removal, Rename } from './publish-step.ts';
export { stageParquet } from './stage.ts';
export type { StagedTable, StageRequest } from './stage.ts';
export { sweep } from './sweep.ts';
export { readHistory } from './delta/history.ts';
export { snapshotRelation } from './delta/relation.ts';
export type { RowPlace } from './delta/relation.ts';
export { readSnapshot } from './delta/snapshot.ts';
export type { DeltaSnapshot } from './delta/snapshot.ts';
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
