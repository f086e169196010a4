import { chunksOf } from '../byte-lines.ts';
import { PlaceWriter } from '../set-aside/places.ts';
import { type Sifting, SiftWriter } from '../set-aside/sift-writer.ts';
import { checkLine } from './check-line.ts';

/** What one pass over the lines of a sound NDJSON file finds. */
export interface NdjsonScan {
  readonly rows: number;
  /** Bytes of the longest line. */
  readonly longest: number;
  /** True where every line is a record. */
  readonly oneLineEach: boolean;
}

/** Reads a file with one JSON object a line, byte by byte; undefined where a line is not one. */
export async function scanNdjson(file: string): Promise<NdjsonScan | undefined> {
  let longest = 0;
  let rows = 0;
  let oneLineEach = true;
  for await (const lines of lineBlocks(file)) {
    for (const { bytes, isBlank } of lines) {
      if (isBlank) {
        oneLineEach = false;
        continue;
      }
      if (checkLine(bytes) !== undefined) return undefined;
      longest = Math.max(longest, bytes.length);
      rows += 1;
    }
  }
  return { rows, longest, oneLineEach };
}

/** Takes a damaged file apart, streaming: sound lines into a file that the engine reads, the others, with reasons, beside it. */
export async function siftNdjson(file: string, scratch: string): Promise<Sifting> {
  const writer = new SiftWriter(scratch, 'ndjson');
  let line = 0;
  let record = 0;
  for await (const lines of lineBlocks(file)) {
    for (const { bytes, isBlank } of lines) {
      line += 1;
      if (isBlank) continue;
      record += 1;
      const reason = checkLine(bytes);
      if (reason === undefined) writer.accept(Buffer.concat([bytes, Buffer.from('\n')]), record, line);
      else writer.reject(bytes, record, line, [reason]);
    }
  }
  return writer.close();
}

/** Writes down where the records of a sound file stand. @returns `path`. */
export async function writeNdjsonPlaces(file: string, path: string): Promise<string> {
  const places = new PlaceWriter(path);
  let line = 0;
  let record = 0;
  try {
    for await (const lines of lineBlocks(file)) {
      for (const { isBlank } of lines) {
        line += 1;
        if (isBlank) continue;
        record += 1;
        places.add(record, record, line);
      }
    }
  } finally {
    places.close();
  }
  return path;
}

interface Line {
  /** Without LF or CRLF. */
  readonly bytes: Buffer;
  readonly isBlank: boolean;
}

/** The lines of a file, those of a chunk at a time. */
async function* lineBlocks(file: string): AsyncGenerator<readonly Line[]> {
  let parts: Buffer[] = [];
  for await (const chunk of chunksOf(file)) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      const rest = chunk.subarray(start, end);
      lines.push(lineOf(parts.length === 0 ? rest : Buffer.concat([...parts, rest])));
      parts = [];
      start = end + 1;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
    yield lines;
  }
  if (parts.length > 0) yield [lineOf(Buffer.concat(parts))];
}

function lineOf(bytes: Buffer): Line {
  const line = bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes;
  return { bytes: line, isBlank: !line.some((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) };
}
