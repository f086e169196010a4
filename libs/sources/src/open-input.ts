import { stat } from 'node:fs/promises';
import type { Session } from '@sluice/engine';
import { openCsv } from './csv/open-csv.ts';
import { openSiftedCsv } from './csv/open-sifted-csv.ts';
import { InputEmptyError, InputUnreadableError } from './errors.ts';
import type { InputColumn, InputFile, InputRelation, SetAsideOptions, SiftedInput } from './input.ts';
import { openJson, openSiftedJson } from './json-array/open-json.ts';
import { openNdjson } from './ndjson/open-ndjson.ts';
import { openSiftedNdjson } from './ndjson/open-sifted-ndjson.ts';
import { openParquet, openSiftedParquet } from './parquet/open-parquet.ts';
import { canonicalType } from './text-types.ts';

/**
 * Opens the file of one table by its contract: checks what can be told without converting a value (the structure of
 * CSV and of JSON arrays, names, types of Parquet) and gives the SELECT that converts the rest without loss.
 * A file with a damaged record is refused, and the SELECT fails on a value that does not fit; with `onDamage:
 * 'setAside'` such records are left out and can be asked for. What concerns the file as a whole is refused either way.
 * @param columns  the contract's, in its order; the file may have them in any order.
 * @throws {InputEmptyError | InputUnreadableError | InputEncodingError | InputBrokenError | InputColumnsMissingError | InputTypesError}
 */
export async function openInput(
  session: Session,
  input: InputFile,
  columns: readonly InputColumn[],
): Promise<InputRelation>;
export async function openInput(
  session: Session,
  input: InputFile,
  columns: readonly InputColumn[],
  options: SetAsideOptions,
): Promise<SiftedInput>;
export async function openInput(
  session: Session,
  input: InputFile,
  columns: readonly InputColumn[],
  options?: SetAsideOptions,
): Promise<InputRelation> {
  const wanted = columns.map((column) => ({ ...column, type: canonicalType(column.type) }));
  if ((await sizeOf(input.path)) === 0) throw new InputEmptyError(input.path);
  switch (input.format) {
    case 'csv':
      return options === undefined
        ? openCsv(session, input, wanted)
        : openSiftedCsv(session, input, wanted, options.scratch);
    case 'ndjson':
      return options === undefined
        ? openNdjson(session, input, wanted)
        : openSiftedNdjson(session, input, wanted, options.scratch);
    case 'json':
      return options === undefined
        ? openJson(session, input, wanted)
        : openSiftedJson(session, input, wanted, options.scratch);
    case 'parquet':
      return options === undefined
        ? openParquet(session, input, wanted)
        : openSiftedParquet(session, input, wanted, options.scratch);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw new InputUnreadableError(path, error);
  }
}
