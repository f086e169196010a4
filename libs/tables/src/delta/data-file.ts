import type { DataFile, FileColumn } from '../table.ts';
import type { Storage } from '../storage/storage.ts';
import type { AddFile } from './actions.ts';
import { locateFile } from './path.ts';
import type { Statistics } from './statistics.ts';
import { columnsIn, parseStatistics, rowsIn } from './statistics.ts';

/** What the files of one snapshot have in common. */
export interface FileContext {
  readonly storage: Storage;
  readonly partitionedBy: readonly string[];
  /** Types of the columns, by name. */
  readonly types: ReadonlyMap<string, string>;
}

/** A file of a snapshot. A table may have a hundred thousand: what of it nobody asks for is never read. */
export class DeltaFile implements DataFile {
  /** What the log holds of it, as a checkpoint repeats it. */
  readonly action: AddFile;
  readonly #context: FileContext;
  #statistics: Statistics | undefined;
  #columns: ReadonlyMap<string, FileColumn> | undefined;

  constructor(action: AddFile, context: FileContext) {
    this.action = action;
    this.#context = context;
  }

  get path(): string {
    return this.action.path;
  }

  get bytes(): number {
    return this.action.size;
  }

  get location(): string {
    return locateFile(this.#context.storage, this.action.path);
  }

  /** An empty text is null: "Partition Value Serialization". */
  get partition(): ReadonlyMap<string, string | null> {
    const { partitionValues } = this.action;
    return new Map(
      this.#context.partitionedBy.map((column) => {
        const value = Object.hasOwn(partitionValues, column) ? partitionValues[column] : null;
        return [column, value === '' ? null : (value ?? null)];
      }),
    );
  }

  get rows(): number | undefined {
    return rowsIn(this.#read());
  }

  get columns(): ReadonlyMap<string, FileColumn> {
    this.#columns ??= columnsIn(this.#read(), this.#context.types);
    return this.#columns;
  }

  #read(): Statistics {
    this.#statistics ??= parseStatistics(this.action.stats);
    return this.#statistics;
  }
}
