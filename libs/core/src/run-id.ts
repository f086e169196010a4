import { v7 } from 'uuid';
import type { Clock } from './clock.ts';

/** A new UUIDv7: unique, and in the order of the clock's milliseconds when sorted as text. */
export function newRunId(clock: Clock): string {
  return v7({ msecs: clock.now().getTime() });
}
