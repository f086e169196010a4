import { EXIT, SluiceError } from '@sluice/core';
import { quoteFile, quoteIdentifier, quoteLiteral } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import { linesOf } from '../byte-lines.ts';
import { matchColumns } from '../columns.ts';
import type { InputColumn, InputFile, InputRelation } from '../input.ts';
import { findFaults, locateRows, placesOnLines, strictSelect } from '../typed-relation.ts';
import type { Reading } from '../typed-relation.ts';
import { diagnoseNdjson } from './diagnose.ts';
import { jsonCell } from './json-cell.ts';
import { type KeySample, sampleKeys } from './sample-keys.ts';

/** The longest object that the engine's reader takes unless told otherwise, in bytes. */
export const DEFAULT_OBJECT_BYTES = 16_000_000;

/** Opens a file with one JSON object a line; a key that an object lacks is null, blank lines are passed over. */
export async function openNdjson(
  session: Session,
  { path: file }: InputFile,
  columns: readonly InputColumn[],
): Promise<InputRelation> {
  const from = readJson(file, columns);
  const cells = columns.map((column) => jsonCell(file, column));
  const placesOf = async (rows: readonly number[]) => placesOnLines(await ndjsonLinesOf(file, rows));
  const reading: Reading = { file, from, cells, placesOf };
  const surplus = await checkKeys(session, file, await sampleKeys(file), columns, from);
  return {
    select: strictSelect(reading),
    rows: undefined,
    surplus,
    faults: (limit) => orDiagnosed(file, findFaults(session, reading, limit)),
    locate: (predicate, limit) => orDiagnosed(file, locateRows(session, reading, predicate, limit)),
  };
}

/** @param longest  bytes of the longest record, where known. */
export function readJson(
  file: string,
  columns: readonly InputColumn[],
  longest = 0,
  format: 'newline_delimited' | 'array' = 'newline_delimited',
): string {
  const size = longest > DEFAULT_OBJECT_BYTES ? `, maximum_object_size = ${longest + 1}` : '';
  const types = columns.map(({ name }) => `${quoteLiteral(name)}: 'JSON'`).join(', ');
  return `read_json(${quoteFile(file)}, format = '${format}', records = true, auto_detect = false, ignore_errors = false, columns = {${types}}${size})`;
}

/**
 * Compares the keys that the objects have with the contract's. @returns the surplus ones.
 * @param file  the one to blame.
 * A required key that no object of the sample has is looked for in the whole file.
 */
export async function checkKeys(
  session: Session,
  file: string,
  { objects, keys }: KeySample,
  columns: readonly InputColumn[],
  from: string,
): Promise<readonly string[]> {
  const unseen = columns.filter(({ name, required }) => required && !keys.has(name));
  if (objects === 0 || unseen.length === 0) return [...keys].filter((key) => !columns.some(({ name }) => name === key));
  const counts = unseen.map(({ name }, index) => `count(${quoteIdentifier(name)}) > 0 AS seen${index}`).join(', ');
  const [seen] = await orDiagnosed(file, session.query(`SELECT ${counts} FROM ${from}`));
  const found = unseen.filter((_, index) => seen?.[`seen${index}`] === true).map(({ name }) => name);
  const optional = columns.filter(({ name, required }) => !required && !keys.has(name));
  return matchColumns(
    file,
    columns.filter((column) => !optional.includes(column)),
    [...keys, ...found],
  );
}

/** Blank lines are no rows. */
async function ndjsonLinesOf(file: string, rows: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const wanted = new Set(rows);
  const lines = new Map<number, number>();
  let line = 0;
  let row = 0;
  for await (const bytes of linesOf(file)) {
    line += 1;
    if (bytes.toString('latin1').trim() === '') continue;
    row += 1;
    if (wanted.has(row)) lines.set(row, line);
    if (lines.size === wanted.size) break;
  }
  return lines;
}

async function orDiagnosed<T>(file: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof SluiceError) || error.exitCode === EXIT.interrupted) throw error;
    throw await diagnoseNdjson(file, error);
  }
}
