import { join } from 'node:path';
import type { Session } from '@sluice/engine';
import { matchColumns } from '../columns.ts';
import { InputBrokenError, InputEncodingError } from '../errors.ts';
import type { InputColumn, InputFile, SiftedInput } from '../input.ts';
import { countedPlaces, type Places, writtenPlaces } from '../set-aside/places.ts';
import type { Sifting } from '../set-aside/sift-writer.ts';
import { siftedRelation, valuesByName } from '../set-aside/sifted-relation.ts';
import { csvCells, headerNames, readCsv } from './open-csv.ts';
import { readCsvHeader } from './read-header.ts';
import { type CsvScan, scanCsv, writeCsvPlaces } from './scan-csv.ts';
import { siftCsv } from './sift-csv.ts';
import { scratchFolder } from '../set-aside/scratch.ts';

/** Opens a CSV file, of which damaged records, and those with values that do not fit, are set aside. */
export async function openSiftedCsv(
  session: Session,
  { path: file }: InputFile,
  columns: readonly InputColumn[],
  scratch: string,
): Promise<SiftedInput> {
  const { scan, sifting } = await soundRecords(file, columns, scratch);
  const names = headerNames(file, scan.header);
  const from = readCsv(sifting?.cleaned ?? file, names.length, scan);
  return siftedRelation(session, {
    ...{ sifting, scratch, sound: scan.rows },
    reading: { file, from, cells: csvCells(file, columns, names) },
    places: placesOf(file, scan, sifting, scratch),
    surplus: matchColumns(file, columns, names),
    values: valuesByName(names.map((name, index) => ({ name, sql: `c${index}` }))),
  });
}

/** The file itself where nothing is wrong with it, after one pass as ever; else its sound records in a file of their own. */
async function soundRecords(
  file: string,
  columns: readonly InputColumn[],
  scratch: string,
): Promise<{ readonly scan: CsvScan; readonly sifting: Sifting | undefined }> {
  let fault: InputBrokenError | InputEncodingError;
  try {
    return { scan: await scanCsv(file), sifting: undefined };
  } catch (error) {
    if (!(error instanceof InputBrokenError || error instanceof InputEncodingError)) throw error;
    fault = error;
  }
  const header = await readCsvHeader(file);
  if (header === undefined) throw fault;
  const names = headerNames(file, header.bytes);
  matchColumns(file, columns, names);
  const types = names.map((name) => columns.find((column) => column.name === name)?.type);
  const sifting = await siftCsv(file, { ...header, names }, types, scratch);
  // Where nothing agrees with the header, it is the header or the whole file that is wrong.
  if (sifting.good === 0 && sifting.rejected > 1) throw fault;
  // The copy has to pass what a file that came sound has to pass.
  const scan = await scanCsv(sifting.cleaned);
  if (scan.rows !== sifting.good) throw fault;
  return { scan, sifting };
}

function placesOf(file: string, { oneLineEach }: CsvScan, sifting: Sifting | undefined, scratch: string): Places {
  if (sifting !== undefined) return writtenPlaces(() => Promise.resolve(sifting.places));
  if (oneLineEach) return countedPlaces(2);
  let written: Promise<string> | undefined;
  return writtenPlaces(() => {
    written ??= writeCsvPlaces(file, join(scratchFolder(scratch, 'places-'), 'places.csv'));
    return written;
  });
}
