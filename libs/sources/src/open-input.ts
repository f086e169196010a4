import { stat } from 'node:fs/promises';
import type { Session } from '@sluice/engine';
import { openCsv } from './csv/open-csv.ts';
import { InputEmptyError, InputUnreadableError } from './errors.ts';
import type { InputColumn, InputFile, InputRelation } from './input.ts';
import { openNdjson } from './ndjson/open-ndjson.ts';
import { openParquet } from './parquet/open-parquet.ts';
import { canonicalType } from './text-types.ts';

/**
 * Opens the file of one table by its contract: checks what can be told without converting a value (the structure of
 * CSV, names, types of Parquet) and gives the SELECT that converts the rest without loss.
 * @param columns  the contract's, in its order; the file may have them in any order.
 * @throws {InputEmptyError | InputUnreadableError | InputEncodingError | InputBrokenError | InputColumnsMissingError | InputTypesError}
 */
export async function openInput(
  session: Session,
  input: InputFile,
  columns: readonly InputColumn[],
): Promise<InputRelation> {
  const wanted = columns.map((column) => ({ ...column, type: canonicalType(column.type) }));
  if ((await sizeOf(input.path)) === 0) throw new InputEmptyError(input.path);
  switch (input.format) {
    case 'csv':
      return openCsv(session, input, wanted);
    case 'ndjson':
      return openNdjson(session, input, wanted);
    case 'parquet':
      return openParquet(session, input, wanted);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw new InputUnreadableError(path, error);
  }
}
