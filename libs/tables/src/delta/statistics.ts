import type { FileColumn } from '../table.ts';
import { parseExactly } from './exact-json.ts';

/** Statistics as JSON; what is missing in them is not known. */
export type Statistics = Readonly<Record<string, unknown>>;

/** A file's statistics ("Per-file Statistics"). Those that cannot be read are none: they only save work. */
export function parseStatistics(stats: string | null | undefined): Statistics {
  if (typeof stats !== 'string') return {};
  try {
    return recordOf(parseExactly(stats));
  } catch {
    return {};
  }
}

export function rowsIn({ numRecords }: Statistics): number | undefined {
  return typeof numRecords === 'number' ? numRecords : undefined;
}

/**
 * What statistics say of columns, but for the parts of nested ones.
 * @param types  of the table's columns, by name; what is not among them is left out.
 */
export function columnsIn(statistics: Statistics, types: ReadonlyMap<string, string>): ReadonlyMap<string, FileColumn> {
  const nullCount = recordOf(statistics['nullCount']);
  const minValues = recordOf(statistics['minValues']);
  const maxValues = recordOf(statistics['maxValues']);
  const columns = new Map<string, FileColumn>();
  for (const [name, type] of types) {
    const nulls = nullCount[name];
    const min = least(boundText(minValues[name]), type);
    const max = greatest(boundText(maxValues[name]), type);
    if (typeof nulls !== 'number' && min === undefined && max === undefined) continue;
    columns.set(name, {
      ...(typeof nulls === 'number' && { nulls }),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
    });
  }
  return columns;
}

/** delta-rs writes bounds of decimals as doubles or, beyond them, as the greatest long: they may lie between the values. */
function isInexact(type: string): boolean {
  const precision = /^DECIMAL\((\d+),/.exec(type)?.[1];
  return precision !== undefined && Number(precision) > 15;
}

function least(text: string | undefined, type: string): string | undefined {
  return isInexact(type) ? undefined : text;
}

/**
 * Instants are cut to milliseconds, the greatest one too ("Per-file Statistics", note 1). That of floating point numbers
 * may leave out NaN, which is greater.
 */
function greatest(text: string | undefined, type: string): string | undefined {
  if (text === undefined || isInexact(type) || type === 'FLOAT' || type === 'DOUBLE') return undefined;
  if (!type.startsWith('TIMESTAMP')) return text;
  const time = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : new Date(time + 1).toISOString();
}

function boundText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function recordOf(value: unknown): Statistics {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Statistics {
  return typeof value === 'object' && value !== null;
}
