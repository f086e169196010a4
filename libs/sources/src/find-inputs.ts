import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '@sluice/core';
import { InputAmbiguousError, InputFolderMissingError, InputTableMissingError } from './errors.ts';
import type { InputFile, InputFormat } from './input.ts';

const FORMAT_OF_EXTENSION: ReadonlyMap<string, InputFormat> = new Map([
  ['.csv', 'csv'],
  ['.ndjson', 'ndjson'],
  ['.jsonl', 'ndjson'],
  ['.json', 'json'],
  ['.parquet', 'parquet'],
]);

/**
 * Finds the file of each table in a folder: `customers.csv`, `.ndjson`, `.jsonl`, `.json` or `.parquet` is the table customers.
 * @param tables   bare names, without a layer.
 * @param formats  the formats that the source takes.
 * @returns        by table, in the order of `tables`.
 * @throws {InputFolderMissingError | InputTableMissingError | InputAmbiguousError} each names all that it concerns.
 */
export function findInputs(
  folder: string,
  tables: readonly string[],
  formats: readonly InputFormat[],
): ReadonlyMap<string, InputFile> {
  const names = filesIn(folder);
  const inputs = new Map<string, InputFile>();
  const missing: string[] = [];
  const clashes = new Map<string, readonly string[]>();
  for (const table of tables) {
    const files = names
      .map((name) => inputOf(folder, name))
      .filter((file) => file?.table === table && formats.includes(file.format));
    const [first] = files;
    if (first === undefined) missing.push(table);
    else if (files.length > 1)
      clashes.set(
        table,
        files.map((file) => file?.path ?? ''),
      );
    else inputs.set(table, first);
  }
  if (clashes.size > 0) throw new InputAmbiguousError(folder, clashes);
  if (missing.length > 0) throw new InputTableMissingError(folder, missing, hints(names, missing, formats));
  return inputs;
}

/** The format of a file by the end of its name; undefined for another. */
export function formatOfFile(path: string): InputFormat | undefined {
  for (const [extension, format] of FORMAT_OF_EXTENSION) if (path.endsWith(extension)) return format;
  return undefined;
}

function filesIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    throw new InputFolderMissingError(folder, reason(error), error);
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'ENOTDIR') return 'is not a folder';
  return `cannot be read (${String(code)})`;
}

function inputOf(folder: string, name: string): InputFile | undefined {
  for (const [extension, format] of FORMAT_OF_EXTENSION) {
    if (name.endsWith(extension)) return { table: name.slice(0, -extension.length), path: join(folder, name), format };
  }
  return undefined;
}

function hints(
  names: readonly string[],
  missing: readonly string[],
  formats: readonly InputFormat[],
): readonly string[] {
  const extensions = [...FORMAT_OF_EXTENSION]
    .filter(([, format]) => formats.includes(format))
    .map(([extension]) => extension);
  const wanted = missing.map((table) => {
    const near = nearest(`${table}${extensions[0] ?? ''}`, names);
    const expected = extensions.map((extension) => `${table}${extension}`).join(', ');
    return near === undefined ? `  expected one of ${expected}` : `  expected one of ${expected}; is ${near} meant?`;
  });
  return [...wanted, names.length === 0 ? 'The folder has no files.' : `It has: ${names.join(', ')}.`];
}
