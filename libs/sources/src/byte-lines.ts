import { createReadStream } from 'node:fs';
import { InputUnreadableError } from './errors.ts';

const CHUNK_BYTES = 1 << 20;

/** The bytes of a file in chunks of a megabyte; `end` is the offset after the last byte to read. */
export async function* chunksOf(file: string, end?: number): AsyncGenerator<Buffer> {
  if (end === 0) return;
  const options = end === undefined ? {} : { end: end - 1 };
  const stream: AsyncIterable<Buffer> = createReadStream(file, { highWaterMark: CHUNK_BYTES, ...options });
  try {
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    throw new InputUnreadableError(file, error);
  }
}

/** The lines of a file as bytes, without their LF or CRLF; a line of its own that is empty counts. */
export async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const chunk of chunksOf(file)) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      parts.push(chunk.subarray(start, end));
      yield withoutCr(parts);
      parts = [];
      start = end + 1;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  }
  if (parts.length > 0) yield withoutCr(parts);
}

function withoutCr(parts: readonly Buffer[]): Buffer {
  const [only] = parts;
  const line = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  return line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
}
