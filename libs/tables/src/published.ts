import { exists } from './files.ts';
import { EXIT, SluiceError } from '@sluice/core';
import { quoteFile, quoteIdentifier, quoteLiteral } from '@sluice/engine';
import type { Row, Session } from '@sluice/engine';
import { CONTRACT_KEY, DEFINITION_KEY, FINGERPRINT_KEY, QUARANTINED_KEY } from './metadata.ts';

const KEYS = [FINGERPRINT_KEY, DEFINITION_KEY, QUARANTINED_KEY];

/** What a published Parquet file says of itself. A file that Sluice did not write, or that is broken, has no fingerprint. */
export interface PublishedParquet {
  readonly fingerprint: string | undefined;
  readonly definition: string | undefined;
  /** Undefined where the file cannot be read. */
  readonly rows: number | undefined;
  readonly bytes: number | undefined;
  /** Rows that were set aside when it was made. */
  readonly quarantined: number;
}

const UNREADABLE: PublishedParquet = {
  fingerprint: undefined,
  definition: undefined,
  rows: undefined,
  bytes: undefined,
  quarantined: 0,
};

/**
 * Reads the footers of published Parquet files, in one query for all.
 * @returns by path as given; a file that does not exist is absent.
 */
export async function readPublished(
  session: Session,
  paths: readonly string[],
): Promise<ReadonlyMap<string, PublishedParquet>> {
  const present = await Promise.all(paths.map(exists));
  const found = paths.filter((_, index) => present[index]);
  if (found.length === 0) return new Map();
  try {
    return await readFooters(session, found);
  } catch (error) {
    if (!isFileTrouble(error)) throw error;
    return readOneByOne(session, found);
  }
}

/**
 * The contract that a published Parquet file was made under, as JSON of its ODCS document; undefined where the file does
 * not say, as those of an older Sluice. A plan does without it, so that its one query stays short.
 */
export async function readStoredContract(session: Session, path: string): Promise<string | undefined> {
  const [row] = await session.query(
    `SELECT decode(value) AS contract FROM parquet_kv_metadata([${quoteFile(path)}]) WHERE key = ${quoteLiteral(CONTRACT_KEY)}::BLOB`,
  );
  return row === undefined ? undefined : text(row, 'contract');
}

/** One broken file fails the query for all: then each is asked alone. */
async function readOneByOne(
  session: Session,
  paths: readonly string[],
): Promise<ReadonlyMap<string, PublishedParquet>> {
  const published = new Map<string, PublishedParquet>();
  for (const path of paths) {
    try {
      published.set(path, (await readFooters(session, [path])).get(path) ?? UNREADABLE);
    } catch (error) {
      if (!isFileTrouble(error)) throw error;
      published.set(path, UNREADABLE);
    }
  }
  return published;
}

async function readFooters(session: Session, paths: readonly string[]): Promise<Map<string, PublishedParquet>> {
  const files = `[${paths.map(quoteFile).join(', ')}]`;
  const values = KEYS.map(
    (key) =>
      `(SELECT any_value(e.value) FROM entries e WHERE e.file_name = f.file_name AND e.key = ${quoteLiteral(key)}) AS ${quoteIdentifier(key)}`,
  );
  const rows = await session.query(
    `WITH entries AS (
       SELECT file_name, decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(${files})
       WHERE key IN (${KEYS.map((key) => `${quoteLiteral(key)}::BLOB`).join(', ')})
     )
     SELECT f.file_name AS path, f.num_rows AS "rows", f.file_size_bytes AS bytes,
       ${values.join(', ')}
     FROM parquet_file_metadata(${files}) f`,
  );
  return new Map(rows.map((row) => [text(row, 'path') ?? '', footer(row)]));
}

function footer(row: Row): PublishedParquet {
  return {
    fingerprint: text(row, FINGERPRINT_KEY),
    definition: text(row, DEFINITION_KEY),
    rows: Number(row['rows']),
    bytes: Number(row['bytes']),
    quarantined: Number(row[QUARANTINED_KEY] ?? 0),
  };
}

function text(row: Row, column: string): string | undefined {
  const value = row[column];
  return typeof value === 'string' ? value : undefined;
}

/** An interrupt is no verdict on a file. */
function isFileTrouble(error: unknown): boolean {
  return error instanceof SluiceError && error.exitCode !== EXIT.interrupted;
}
