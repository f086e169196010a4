import { stat } from 'node:fs/promises';
import { EXIT, SluiceError } from '@sluice/core';
import { quoteFile, quoteIdentifier, type Session } from '@sluice/engine';
import { headerNames, readCsv } from './csv/open-csv.ts';
import { inferTypes, valueSql } from './csv/infer-types.ts';
import { scanCsv } from './csv/scan-csv.ts';
import { InputBrokenError, InputEmptyError, InputUnreadableError } from './errors.ts';
import type { InputFile } from './input.ts';
import { isJsonArray } from './json-array/open-array.ts';
import { soundArray } from './json-array/open-json.ts';
import { diagnoseNdjson } from './ndjson/diagnose.ts';
import { DEFAULT_OBJECT_BYTES } from './ndjson/open-ndjson.ts';
import { scanNdjson } from './ndjson/sift-ndjson.ts';

/**
 * Opens a file that no contract describes: a SELECT of all its columns, in file order. The structure of CSV and JSON is checked
 * byte by byte first, as with a contract, and a column gets the narrowest type that keeps all its values: `007` stays
 * text. Parquet has its own types, and NDJSON those of its values.
 * @param asText  columns of CSV that are not to be more than text.
 * @throws {InputEmptyError | InputUnreadableError | InputEncodingError | InputBrokenError}
 */
export async function openUntyped(
  session: Session,
  { path, format }: InputFile,
  asText: ReadonlySet<string> = new Set(),
): Promise<string> {
  await refuseEmpty(path);
  switch (format) {
    case 'csv':
      return openCsv(session, path, asText);
    case 'ndjson':
      return openNdjson(session, path);
    case 'json':
      return (await isJsonArray(path)) ? openArray(session, path) : openNdjson(session, path);
    case 'parquet': {
      const broken = (error: SluiceError): InputBrokenError =>
        new InputBrokenError({ file: path }, `it cannot be read as Parquet (${firstLine(error)})`, error);
      return openWith(session, `SELECT * FROM read_parquet(${quoteFile(path)})`, (error) =>
        Promise.resolve(broken(error)),
      );
    }
  }
}

async function openCsv(session: Session, file: string, asText: ReadonlySet<string>): Promise<string> {
  const scan = await scanCsv(file);
  const names = headerNames(file, scan.header);
  const from = readCsv(file, names.length, scan);
  const raw = names.map((_, index) => `c${String(index)}`);
  const open = raw.filter((_, index) => !asText.has(names[index] ?? ''));
  const inferred = open.length === 0 ? [] : await inferTypes(session, from, open);
  const types = new Map(open.map((column, index) => [column, inferred[index] ?? 'VARCHAR']));
  const cells = raw.map(
    (column, index) => `${valueSql(column, types.get(column) ?? 'VARCHAR')} AS ${quoteIdentifier(names[index] ?? '')}`,
  );
  return `SELECT ${cells.join(',\n  ')}\nFROM ${from}`;
}

async function openNdjson(session: Session, file: string): Promise<string> {
  const scan = await scanNdjson(file);
  if (scan === undefined) throw await diagnoseNdjson(file, new Error('a line is no record'));
  return openWith(session, jsonSelect(file, 'newline_delimited', scan.longest), (error) => diagnoseNdjson(file, error));
}

async function openArray(session: Session, file: string): Promise<string> {
  const { longest } = await soundArray(file);
  return openWith(session, jsonSelect(file, 'array', longest), (error) => Promise.resolve(error));
}

function jsonSelect(file: string, format: 'newline_delimited' | 'array', longest: number): string {
  const size = longest < DEFAULT_OBJECT_BYTES ? '' : `, maximum_object_size = ${longest + 1}`;
  return `SELECT * FROM read_json(${quoteFile(file)}, format = '${format}', records = true, sample_size = -1, map_inference_threshold = -1, ignore_errors = false${size})`;
}

/** Binds the SELECT; what keeps it from that is told with its place. */
async function openWith(
  session: Session,
  select: string,
  explain: (error: SluiceError) => Promise<Error>,
): Promise<string> {
  try {
    await session.describe(select);
    return select;
  } catch (error) {
    if (!(error instanceof SluiceError) || error.exitCode === EXIT.interrupted) throw error;
    throw await explain(error);
  }
}

async function refuseEmpty(path: string): Promise<void> {
  try {
    if ((await stat(path)).size === 0) throw new InputEmptyError(path);
  } catch (error) {
    throw error instanceof SluiceError ? error : new InputUnreadableError(path, error);
  }
}

function firstLine({ message }: Error): string {
  return message.split('\n', 1).join('');
}
