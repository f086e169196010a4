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
  /** The line on which each record starts, by its number; empty where the format has no lines. */
  readonly linesOf: (records: readonly number[]) => Promise<ReadonlyMap<number, number>>;
}

const LONGEST_VALUE = 200;

/** A column name that no contract uses. */
const RECORD = 'sluice_record';

/** A SELECT that fails on the first value that does not fit. Its error names the column alone: the value may be personal. */
export function strictSelect({ file, from, cells }: Reading): string {
  const columns = cells.map(({ name, expected }, index) => {
    if (expected === undefined) return `v${index} AS ${quoteIdentifier(name)}`;
    const message = quoteLiteral(`${file}: a value does not fit the column ${name}`);
    return `CASE WHEN v${index} IS NULL AND r${index} IS NOT NULL THEN error(${message}) ELSE v${index} END AS ${quoteIdentifier(name)}`;
  });
  return `SELECT ${columns.join(',\n  ')}\nFROM (${pairs(cells, from)})`;
}

/** Counts and lists the values that do not fit. */
export async function findFaults(session: Session, reading: Reading, limit: number): Promise<InputFaults> {
  const { cells, from } = reading;
  const checked = cells.map((cell, index) => ({ ...cell, index })).filter((cell) => cell.expected !== undefined);
  const broken = (index: number) => `(v${index} IS NULL AND r${index} IS NOT NULL)`;
  const total = checked.map(({ index }) => `count_if(${broken(index)})`).join(' + ') || '0';
  const everyValue = cells.map((_, index) => `v${index}`).join(', ');
  const [totals] = await session.query(
    `SELECT (${total})::BIGINT AS total, bit_xor(hash(${everyValue})) AS "read" FROM (${pairs(cells, from)})`,
  );
  const count = Number(totals?.['total'] ?? 0);
  if (count === 0) return { count, faults: [] };
  const shown = checked.map(
    ({ index }) => `CASE WHEN ${broken(index)} THEN left(r${index}::VARCHAR, ${LONGEST_VALUE}) END AS r${index}`,
  );
  const rows = await session.query(
    `SELECT ${RECORD}, ${shown.join(', ')} FROM (${numbered(cells, from)})
     WHERE ${checked.map(({ index }) => broken(index)).join(' OR ')} ORDER BY ${RECORD} LIMIT ${limit}`,
  );
  const lines = await reading.linesOf(rows.map(recordNumber));
  const faults = rows.flatMap((row) =>
    checked.flatMap(({ index, name, expected }): InputFault[] => {
      const value = row[`r${index}`];
      if (typeof value !== 'string' || expected === undefined) return [];
      return [{ file: reading.file, ...placeOf(row, lines), column: name, value, expected }];
    }),
  );
  return { count, faults: faults.slice(0, limit) };
}

/** Finds rows by a predicate over the contract's columns. */
export async function locateRows(
  session: Session,
  reading: Reading,
  predicate: string,
  limit: number,
): Promise<readonly LocatedRow[]> {
  const { cells, from } = reading;
  const columns = cells.map(({ name }, index) => `v${index} AS ${quoteIdentifier(name)}`).join(', ');
  const rows = await session.query(
    `SELECT * FROM (SELECT ${RECORD}, ${columns} FROM (${numbered(cells, from)}))
     WHERE ${predicate}\nORDER BY ${RECORD} LIMIT ${limit}`,
  );
  const lines = await reading.linesOf(rows.map(recordNumber));
  return rows.map((row) => ({ ...placeOf(row, lines), row: valuesOf(row) }));
}

/** Each cell twice: r0, r1 … as it stands, v0, v1 … as it is read. */
function pairs(cells: readonly Cell[], from: string): string {
  return `SELECT ${pairColumns(cells)} FROM ${from}`;
}

function numbered(cells: readonly Cell[], from: string): string {
  return `SELECT row_number() OVER () AS ${RECORD}, ${pairColumns(cells)} FROM ${from}`;
}

function pairColumns(cells: readonly Cell[]): string {
  return cells.map(({ raw, value }, index) => `${raw} AS r${index}, ${value} AS v${index}`).join(',\n  ');
}

function recordNumber(row: Row): number {
  return Number(row[RECORD]);
}

function placeOf(row: Row, lines: ReadonlyMap<number, number>): Place {
  const record = recordNumber(row);
  return { record, line: lines.get(record) ?? null };
}

function valuesOf(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== RECORD));
}
