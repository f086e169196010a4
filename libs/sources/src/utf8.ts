import { isUtf8 } from 'node:buffer';

/** Checks a stream of bytes for UTF-8, chunk by chunk; a character may lie across two chunks. */
export class Utf8Check {
  #carry: Buffer = Buffer.alloc(0);

  /** @returns false where the bytes so far cannot be UTF-8. */
  push(chunk: Buffer): boolean {
    const bytes = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    const end = bytes.length - unfinished(bytes);
    this.#carry = Buffer.from(bytes.subarray(end));
    return isUtf8(bytes.subarray(0, end));
  }

  /** @returns false where the last character is cut short. */
  end(): boolean {
    return this.#carry.length === 0;
  }
}

/** Bytes at the end that begin a character without finishing it. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return characterLength(byte) > back ? back : 0;
  }
  return 0;
}

/** Offset of the first byte that does not belong to UTF-8; the length where all do. */
export function firstInvalidByte(bytes: Buffer): number {
  let offset = 0;
  while (offset < bytes.length) {
    const length = characterLength(bytes[offset] ?? 0);
    if (length > 1 || (bytes[offset] ?? 0) >= 0x80) {
      if (offset + length > bytes.length || !isUtf8(bytes.subarray(offset, offset + length))) return offset;
    }
    offset += length;
  }
  return offset;
}

function characterLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}
