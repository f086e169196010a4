import { type FileHandle, open } from 'node:fs/promises';
import { InputUnreadableError } from './errors.ts';

const CHUNK_BYTES = 1 << 20;

/** A stretch of a file in memory that moves forward. */
export class FileWindow {
  /** What is in memory, from the offset `base` of the file on. */
  bytes: Buffer = Buffer.alloc(0);
  base = 0;
  /** Whether `bytes` reaches the file's end. */
  isFinal = false;
  readonly #path: string;
  readonly #file: FileHandle;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /** @throws {InputUnreadableError} */
  static async open(path: string): Promise<FileWindow> {
    try {
      return new FileWindow(path, await open(path));
    } catch (error) {
      throw new InputUnreadableError(path, error);
    }
  }

  /** Reads on, at least as much as is kept: what lies before the offset `keep` of the file is dropped. */
  async more(keep: number): Promise<void> {
    const kept = this.bytes.subarray(keep - this.base);
    const chunk = Buffer.allocUnsafe(Math.max(CHUNK_BYTES, kept.length));
    const position = this.base + this.bytes.length;
    try {
      const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, position);
      this.isFinal = bytesRead === 0;
      this.bytes = Buffer.concat([kept, chunk.subarray(0, bytesRead)]);
      this.base = keep;
    } catch (error) {
      throw new InputUnreadableError(this.#path, error);
    }
  }

  /** Bytes between two offsets of the file that are in memory; shared, until the window moves. */
  slice(start: number, end: number): Buffer {
    return this.bytes.subarray(start - this.base, end - this.base);
  }

  /** The offset after the next LF or CR that is in memory, a CRLF being one; the end of memory where there is none. */
  nextLine(offset: number): number {
    let at = offset - this.base;
    while (at < this.bytes.length && this.bytes[at] !== 0x0a && this.bytes[at] !== 0x0d) at += 1;
    const length = this.bytes[at] === 0x0d && this.bytes[at + 1] === 0x0a ? 2 : 1;
    return this.base + Math.min(at + length, this.bytes.length);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
