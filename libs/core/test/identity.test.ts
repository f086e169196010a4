import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedClock, newRunId, systemClock } from '../src/index.ts';

describe(fixedClock, () => {
  it('stands still', () => {
    const clock = fixedClock('2026-01-02T03:04:05.678Z');
    clock.now().setFullYear(1999);
    expect(clock.now().toISOString()).toBe('2026-01-02T03:04:05.678Z');
  });

  it('refuses what is no instant', () => {
    expect(() => fixedClock('soon')).toThrow(RangeError);
  });
});

describe(newRunId, () => {
  it('is a UUIDv7 of the clock’s millisecond', () => {
    expect(newRunId(fixedClock('2026-01-01T00:00:00.001Z'))).toMatch(
      /^019b76da-a801-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  });

  it('sorts by time as text', () => {
    const instant = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        fc.pre(one < other);
        expect(newRunId({ now: () => one }) < newRunId({ now: () => other })).toBe(true);
      }),
    );
  });

  it('is another one each time', () => {
    const ids = Array.from({ length: 1000 }, () => newRunId(systemClock));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
