import { chunksOf } from '../byte-lines.ts';
import { PlaceWriter } from '../set-aside/places.ts';
import { type Sifting, SiftWriter } from '../set-aside/sift-writer.ts';
import { Utf8Check } from '../utf8.ts';
import { checkLine } from './check-line.ts';
import { FamiliarRecords } from './familiar-records.ts';

const LF = 0x0a;
const CR = 0x0d;

/** What one pass over the lines of a sound NDJSON file finds. */
export interface NdjsonScan {
  readonly rows: number;
  /** Bytes of the longest line. */
  readonly longest: number;
  /** True where every line is a record. */
  readonly oneLineEach: boolean;
}

/**
 * Reads a file with one JSON object a line, byte by byte; undefined where a line is not one. Most lines are told by
 * the look of others before them; the rest are walked.
 */
export async function scanNdjson(file: string): Promise<NdjsonScan | undefined> {
  const lines = new LineCheck();
  const utf8 = new Utf8Check();
  let parts: Buffer[] = [];
  for await (const chunk of chunksOf(file)) {
    if (!utf8.push(chunk)) return undefined;
    const first = parts.length === 0 ? 0 : chunk.indexOf(LF) + 1;
    const last = chunk.lastIndexOf(LF) + 1;
    if (first > 0) {
      if (!lines.isSound(Buffer.concat([...parts, chunk.subarray(0, first)]))) return undefined;
      parts = [];
    }
    if (last > first && !lines.isSound(chunk.subarray(first, last))) return undefined;
    if (last < chunk.length) parts.push(chunk.subarray(last));
  }
  const isSound = utf8.end() && (parts.length === 0 || lines.isSound(Buffer.concat(parts)));
  return isSound ? lines : undefined;
}

/** Checks lines, many at a time, and counts what it sees. */
class LineCheck implements NdjsonScan {
  rows = 0;
  longest = 0;
  oneLineEach = true;
  readonly #familiar = new FamiliarRecords(String.raw` \t`);

  /** @param bytes  whole lines, of UTF-8. */
  isSound(bytes: Buffer): boolean {
    const text = bytes.toString('latin1');
    for (let at = 0; at < bytes.length;) {
      const end = this.#familiar.match(text, at);
      const next = end < 0 ? 0 : afterLineEnd(bytes, end);
      if (next > 0) this.#count(end - at);
      else if (!this.#isSoundLine(lineOf(bytes.subarray(at, endOfLine(bytes, at))))) return false;
      at = next > 0 ? next : endOfLine(bytes, at) + 1;
    }
    return true;
  }

  #isSoundLine({ bytes, isBlank }: Line): boolean {
    if (isBlank) {
      this.oneLineEach = false;
      return true;
    }
    if (checkLine(bytes) !== undefined) return false;
    this.#familiar.learn(bytes.toString('latin1'));
    this.#count(bytes.length);
    return true;
  }

  #count(length: number): void {
    this.rows += 1;
    this.longest = Math.max(this.longest, length);
  }
}

/** The offset after the LF or CRLF at `at`; 0 where there is none. */
function afterLineEnd(bytes: Buffer, at: number): number {
  const end = bytes[at] === CR ? at + 1 : at;
  return bytes[end] === LF ? end + 1 : 0;
}

function endOfLine(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(LF, at);
  return end < 0 ? bytes.length : end;
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
