import { normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Storage } from '../storage/storage.ts';

const URI = /^[a-z][a-z\d+.-]*:\//i;

/**
 * Where DuckDB finds a file that the log names: its path is a URI, relative to the table or absolute, and is decoded
 * ("Add File and Remove File").
 */
export function locateFile(storage: Storage, path: string): string {
  if (/^file:\//i.test(path)) return fileOf(path);
  if (URI.test(path)) return path;
  const decoded = decodePath(path);
  return decoded.startsWith('/') ? normalize(decoded) : storage.locate(decoded);
}

/** Whether a path leads out of the table's folder, into files that the table may share with another one. */
export function isAbsolutePath(path: string): boolean {
  return URI.test(path) || path.startsWith('/');
}

/** What the log names a file as whose path below the table's folder is `path`. */
export function encodePath(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(segment).replaceAll('%3D', '='))
    .join('/');
}

/** Paths that were never encoded, and hold a `%` that is no escape, are taken as they are. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function fileOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    return decodePath(uri.replace(/^file:\/*/i, '/'));
  }
}
