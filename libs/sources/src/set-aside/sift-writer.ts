import { join } from 'node:path';
import { BlockWriter } from './block-writer.ts';
import { PlaceWriter } from './places.ts';
import { rawText } from './raw-text.ts';
import type { Reason } from './reason.ts';
import { scratchFolder } from './scratch.ts';

/** Where sound and damaged records of one file went. */
export interface Sifting {
  /** A file of the same format that holds the sound records alone. */
  readonly cleaned: string;
  /** One JSON object a line: record, line, reasons, raw. */
  readonly rejects: string;
  /** Where the records of `cleaned` stand in the file: see PlaceWriter. */
  readonly places: string;
  readonly good: number;
  readonly rejected: number;
}

/** Takes the records of a damaged file apart, in file order but for the few that wait for their neighbours; keeps none in memory. */
export class SiftWriter {
  readonly #cleaned: BlockWriter;
  readonly #rejects: BlockWriter;
  readonly #places: PlaceWriter;
  #good = 0;
  #rejected = 0;

  /** @param scratch  a folder that exists; a folder of this file's own is made in it. */
  constructor(scratch: string, extension: string) {
    const folder = scratchFolder(scratch, 'set-aside-');
    this.#cleaned = new BlockWriter(join(folder, `sound.${extension}`));
    this.#rejects = new BlockWriter(join(folder, 'rejected.ndjson'));
    this.#places = new PlaceWriter(join(folder, 'places.csv'));
  }

  /** Bytes of the cleaned file that are no record, such as a header. */
  preamble(bytes: Uint8Array): void {
    this.#cleaned.write(bytes);
  }

  /** @param bytes  with the line end. */
  accept(bytes: Uint8Array, record: number, line: number): void {
    this.#good += 1;
    this.#cleaned.write(bytes);
    this.#places.add(this.#good, record, line);
  }

  reject(bytes: Uint8Array, record: number, line: number, reasons: readonly Reason[]): void {
    this.#rejected += 1;
    this.#rejects.write(`${JSON.stringify({ record, line, reasons, raw: rawText(bytes) })}\n`);
  }

  close(): Sifting {
    this.#cleaned.close();
    this.#rejects.close();
    this.#places.close();
    return {
      cleaned: this.#cleaned.path,
      rejects: this.#rejects.path,
      places: this.#places.path,
      good: this.#good,
      rejected: this.#rejected,
    };
  }
}
