const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['B', 1],
  ['KB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['KIB', 2 ** 10],
  ['MIB', 2 ** 20],
  ['GIB', 2 ** 30],
  ['TIB', 2 ** 40],
]);

/** Reads `4GB` (decimal), `512MiB` (binary), `1.5 GB` or a plain number as whole bytes; undefined for anything else, zero included. */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  if (match === null) return undefined;
  const unit = UNITS.get((match[2] ?? '').toUpperCase());
  if (unit === undefined) return undefined;
  const bytes = Math.floor(Number(match[1]) * unit);
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

const DECIMAL_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Bytes for a reader, in decimal units with one place: `3.4 GB`; below a kilobyte whole: `512 B`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit: string = DECIMAL_UNITS[0];
  for (const next of DECIMAL_UNITS.slice(1)) {
    if (value < 999.95) break;
    value /= 1000;
    unit = next;
  }
  return unit === 'B' ? `${String(Math.round(value))} B` : `${value.toFixed(1)} ${unit}`;
}
