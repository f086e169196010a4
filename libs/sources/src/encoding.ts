import { isUtf8 } from 'node:buffer';
import { linesOf } from './byte-lines.ts';
import { InputEncodingError } from './errors.ts';
import { firstInvalidByte } from './utf8.ts';

/** Finds the first line that is not UTF-8; undefined where all are. A line feed is never part of a longer character. */
export async function findEncodingFault(file: string): Promise<InputEncodingError | undefined> {
  let line = 0;
  for await (const bytes of linesOf(file)) {
    line += 1;
    if (isUtf8(bytes)) continue;
    const offset = firstInvalidByte(bytes);
    return new InputEncodingError({ file, line }, `line ${line}, byte ${offset + 1}, ${describe(bytes, offset, line)}`);
  }
  return undefined;
}

function describe(bytes: Buffer, offset: number, line: number): string {
  const mark = line === 1 ? bytes.subarray(0, 2).toString('hex') : '';
  if (mark === 'fffe' || mark === 'feff') return 'a byte order mark of UTF-16';
  const byte = bytes.subarray(offset, offset + 1);
  return `0x${byte.toString('hex')} (${JSON.stringify(byte.toString('latin1'))} in Latin-1)`;
}
