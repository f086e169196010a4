import { basename, extname } from 'node:path';
import { quoteFile, type Session } from '@sluice/engine';
import { inferredDocument } from './document.ts';
import { measureColumns } from './measure.ts';

/** How the rows of a file are read, by its ending. @throws {RangeError} for another ending */
export function fileSource(path: string): string {
  const file = quoteFile(path);
  switch (extname(path).toLowerCase()) {
    case '.parquet':
      return `read_parquet(${file})`;
    case '.csv':
    case '.tsv':
      return `read_csv(${file}, sample_size = -1)`;
    case '.json':
    case '.ndjson':
    case '.jsonl':
      return `read_json(${file}, sample_size = -1)`;
    default:
      throw new RangeError(`Expected a file that ends in .csv, .tsv, .ndjson, .jsonl, .json or .parquet, got ${path}`);
  }
}

/**
 * A first contract of the rows of a CSV, NDJSON or Parquet file: types, keys, required columns, enumerations, ranges,
 * patterns and formats that all of the rows keep, as YAML, each with its evidence as a comment. It is a beginning: what
 * merely happens to hold has to be taken out by whoever knows the data.
 * @param source  an item for FROM with the file's rows, where the caller has read it already.
 */
export async function inferContract(session: Session, path: string, source = fileSource(path)): Promise<string> {
  const table = basename(path, extname(path)).replace(/[^A-Za-z0-9_]+/g, '_');
  return inferredDocument(table, basename(path), await measureColumns(session, source));
}
