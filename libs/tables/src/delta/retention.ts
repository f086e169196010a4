const UNITS: Readonly<Record<string, number>> = {
  week: 7 * 86_400_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
  microsecond: 0.001,
};

/**
 * A duration among a table's properties, such as `interval 2 days 12 hours`, in milliseconds.
 * @returns Infinity for a text that is no duration: who cannot tell how long to keep something keeps it.
 */
export function durationOf(properties: ReadonlyMap<string, string>, name: string, byDefault: string): number {
  const text = (properties.get(name) ?? byDefault)
    .trim()
    .toLowerCase()
    .replace(/^interval\s+/, '');
  if (!/^(?:\d+\s+[a-z]+\s*)+$/.test(text)) return Infinity;
  const parts = [...text.matchAll(/(\d+)\s+([a-z]+?)s?(?=\s|$)/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? Infinity), 0);
}

/** "Metadata Cleanup". */
export function logRetention(properties: ReadonlyMap<string, string>): number {
  return durationOf(properties, 'delta.logRetentionDuration', 'interval 30 days');
}

/** How long removed files are named, and kept, for the readers of older versions. */
export function tombstoneRetention(properties: ReadonlyMap<string, string>): number {
  return durationOf(properties, 'delta.deletedFileRetentionDuration', 'interval 1 week');
}
