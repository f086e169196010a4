import type { KeySample } from '../ndjson/sample-keys.ts';
import { PlaceWriter } from '../set-aside/places.ts';
import type { Reason } from '../set-aside/reason.ts';
import { type OpenArray, withArray } from './open-array.ts';

const SAMPLE_BYTES = 1 << 20;

/** What one pass over a sound list of records finds. */
export interface ArrayScan {
  readonly rows: number;
  /** Bytes of the longest record. */
  readonly longest: number;
  /** Of the records in the first megabyte. */
  readonly sample: KeySample;
}

/** The first record, or what stands in the place of one, that is no sound record. */
export interface ArrayFault {
  readonly line: number;
  readonly reason: Reason;
}

/** Reads a list of records byte by byte, until the first that is not sound. */
export async function scanArray(file: string): Promise<ArrayScan | ArrayFault> {
  const keys = new Set<string>();
  let [rows, longest, objects] = [0, 0, 0];
  const fault = await eachRecord(file, ({ start, end }, { window }) => {
    rows += 1;
    longest = Math.max(longest, end - start);
    if (end > SAMPLE_BYTES) return true;
    const record: unknown = JSON.parse(window.slice(start, end).toString('utf8'));
    for (const key of Object.keys(record ?? {})) keys.add(key);
    objects += 1;
    return true;
  });
  return fault ?? { rows, longest, sample: { objects, keys } };
}

/** The lines on which records of a sound list begin, by their number. */
export async function arrayLinesOf(file: string, records: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const wanted = new Set(records);
  const lines = new Map<number, number>();
  let record = 0;
  await eachRecord(file, ({ line }) => {
    record += 1;
    if (wanted.has(record)) lines.set(record, line);
    return lines.size < wanted.size;
  });
  return lines;
}

/** Writes down where the records of a sound list stand. @returns `path`. */
export async function writeArrayPlaces(file: string, path: string): Promise<string> {
  const places = new PlaceWriter(path);
  let record = 0;
  try {
    await eachRecord(file, ({ line }) => {
      record += 1;
      places.add(record, record, line);
      return true;
    });
  } finally {
    places.close();
  }
  return path;
}

interface SoundRecord {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** @param take  returns false where it has seen enough. */
function eachRecord(
  file: string,
  take: (record: SoundRecord, array: OpenArray) => boolean,
): Promise<ArrayFault | undefined> {
  return withArray(file, async (array) => {
    const { steps, window } = array;
    for (;;) {
      const step = steps.peek();
      if (step === undefined) {
        await window.more(steps.keep);
        continue;
      }
      if (step.kind === 'end') return undefined;
      if (step.reason !== undefined) return { line: step.line, reason: step.reason };
      if (step.kind === 'broken' || !take(step, array) || step.next === undefined) return undefined;
      steps.at = step.next;
    }
  });
}
