import type { FileColumn } from '../table.ts';
import { parseExactly } from './exact-json.ts';

export interface FileStatistics {
  readonly rows: number | undefined;
  readonly columns: ReadonlyMap<string, FileColumn>;
}

const UNKNOWN: FileStatistics = { rows: undefined, columns: new Map() };

/**
 * What a file's statistics say of its columns, but for the parts of nested ones ("Per-file Statistics"). Statistics
 * that cannot be read are none: they only save work.
 * @param types  of the table's columns, by name; what is not among them is left out.
 */
export function readStatistics(stats: string | null | undefined, types: ReadonlyMap<string, string>): FileStatistics {
  const read = typeof stats === 'string' ? objectOf(parse(stats)) : undefined;
  if (read === undefined) return UNKNOWN;
  const [nulls, minimums, maximums] = ['nullCount', 'minValues', 'maxValues'].map((key) => objectOf(read[key]) ?? {});
  const rows = read['numRecords'];
  const columns = new Map<string, FileColumn>();
  for (const [name, type] of types) {
    const count = nulls?.[name];
    const min = boundText(minimums?.[name]);
    const max = greatest(boundText(maximums?.[name]), type);
    if (count === undefined && min === undefined && max === undefined) continue;
    columns.set(name, {
      ...(typeof count === 'number' && { nulls: count }),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
    });
  }
  return { rows: typeof rows === 'number' ? rows : undefined, columns };
}

/** Instants are cut to milliseconds, the greatest one too ("Per-file Statistics", note 1). */
function greatest(text: string | undefined, type: string): string | undefined {
  if (text === undefined || !type.startsWith('TIMESTAMP')) return text;
  const time = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : new Date(time + 1).toISOString();
}

function boundText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function parse(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
}
