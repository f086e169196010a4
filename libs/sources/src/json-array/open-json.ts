import { join } from 'node:path';
import type { Session } from '@sluice/engine';
import { findEncodingFault } from '../encoding.ts';
import { InputBrokenError, type InputEncodingError } from '../errors.ts';
import type { InputColumn, InputFile, InputRelation, SiftedInput } from '../input.ts';
import { jsonCell } from '../ndjson/json-cell.ts';
import { checkKeys, openNdjson, readJson } from '../ndjson/open-ndjson.ts';
import { openSiftedNdjson, siftedJson } from '../ndjson/open-sifted-ndjson.ts';
import { sampleKeys } from '../ndjson/sample-keys.ts';
import { scanNdjson } from '../ndjson/sift-ndjson.ts';
import { type Places, writtenPlaces } from '../set-aside/places.ts';
import { findFaults, locateRows, placesOnLines, type Reading, strictSelect } from '../typed-relation.ts';
import { isJsonArray } from './open-array.ts';
import { type ArrayFault, arrayLinesOf, type ArrayScan, scanArray, writeArrayPlaces } from './scan-array.ts';
import { siftArray } from './sift-array.ts';
import { scratchFolder } from '../set-aside/scratch.ts';

/**
 * Opens a `.json` file: one array of objects, or, where its first character opens no array, one object a line. The
 * structure of an array is checked byte by byte as it is opened.
 */
export async function openJson(
  session: Session,
  input: InputFile,
  columns: readonly InputColumn[],
): Promise<InputRelation> {
  const { path: file } = input;
  if (!(await isJsonArray(file))) return openNdjson(session, input, columns);
  const { rows, longest, sample } = await soundArray(file);
  const from = readJson(file, columns, longest, 'array');
  const placesOf = async (records: readonly number[]) => placesOnLines(await arrayLinesOf(file, records));
  const reading: Reading = { file, from, cells: columns.map((column) => jsonCell(file, column)), placesOf };
  return {
    select: strictSelect(reading),
    rows,
    surplus: await checkKeys(session, file, sample, columns, from),
    faults: (limit) => findFaults(session, reading, limit),
    locate: (predicate, limit) => locateRows(session, reading, predicate, limit),
  };
}

/** @throws {InputBrokenError | InputEncodingError} naming the first record that is not sound. */
export async function soundArray(file: string): Promise<ArrayScan> {
  const scan = await scanArray(file);
  if ('reason' in scan) throw await refusal(file, scan);
  return scan;
}

/** Opens a `.json` file, of which damaged records, and those with values that do not fit, are set aside. */
export async function openSiftedJson(
  session: Session,
  input: InputFile,
  columns: readonly InputColumn[],
  scratch: string,
): Promise<SiftedInput> {
  const { path: file } = input;
  if (!(await isJsonArray(file))) return openSiftedNdjson(session, input, columns, scratch);
  const scan = await scanArray(file);
  if (!('reason' in scan)) {
    const { rows: sound, longest, sample } = scan;
    const from = readJson(file, columns, longest, 'array');
    const places = placesLater(file, scratch);
    return siftedJson(session, { file, columns, sample, from, places, sound, scratch, sifting: undefined });
  }
  const sifting = await siftArray(file, columns, scratch);
  // Where no record is sound, nobody knows how many there are.
  if (sifting.good === 0) throw await refusal(file, scan);
  // The copy has to pass what a file that came sound has to pass.
  const copy = await scanNdjson(sifting.cleaned);
  if (copy?.rows !== sifting.good) throw new InputBrokenError({ file }, 'it changed while it was being read');
  return siftedJson(session, {
    ...{ file, columns, sifting, scratch, sound: copy.rows },
    sample: await sampleKeys(sifting.cleaned),
    from: readJson(sifting.cleaned, columns, copy.longest),
    places: writtenPlaces(() => Promise.resolve(sifting.places)),
  });
}

function placesLater(file: string, scratch: string): Places {
  let written: Promise<string> | undefined;
  return writtenPlaces(() => {
    written ??= writeArrayPlaces(file, join(scratchFolder(scratch, 'places-'), 'places.csv'));
    return written;
  });
}

async function refusal(
  file: string,
  { line, reason: { code, expected, got } }: ArrayFault,
): Promise<InputBrokenError | InputEncodingError> {
  const encoding = code === 'encoding' ? await findEncodingFault(file) : undefined;
  return encoding ?? new InputBrokenError({ file, line }, `a record is damaged: expected ${expected}, got ${got}`);
}
