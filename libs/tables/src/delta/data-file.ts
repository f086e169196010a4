import type { DataFile, FileColumn } from '../table.ts';
import type { Storage } from '../storage/storage.ts';
import type { AddFile } from './actions.ts';
import { locateFile } from './path.ts';
import type { FileStatistics } from './statistics.ts';
import { readStatistics } from './statistics.ts';

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
  #statistics: FileStatistics | undefined;

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
    return this.#read().rows;
  }

  get columns(): ReadonlyMap<string, FileColumn> {
    return this.#read().columns;
  }

  #read(): FileStatistics {
    this.#statistics ??= readStatistics(this.action.stats, this.#context.types);
    return this.#statistics;
  }
}
