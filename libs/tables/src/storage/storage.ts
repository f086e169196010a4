/** A file as a listing shows it. */
export interface StoredFile {
  /** Below the folder that was listed, with `/`. */
  readonly name: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** Where the files of a table lie. Paths are relative to the table's root, with `/`; a local folder is one, an object store may be another. */
export interface Storage {
  /** What DuckDB reads and writes for a path: for a local folder the absolute path. */
  locate(path: string): string;
  /** Files directly in a folder, sorted by name; none where there is no folder. */
  list(folder: string): Promise<readonly StoredFile[]>;
  /** Every file of the table, in whatever folder, by its path and sorted by it. */
  listAll(): Promise<readonly StoredFile[]>;
  /** Without its folder; undefined where there is no such file. */
  find(path: string): Promise<StoredFile | undefined>;
  /** Undefined where there is no such file. */
  read(path: string): Promise<Buffer | undefined>;
  /** Puts a whole file on the disk under a name that nobody has; a reader sees all of it or none. */
  create(path: string, content: string): Promise<'created' | 'taken'>;
  /** Puts a whole file in the place of whatever has the name; a reader sees the old one or the new one. */
  replace(path: string, content: string): Promise<void>;
  /**
   * Takes a finished file from another folder of the same volume into the table, and forces it onto the disk.
   * Done already, it is done: who was killed in between may ask again.
   * @param location  what `locate` gives, or the like.
   */
  adopt(location: string, path: string): Promise<void>;
  /** A file that is gone already is no error. */
  remove(path: string): Promise<void>;
}
