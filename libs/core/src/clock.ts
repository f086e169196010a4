/** Where the time comes from, so that tests and recorded runs can set it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still at an ISO 8601 instant. @throws {RangeError} when `iso` is not one. */
export function fixedClock(iso: string): Clock {
  const milliseconds = Date.parse(iso);
  if (Number.isNaN(milliseconds)) throw new RangeError(`Not an ISO 8601 instant: ${JSON.stringify(iso)}`);
  return { now: () => new Date(milliseconds) };
}
