import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sha256OfFile, syncToDisk } from '@sluice/core';
import { quoteIdentifier, wrapSql } from '@sluice/engine';
import type { Column, Session, SqlText, WrittenFile } from '@sluice/engine';
import { LakeNotWritableError } from './errors.ts';
import { CONTRACT_KEY, DEFINITION_KEY, FINGERPRINT_KEY, QUARANTINED_KEY } from './metadata.ts';

export interface StageRequest {
  readonly select: SqlText;
  /** What the SELECT yields, where the caller has bound it already. */
  readonly columns?: readonly Column[];
  /** A total order of the rows, by which the file's bytes are the same for any number of threads; undefined where the SELECT already yields one. */
  readonly orderBy: readonly string[] | undefined;
  /** The new file; its folder is made. It must lie on the volume of the published tables. */
  readonly path: string;
  readonly fingerprint: string;
  /** Canonical text of what the fingerprint was taken of, so that a later plan can say what changed. */
  readonly definition: string;
  /** The ODCS document that the table keeps, as JSON with sorted keys: whoever compares two lakes reads what each promised. */
  readonly contract?: string;
  /** Rows that were set aside and are not in the SELECT; 0 unless told. */
  readonly quarantined?: number;
}

/** One Parquet file, whole and on the disk, that no reader sees yet. */
export interface StagedTable extends WrittenFile {
  readonly sha256: string;
}

/**
 * Writes the rows of one SELECT to a new Parquet file and forces it onto the disk. Nothing that differs
 * from run to run gets into the bytes.
 * @throws {LakeNotWritableError} when the folder cannot be made.
 */
export async function stageParquet(session: Session, request: StageRequest): Promise<StagedTable> {
  const { path, fingerprint, definition, contract, quarantined = 0 } = request;
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new LakeNotWritableError(folder, error);
  }
  const metadata = {
    [FINGERPRINT_KEY]: fingerprint,
    [DEFINITION_KEY]: definition,
    ...(contract !== undefined && { [CONTRACT_KEY]: contract }),
    ...(quarantined > 0 && { [QUARANTINED_KEY]: String(quarantined) }),
  };
  const select = ordered(request.select, request.orderBy);
  const written = await session.writeParquet(select, path, metadata, request.columns);
  const [digest] = await Promise.all([sha256OfFile(path), syncToDisk(path)]);
  return { ...written, sha256: digest };
}

function ordered(select: SqlText, orderBy: readonly string[] | undefined): SqlText {
  if (orderBy === undefined || orderBy.length === 0) return select;
  return wrapSql('SELECT * FROM (', select, `) ORDER BY ${orderBy.map(quoteIdentifier).join(', ')}`);
}
