import { quoteFile, quoteLiteral } from '@sluice/engine';
import type { Replay } from './replays.ts';

/** Column names that no contract uses; `@sluice/sources` places rows by them too. */
export const RECORD = 'sluice_record';
export const LINE = 'sluice_line';

/** Where rows of a staged table came from, so that one of them can be traced back. */
export interface Origin {
  /** A SELECT of the contract's columns as they were staged, with `sluice_record` and `sluice_line`; in no order. */
  readonly select: string;
  /** The file that was read; undefined for rows that SQL made. */
  readonly file: string | undefined;
  /** SHA-256 of its content. */
  readonly content: string | undefined;
}

/** Corrected rows. @param select  of the contract's columns, in the order of the file */
export function replayedRows({ path, target, sha256 }: Replay, select: string): Origin {
  return {
    select: `SELECT *, row_number() OVER () AS ${RECORD}, CAST(NULL AS BIGINT) AS ${LINE} FROM (${select})`,
    file: target ?? path,
    content: sha256,
  };
}

/** The origin without the rows that corrected ones stand in for. */
export function withoutReplayed(origin: Origin, replays: readonly Replay[]): Origin {
  return {
    ...origin,
    select: `SELECT * FROM (${origin.select}) WHERE ${rowId(origin)} NOT IN (${replayedIds(replays)})`,
  };
}

/** SQL: a SELECT of the ids of the rows that were corrected. */
export function replayedIds(replays: readonly Replay[]): string {
  return `SELECT quarantine_id FROM read_parquet([${replays.map(({ path }) => quoteFile(path)).join(', ')}])`;
}

/** Rows that SQL made, as they were staged: they have no place in a file. */
export function madeRows(relation: string): Origin {
  return {
    select: `SELECT *, file_row_number AS ${RECORD}, CAST(NULL AS BIGINT) AS ${LINE} FROM ${relation}`,
    file: undefined,
    content: undefined,
  };
}

/** SQL: the id of a quarantined row, by which it can be replayed; the same in every run that reads the same file. Null for rows that SQL made. */
export function rowId({ content }: Pick<Origin, 'content'>, record = RECORD): string {
  if (content === undefined) return 'CAST(NULL AS VARCHAR)';
  return `${quoteLiteral(`${content.slice(0, 12)}-`)} || CAST(${record} AS VARCHAR)`;
}

/** Records that could not be read as rows at all, with the reasons of the reader. */
export interface Rejected {
  /** A SELECT of record, line, reasons STRUCT(code, "column", expected, got)[] and raw. */
  readonly select: string;
  readonly count: number;
  readonly file: string;
  readonly content: string | undefined;
}
