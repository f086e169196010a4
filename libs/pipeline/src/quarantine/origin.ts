import { quoteLiteral } from '@sluice/engine';
import type { InputRelation } from '@sluice/sources';

/** Column names that no contract uses. */
export const RECORD = 'sluice_record';
export const LINE = 'sluice_line';

/** Where rows of a staged table came from, so that one of them can be traced back. */
export interface Origin {
  /** A SELECT of the contract's columns as they were staged, with `sluice_record` and `sluice_line`, in the order of the origin. */
  readonly select: string;
  /** The file that was read; undefined for rows that SQL made. */
  readonly file: string | undefined;
  /** SHA-256 of its content. */
  readonly content: string | undefined;
}

/** Rows that SQL made, as they were staged: they have no place in a file. */
export function madeRows(relation: string): Origin {
  return {
    select: `SELECT *, file_row_number AS ${RECORD}, CAST(NULL AS BIGINT) AS ${LINE} FROM ${relation}`,
    file: undefined,
    content: undefined,
  };
}

/** Rows that were read from a file. @param content  SHA-256 of the file */
export function fileRows({ select }: Pick<InputRelation, 'select'>, file: string, content: string | undefined): Origin {
  return {
    select: `SELECT *, row_number() OVER () AS ${RECORD}, CAST(NULL AS BIGINT) AS ${LINE} FROM (${select})`,
    file,
    content,
  };
}

/** SQL: the id of a quarantined row, by which it can be replayed; the same in every run that reads the same file. Null for rows that SQL made. */
export function rowId({ content }: Origin): string {
  if (content === undefined) return 'CAST(NULL AS VARCHAR)';
  return `${quoteLiteral(`${content.slice(0, 12)}-`)} || CAST(${RECORD} AS VARCHAR)`;
}
