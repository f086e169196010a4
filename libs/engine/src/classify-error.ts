import { constants } from 'node:os';
import type { Reported } from './reported-error.ts';
import {
  DiskFullError,
  FileCorruptError,
  FileNotReadableError,
  FileNotWritableError,
  OutOfMemoryError,
  SqlBindError,
  SqlRuntimeError,
  SqlSyntaxError,
} from './errors.ts';

type ErrorClass =
  | typeof DiskFullError
  | typeof FileCorruptError
  | typeof FileNotReadableError
  | typeof FileNotWritableError
  | typeof OutOfMemoryError
  | typeof SqlBindError
  | typeof SqlRuntimeError
  | typeof SqlSyntaxError;

interface Kind {
  readonly ErrorClass: ErrorClass;
  /** What the operator can do. */
  readonly advice?: string;
}

const DISK_FULL = 'Make room on that volume or write to another one (--data-dir), then run again.';
const SPILL_FULL = 'The spill budget is used up: raise --spill-limit or --memory-limit, or run with fewer --threads.';
const OUT_OF_MEMORY = 'Raise --memory-limit, or run with fewer --threads.';
const NOT_WRITABLE = 'Check that the folder exists and that this user may write to it, then run again.';
const NOT_READABLE = 'Check that the file exists and that this user may read it, then run again.';
const CORRUPT =
  'The file was cut short or is not what its name says: replace it, or have the run write it anew (--full-refresh).';
const NO_EXTENSION = 'Sluice installs and loads no DuckDB extension: read local files only.';

const { ENOSPC, EFBIG, EDQUOT, EACCES, EPERM, EROFS } = constants.errno;
const FULL: ReadonlySet<number> = new Set([ENOSPC, EFBIG, EDQUOT]);
const DENIED: ReadonlySet<number> = new Set([EACCES, EPERM, EROFS]);

const FULL_MESSAGE = /No space left on device|File too large|Disk quota exceeded/i;
const CORRUPT_MESSAGE =
  /too small to be a Parquet file|No magic bytes found|^Failed to read file|^Failed to read Parquet|TProtocolException|decompression failure|Invalid Parquet|corrupt|is not a valid DuckDB database/i;
const WRITE_MESSAGE = /^(?:Failed to create directory|Could not (?:write|truncate|create|move|remove|sync|rename))/;

/** Which of our errors DuckDB's is. `target` is the file that the statement was to write. */
export function classifyError({ type, message, errno }: Reported, target: string | undefined): Kind {
  if (type === 'Out of Memory') {
    const spill = message.includes('max_temp_directory_size') || message.includes('failed to offload');
    return spill
      ? { ErrorClass: DiskFullError, advice: SPILL_FULL }
      : { ErrorClass: OutOfMemoryError, advice: OUT_OF_MEMORY };
  }
  if (FULL_MESSAGE.test(message) || (errno !== undefined && FULL.has(errno)))
    return { ErrorClass: DiskFullError, advice: DISK_FULL };
  if (CORRUPT_MESSAGE.test(message)) return { ErrorClass: FileCorruptError, advice: CORRUPT };
  switch (type) {
    case 'Parser':
    case 'Syntax':
      return { ErrorClass: SqlSyntaxError };
    case 'Missing Extension':
      return { ErrorClass: SqlBindError, advice: NO_EXTENSION };
    case 'Binder':
    case 'Catalog':
    case 'Not implemented':
    case 'Permission':
      return { ErrorClass: SqlBindError };
    case 'IO':
      return classifyFileError(message, errno, target);
    default:
      return { ErrorClass: SqlRuntimeError };
  }
}

function classifyFileError(message: string, errno: number | undefined, target: string | undefined): Kind {
  const writing = WRITE_MESSAGE.test(message) || (target !== undefined && message.includes(target));
  if (writing) return { ErrorClass: FileNotWritableError, advice: NOT_WRITABLE };
  const reading =
    message.startsWith('No files found') ||
    message.startsWith('Cannot open file') ||
    (errno !== undefined && DENIED.has(errno));
  return reading ? { ErrorClass: FileNotReadableError, advice: NOT_READABLE } : { ErrorClass: SqlRuntimeError };
}
