import { join } from 'node:path';
import { quoteIdentifier, type Session } from '@sluice/engine';
import { InputBrokenError } from '../errors.ts';
import type { InputColumn, InputFile, SiftedInput } from '../input.ts';
import { countedPlaces, type Places, writtenPlaces } from '../set-aside/places.ts';
import type { Sifting } from '../set-aside/sift-writer.ts';
import { type Sifted, siftedRelation, valuesByName } from '../set-aside/sifted-relation.ts';
import { diagnoseNdjson } from './diagnose.ts';
import { jsonCell } from './json-cell.ts';
import { checkKeys, readJson } from './open-ndjson.ts';
import { type KeySample, sampleKeys } from './sample-keys.ts';
import { type NdjsonScan, scanNdjson, siftNdjson, writeNdjsonPlaces } from './sift-ndjson.ts';
import { scratchFolder } from '../set-aside/scratch.ts';

/** Opens a file with one JSON object a line, of which damaged lines, and those with values that do not fit, are set aside. */
export async function openSiftedNdjson(
  session: Session,
  { path: file }: InputFile,
  columns: readonly InputColumn[],
  scratch: string,
): Promise<SiftedInput> {
  const { scan, sifting } = await soundRecords(file, scratch);
  const source = sifting?.cleaned ?? file;
  return siftedJson(session, {
    ...{ file, columns, sifting, scratch, sound: scan.rows },
    sample: await sampleKeys(source),
    from: readJson(source, columns, scan.longest),
    places: placesOf(file, scan, sifting, scratch),
  });
}

/** The records of a JSON file that are sound, and how to read them. */
export interface SoundJson extends Pick<Sifted, 'places' | 'sound' | 'sifting' | 'scratch'> {
  readonly file: string;
  readonly columns: readonly InputColumn[];
  readonly sample: KeySample;
  /** A FROM item that yields them in file order. */
  readonly from: string;
}

export async function siftedJson(session: Session, json: SoundJson): Promise<SiftedInput> {
  const { file, columns, sample, from } = json;
  return siftedRelation(session, {
    ...json,
    surplus: await checkKeys(session, file, sample, columns, from),
    reading: { file, from, cells: columns.map((column) => jsonCell(file, column)) },
    values: valuesByName(columns.map(({ name }) => ({ name, sql: quoteIdentifier(name) }))),
  });
}

async function soundRecords(
  file: string,
  scratch: string,
): Promise<{ readonly scan: NdjsonScan; readonly sifting: Sifting | undefined }> {
  const sound = await scanNdjson(file);
  if (sound !== undefined) return { scan: sound, sifting: undefined };
  const sifting = await siftNdjson(file, scratch);
  if (sifting.good === 0 && sifting.rejected > 1) {
    throw await diagnoseNdjson(file, new Error('no line of it can be read'));
  }
  const scan = await scanNdjson(sifting.cleaned);
  if (scan?.rows !== sifting.good) throw new InputBrokenError({ file }, 'it changed while it was being read');
  return { scan, sifting };
}

function placesOf(file: string, { oneLineEach }: NdjsonScan, sifting: Sifting | undefined, scratch: string): Places {
  if (sifting !== undefined) return writtenPlaces(() => Promise.resolve(sifting.places));
  if (oneLineEach) return countedPlaces(1);
  let written: Promise<string> | undefined;
  return writtenPlaces(() => {
    written ??= writeNdjsonPlaces(file, join(scratchFolder(scratch, 'places-'), 'places.csv'));
    return written;
  });
}
