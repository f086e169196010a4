import { closeSync, openSync, writeSync } from 'node:fs';
import { orScratchError } from './scratch.ts';

const BLOCK_BYTES = 1 << 20;

/** A new file, written in blocks of a megabyte, so that small pieces cost no call of the system each. */
export class BlockWriter {
  readonly path: string;
  readonly #fd: number;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(path: string) {
    this.path = path;
    this.#fd = orScratchError(path, () => openSync(path, 'wx'));
  }

  /** @param bytes  copied, so that the caller may reuse its buffer. */
  write(bytes: Uint8Array | string): void {
    const part = Buffer.from(bytes);
    this.#parts.push(part);
    this.#bytes += part.length;
    if (this.#bytes >= BLOCK_BYTES) this.#flush();
  }

  /** Writes what is left and closes the file; once. */
  close(): void {
    try {
      this.#flush();
    } finally {
      closeSync(this.#fd);
    }
  }

  #flush(): void {
    const block = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    orScratchError(this.path, () => {
      for (let at = 0; block !== undefined && at < block.length;) at += writeSync(this.#fd, block, at);
    });
    this.#parts = [];
    this.#bytes = 0;
  }
}
