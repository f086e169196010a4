import { isUtf8 } from 'node:buffer';
import { firstInvalidByte } from '../utf8.ts';

/** Most bytes of a record that are kept beside its reasons. */
export const RAW_BYTES = 65_536;

/** Bytes as text: what is not UTF-8, and NUL, becomes `\xHH`; cut after `limit` bytes. */
export function rawText(bytes: Uint8Array, limit = RAW_BYTES): string {
  const kept = Buffer.from(bytes.subarray(0, limit));
  return (isUtf8(kept) ? kept.toString('utf8') : escapeInvalid(kept)).replaceAll('\0', String.raw`\x00`);
}

function escapeInvalid(bytes: Buffer): string {
  const parts: string[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = firstInvalidByte(rest);
    parts.push(rest.toString('utf8', 0, end));
    if (end < rest.length) parts.push(String.raw`\x${rest.toString('hex', end, end + 1)}`);
    rest = rest.subarray(end + 1);
  }
  return parts.join('');
}
