/** SQL in the Node process: the Engine interface, and DuckDB behind it. */
export type {
  AppendedCell,
  Column,
  ColumnStatistics,
  Engine,
  Limits,
  Lock,
  ParquetLayout,
  ParsedSelect,
  Progress,
  Row,
  Session,
  SqlText,
  TableReference,
  Value,
  WrittenFile,
  WrittenPart,
} from './engine.ts';
export { openDuckDb } from './duckdb.ts';
export type { DuckDbOptions } from './duckdb.ts';
export {
  ColumnTypeRefusedError,
  DiskFullError,
  EngineStartError,
  FileCorruptError,
  FileExistsError,
  FileNotReadableError,
  FileNotWritableError,
  LakeLockedError,
  LockUnusableError,
  OutOfMemoryError,
  SqlBindError,
  SqlError,
  SqlRefusedError,
  SqlRuntimeError,
  SqlSyntaxError,
} from './errors.ts';
export { detectLimits, engineMemory, SHARE_OF_MACHINE } from './limits.ts';
export type { LimitOptions } from './limits.ts';
export { quoteFile, quoteIdentifier, quoteLiteral, quoteTable } from './quote.ts';
export { watchSpill } from './spill.ts';
export type { SpillWatch } from './spill.ts';
export { lineOf } from './position.ts';
export { recordingSession } from './recording-session.ts';
export { wrapSql } from './sql-text.ts';
export { isNode, offsetOf } from './syntax-tree.ts';
export type { SyntaxNode } from './syntax-tree.ts';
