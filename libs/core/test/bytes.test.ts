import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes, parseBytes } from '../src/index.ts';

describe(parseBytes, () => {
  it.each([
    ['1', 1],
    ['512', 512],
    ['4GB', 4_000_000_000],
    ['4 gb', 4_000_000_000],
    ['1.5KB', 1500],
    ['512MiB', 536_870_912],
    [' 2TiB ', 2_199_023_255_552],
    ['0.4B', undefined],
    ['0', undefined],
    ['-1GB', undefined],
    ['GB', undefined],
    ['4XB', undefined],
    ['4GBs', undefined],
    ['1e9', undefined],
    ['', undefined],
    ['99999999TB', undefined],
  ])('%j is %s', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  it('reads any number of bytes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (bytes) => parseBytes(String(bytes)) === bytes),
    );
  });
});

describe(formatBytes, () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 KB'],
    [999_949, '999.9 KB'],
    [999_950, '1.0 MB'],
    [3_400_000_000, '3.4 GB'],
    [5e15, '5000.0 TB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('is read back by parseBytes to within the one place that it shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e15 }), (bytes) => {
        const read = parseBytes(formatBytes(bytes)) ?? 0;
        expect(Math.abs(read - bytes)).toBeLessThanOrEqual(Math.max(0.5, bytes * 0.051));
      }),
    );
  });
});
