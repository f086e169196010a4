import { EXIT, SluiceError } from '@sluice/core';
import { type Column, quoteFile, quoteIdentifier, type Session } from '@sluice/engine';
import { matchColumns } from '../columns.ts';
import { InputBrokenError, InputTypesError } from '../errors.ts';
import type { InputColumn, InputFile, InputRelation, SiftedInput } from '../input.ts';
import { countedPlaces } from '../set-aside/places.ts';
import { siftedRelation, valuesByName } from '../set-aside/sifted-relation.ts';
import { findFaults, locateRows, strictSelect } from '../typed-relation.ts';
import type { Cell, Reading } from '../typed-relation.ts';
import { parquetCell } from './parquet-cell.ts';

/** Opens a Parquet file: types are compared first, and single values only where the types leave it open. */
export async function openParquet(
  session: Session,
  { path: file }: InputFile,
  columns: readonly InputColumn[],
): Promise<InputRelation> {
  const { cells, from, rows, surplus } = await bindParquet(session, file, columns);
  const reading: Reading = { file, from, cells, placesOf: () => Promise.resolve(new Map()) };
  return {
    select: strictSelect(reading),
    rows,
    surplus,
    faults: (limit) => orBroken(file, findFaults(session, reading, limit)),
    locate: (predicate, limit) => locateRows(session, reading, predicate, limit),
  };
}

/** Opens a Parquet file whose rows with values that do not fit are set aside. A file that is cut short is refused. */
export async function openSiftedParquet(
  session: Session,
  { path: file }: InputFile,
  columns: readonly InputColumn[],
  scratch: string,
): Promise<SiftedInput> {
  const { cells, from, rows, surplus, found } = await bindParquet(session, file, columns);
  const values = valuesByName(found.map(({ name }) => ({ name, sql: quoteIdentifier(name) })));
  return siftedRelation(session, {
    ...{ surplus, scratch, values, sound: rows },
    reading: { file, from, cells },
    places: countedPlaces(null),
    sifting: undefined,
  });
}

interface BoundParquet {
  readonly from: string;
  readonly cells: readonly Cell[];
  readonly rows: number;
  readonly surplus: readonly string[];
  readonly found: readonly Column[];
}

async function bindParquet(session: Session, file: string, columns: readonly InputColumn[]): Promise<BoundParquet> {
  const from = `read_parquet(${quoteFile(file)})`;
  const { found, rows } = await readSchema(session, file, from);
  const surplus = matchColumns(
    file,
    columns,
    found.map(({ name }) => name),
  );
  const types = new Map(found.map(({ name, type }) => [name, type]));
  const bound = columns
    .map((column) => ({ column, got: types.get(column.name) ?? '' }))
    .map(({ column, got }) => ({ column, got, cell: parquetCell(column, got) }));
  const mismatches = bound.flatMap(({ column, got, cell }) =>
    cell === undefined ? [{ column: column.name, expected: column.type, got }] : [],
  );
  if (mismatches.length > 0) throw new InputTypesError(file, mismatches);
  return { from, cells: bound.flatMap(({ cell }) => (cell === undefined ? [] : [cell])), rows, surplus, found };
}

async function readSchema(
  session: Session,
  file: string,
  from: string,
): Promise<{ readonly found: readonly Column[]; readonly rows: number }> {
  return orBroken(
    file,
    (async () => {
      const found = await session.describe(`SELECT * FROM ${from}`);
      const [counted] = await session.query(`SELECT num_rows AS "rows" FROM parquet_file_metadata(${quoteFile(file)})`);
      return { found, rows: Number(counted?.['rows']) };
    })(),
  );
}

async function orBroken<T>(file: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof SluiceError) || error.exitCode === EXIT.interrupted) throw error;
    const [reason = ''] = error.message.split('\n');
    throw new InputBrokenError({ file }, `it cannot be read as Parquet (${reason})`, error);
  }
}
