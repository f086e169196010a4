import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import type { Row, Session } from '@sluice/engine';
import type { InputFault, InputFaults, LocatedRow, Place } from './input.ts';

/** One column of the contract over the columns of `from`. */
export interface Cell {
  readonly name: string;
  /** SQL: what stands in the file, null where nothing does. */
  readonly raw: string;
  /** SQL: the value in the contract's type, null where `raw` is null or does not fit. */
  readonly value: string;
  /** What the column takes, in words; undefined where every value fits, so that none need be checked. */
  readonly expected: string | undefined;
}

/** A file as the engine reads it. */
export interface Reading {
  readonly file: string;
  /** A FROM item that yields the records in file order. */
  readonly from: string;
  readonly cells: readonly Cell[];
  /** Where rows of `from` stand in the file, by their number; a row that is not there is the record of that number, without a line. */
  readonly placesOf: (rows: readonly number[]) => Promise<ReadonlyMap<number, Place>>;
}

const LONGEST_VALUE = 200;

/** The number of a row of `from`, counted from 1: a column name that no contract uses. */
export const NUMBER = 'sluice_record';

/** The places of records that stand on some lines. */
export function placesOnLines(lines: ReadonlyMap<number, number>): ReadonlyMap<number, Place> {
  return new Map([...lines].map(([record, line]) => [record, { record, line }]));
}

/** A SELECT that fails on the first value that does not fit. Its error names the column alone: the value may be personal. */
export function strictSelect({ file, from, cells }: Reading): string {
  const columns = cells.map(({ name, expected }, index) => {
    if (expected === undefined) return `v${index} AS ${quoteIdentifier(name)}`;
    const message = quoteLiteral(`${file}: a value does not fit the column ${name}`);
    return `CASE WHEN v${index} IS NULL AND r${index} IS NOT NULL THEN error(${message}) ELSE v${index} END AS ${quoteIdentifier(name)}`;
  });
  return `SELECT ${columns.join(',\n  ')}\nFROM (${pairs(cells, from)})`;
}

/** A SELECT of the rows all of whose values fit. */
export function soundSelect({ from, cells }: Reading): string {
  const columns = cells.map(({ name }, index) => `v${index} AS ${quoteIdentifier(name)}`);
  return `SELECT ${columns.join(',\n  ')}\nFROM (${pairs(cells, from, NEVER)})${whereSound(cells)}`;
}

/** A filter that names a volatile column stays where it is: pushed down, it would convert every value a second time. */
export const NEVER = 'random() < 0 AS never';

/** The cells whose values may not fit, with their place. */
export function misfits(
  cells: readonly Cell[],
): readonly { readonly index: number; readonly name: string; readonly expected: string }[] {
  return cells.flatMap(({ name, expected }, index) => (expected === undefined ? [] : [{ index, name, expected }]));
}

/** SQL: whether a value does not fit. */
export function isMisfit(index: number): string {
  return `(v${index} IS NULL AND r${index} IS NOT NULL)`;
}

/** Counts and lists the values that do not fit. */
export async function findFaults(session: Session, reading: Reading, limit: number): Promise<InputFaults> {
  const { cells, from } = reading;
  const checked = misfits(cells);
  const total = checked.map(({ index }) => `count_if(${isMisfit(index)})`).join(' + ') || '0';
  const everyValue = cells.map((_, index) => `v${index}`).join(', ');
  const [totals] = await session.query(
    `SELECT (${total})::BIGINT AS total, bit_xor(hash(${everyValue})) AS "read" FROM (${pairs(cells, from)})`,
  );
  const count = Number(totals?.['total'] ?? 0);
  if (count === 0) return { count, faults: [] };
  const shown = checked.map(
    ({ index }) => `CASE WHEN ${isMisfit(index)} THEN left(r${index}::VARCHAR, ${LONGEST_VALUE}) END AS r${index}`,
  );
  const rows = await session.query(
    `SELECT ${NUMBER}, ${shown.join(', ')} FROM (${numbered(reading)})
     WHERE ${checked.map(({ index }) => isMisfit(index)).join(' OR ')} ORDER BY ${NUMBER} LIMIT ${limit}`,
  );
  const places = await reading.placesOf(rows.map(rowNumber));
  const faults = rows.flatMap((row) =>
    checked.flatMap(({ index, name, expected }): InputFault[] => {
      const value = row[`r${index}`];
      if (typeof value !== 'string') return [];
      return [{ file: reading.file, ...placeOf(row, places), column: name, value, expected }];
    }),
  );
  return { count, faults: faults.slice(0, limit) };
}

/** Finds rows by a predicate over the contract's columns. @param soundOnly  leaves out rows with a value that does not fit. */
export async function locateRows(
  session: Session,
  reading: Reading,
  predicate: string,
  limit: number,
  soundOnly = false,
): Promise<readonly LocatedRow[]> {
  const { cells } = reading;
  const columns = cells.map(({ name }, index) => `v${index} AS ${quoteIdentifier(name)}`).join(', ');
  const rows = await session.query(
    `SELECT * FROM (SELECT ${NUMBER}, ${columns} FROM (${numbered(reading, NEVER)})${soundOnly ? whereSound(cells) : ''})
     WHERE ${predicate}\nORDER BY ${NUMBER} LIMIT ${limit}`,
  );
  const places = await reading.placesOf(rows.map(rowNumber));
  return rows.map((row) => ({ ...placeOf(row, places), row: valuesOf(row) }));
}

/** Each cell twice: r0, r1 … as it stands, v0, v1 … as it is read. */
function pairs(cells: readonly Cell[], from: string, ...more: readonly string[]): string {
  return `SELECT ${[pairColumns(cells), ...more].join(', ')} FROM ${from}`;
}

/** As `pairs`, with the row's number, and more columns. */
export function numbered({ cells, from }: Reading, ...more: readonly string[]): string {
  return `SELECT ${[`row_number() OVER () AS ${NUMBER}`, pairColumns(cells), ...more].join(', ')} FROM ${from}`;
}

/** SQL: leaves out rows of `numbered` or `pairs`, made with `NEVER`, with a value that does not fit. */
export function whereSound(cells: readonly Cell[]): string {
  const found = misfits(cells).map(({ index }) => isMisfit(index));
  return found.length === 0 ? '' : `\nWHERE NOT (${found.join(' OR ')}) OR never`;
}

function pairColumns(cells: readonly Cell[]): string {
  return cells.map(({ raw, value }, index) => `${raw} AS r${index}, ${value} AS v${index}`).join(',\n  ');
}

function rowNumber(row: Row): number {
  return Number(row[NUMBER]);
}

function placeOf(row: Row, places: ReadonlyMap<number, Place>): Place {
  const record = rowNumber(row);
  return places.get(record) ?? { record, line: null };
}

function valuesOf(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== NUMBER));
}
