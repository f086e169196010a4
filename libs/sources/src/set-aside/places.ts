import { quoteFile } from '@sluice/engine';
import { BlockWriter } from './block-writer.ts';

/**
 * Where the rows that the engine reads stand in the file: a row of (read, record, line) whenever record or line do
 * not simply count on with the rows that are read. So it stays small, and the rest is an ASOF join.
 */
export class PlaceWriter {
  readonly #file: BlockWriter;
  #record = Number.NaN;
  #line = Number.NaN;

  constructor(path: string) {
    this.#file = new BlockWriter(path);
  }

  get path(): string {
    return this.#file.path;
  }

  /** @param read  counts from 1 the rows that the engine reads; rising. */
  add(read: number, record: number, line: number): void {
    if (record - read === this.#record && line - read === this.#line) return;
    this.#record = record - read;
    this.#line = line - read;
    this.#file.write(`${read},${record},${line}\n`);
  }

  close(): void {
    this.#file.close();
  }
}

/** How record and line follow from the number of a row that the engine reads, in SQL. */
export interface Places {
  /** `rows`, a SELECT with the column `number`, with the columns record and line (null where there are none) added. */
  placed(rows: string, number: string): Promise<string>;
}

/** Row n is record n, on line n + `firstLine` − 1; null where the format has no lines. */
export function countedPlaces(firstLine: number | null): Places {
  const line = (number: string) => (firstLine === null ? 'CAST(NULL AS BIGINT)' : `n.${number} + ${firstLine - 1}`);
  return {
    placed: (rows, number) =>
      Promise.resolve(`SELECT n.*, n.${number} AS record, ${line(number)} AS line FROM (${rows}) n`),
  };
}

/** @param path  the file that a PlaceWriter wrote, when it is asked for. */
export function writtenPlaces(path: () => Promise<string>): Places {
  const columns = "{'read': 'BIGINT', 'record': 'BIGINT', 'line': 'BIGINT'}";
  return {
    placed: async (rows, number) => {
      const changes = `read_csv(${quoteFile(await path())}, auto_detect = false, header = false, columns = ${columns})`;
      return `SELECT n.*, n.${number} - p."read" + p.record AS record, n.${number} - p."read" + p.line AS line
        FROM (${rows}) n ASOF JOIN ${changes} p ON n.${number} >= p."read"`;
    },
  };
}
