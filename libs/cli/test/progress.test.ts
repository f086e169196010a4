import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { progressLine, type Screen } from '../src/render/progress.ts';

const ERASED = '\u001b[1G\u001b[2K';

function screen(facts: { readonly isTTY?: boolean; readonly columns?: number }): {
  readonly stream: Screen;
  readonly shown: () => string;
} {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), facts);
  return { stream, shown: () => String(stream.read() ?? '') };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe(progressLine, () => {
  it('writes what is under way over the line before', () => {
    const { stream, shown } = screen({ isTTY: true, columns: 40 });
    let percentage = 10;
    const line = progressLine(stream, () => `silver.big ${String(percentage)} %`);
    vi.advanceTimersByTime(100);
    expect(shown()).toBe(`${ERASED}⠋ silver.big 10 %`);
    percentage = 20;
    vi.advanceTimersByTime(100);
    expect(shown()).toBe(`${ERASED}⠙ silver.big 20 %`);
    line.stop();
    expect(shown()).toBe(ERASED);
    vi.advanceTimersByTime(1000);
    expect(shown()).toBe('');
  });

  it('gives way to what is printed', () => {
    const { stream, shown } = screen({ isTTY: true, columns: 40 });
    const line = progressLine(stream, () => 'planning');
    vi.advanceTimersByTime(100);
    line.above(() => stream.write('a table\n'));
    expect(shown()).toBe(`${ERASED}⠋ planning${ERASED}a table\n`);
    line.stop();
  });

  it('stays on one line of a narrow terminal', () => {
    const { stream, shown } = screen({ isTTY: true, columns: 12 });
    const line = progressLine(stream, () => 'gold.customer_analytics, gold.device_analytics');
    vi.advanceTimersByTime(100);
    expect(stripVTControlCharacters(shown()).length).toBeLessThan(12);
    line.stop();
  });

  it('writes nothing where nobody watches', () => {
    const { stream, shown } = screen({});
    const line = progressLine(stream, () => 'planning');
    vi.advanceTimersByTime(1000);
    line.above(() => undefined);
    line.stop();
    expect(shown()).toBe('');
  });
});
