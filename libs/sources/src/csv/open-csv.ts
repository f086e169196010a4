import { quoteFile, type Session } from '@sluice/engine';
import { parse } from 'csv-parse/sync';
import { matchColumns } from '../columns.ts';
import { InputBrokenError } from '../errors.ts';
import type { InputColumn, InputFile, InputRelation } from '../input.ts';
import { cellOfText } from '../text-cell.ts';
import { findFaults, locateRows, placesOnLines, strictSelect } from '../typed-relation.ts';
import type { Cell, Reading } from '../typed-relation.ts';
import { csvLinesOf, scanCsv } from './scan-csv.ts';
import type { CsvScan } from './scan-csv.ts';

/** The longest record that the engine's reader takes unless told otherwise, and its buffer, in bytes. */
const DEFAULT_RECORD_BYTES = 2_000_000;
const DEFAULT_BUFFER_BYTES = 32_000_000;

/**
 * Opens a CSV file: comma, double quote, header, UTF-8, one kind of line end. An unquoted empty cell is null, and so
 * is a quoted one but in a text column, where it is the empty text.
 */
export async function openCsv(
  session: Session,
  { path: file }: InputFile,
  columns: readonly InputColumn[],
): Promise<InputRelation> {
  const scan = await scanCsv(file);
  const names = headerNames(file, scan.header);
  const surplus = matchColumns(file, columns, names);
  const reading: Reading = {
    file,
    from: readCsv(file, names.length, scan),
    cells: csvCells(file, columns, names),
    placesOf: async (rows) => placesOnLines(await csvLinesOf(file, rows)),
  };
  return {
    select: strictSelect(reading),
    rows: scan.rows,
    surplus,
    faults: (limit) => findFaults(session, reading, limit),
    locate: (predicate, limit) => locateRows(session, reading, predicate, limit),
  };
}

/** @param names  the file's columns, which the engine knows as c0, c1 … */
export function csvCells(file: string, columns: readonly InputColumn[], names: readonly string[]): readonly Cell[] {
  return columns.map((column) => {
    const raw = `c${names.indexOf(column.name)}`;
    return cellOfText(file, column, column.type === 'VARCHAR' ? raw : `nullif(${raw}, '')`);
  });
}

/** The names of the columns. @throws {InputBrokenError} where one is there twice, or has a line break. */
export function headerNames(file: string, header: Buffer): readonly string[] {
  const [names = []]: string[][] = parse(header, { relax_column_count: true });
  const broken = names.find((name) => /[\r\n]/u.test(name));
  // The engine's reader finds no rows at all where the header's line break is not of the file's kind.
  if (broken !== undefined) {
    throw new InputBrokenError({ file, line: 1 }, `the header has a line break in the name ${JSON.stringify(broken)}`);
  }
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return names;
  throw new InputBrokenError({ file, line: 1 }, `the header has the name ${JSON.stringify(repeated)} twice`);
}

/** Columns are named by their place, c0, c1 …: names that differ in case alone would clash in the engine. */
export function readCsv(file: string, width: number, { longest, multiline }: CsvScan): string {
  const columns = Array.from({ length: width }, (_, index) => `'c${index}': 'VARCHAR'`).join(', ');
  const options = [
    'auto_detect = false',
    "delim = ','",
    `quote = '"'`,
    `escape = '"'`,
    'header = true',
    'strict_mode = true',
    'null_padding = false',
    'ignore_errors = false',
    "nullstr = ''",
    'allow_quoted_nulls = false',
    `columns = {${columns}}`,
  ];
  // In parallel the engine's reader (1.5) takes the inside of a cell for a record where a buffer ends in one.
  if (multiline) options.push('parallel = false');
  if (longest > DEFAULT_RECORD_BYTES) {
    options.push(`max_line_size = ${longest + 2}`, `buffer_size = ${Math.max(DEFAULT_BUFFER_BYTES, 4 * longest)}`);
  }
  return `read_csv(${quoteFile(file)}, ${options.join(', ')})`;
}
