import { linesOf } from '../byte-lines.ts';

const SAMPLE_BYTES = 1 << 20;

/** Keys that some records have, in order of appearance, and how many records those are. */
export interface KeySample {
  readonly objects: number;
  readonly keys: ReadonlySet<string>;
}

/** The keys of the objects in the first megabyte, in order of appearance. Lines that are no objects are left to the reader. */
export async function sampleKeys(file: string): Promise<KeySample> {
  const keys = new Set<string>();
  let objects = 0;
  let bytes = 0;
  for await (const line of linesOf(file)) {
    const value = parseOr(line.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      objects += 1;
      for (const key of Object.keys(value)) keys.add(key);
    }
    bytes += line.length;
    if (bytes > SAMPLE_BYTES) break;
  }
  return { objects, keys };
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The keys of an object, in its order; none of what is no object. */
export function keysOf(record: Buffer): readonly string[] {
  const value = parseOr(record.toString('utf8'));
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
