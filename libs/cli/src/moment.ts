import type { VersionAt } from '@sluice/pipeline';
import type { FlagValues } from './flags.ts';
import { UsageError } from './errors.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/u;
const MOMENT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/u;

/** The version of tables that --at-version, --at or --at-as-of names; undefined where none of them is given. */
export function versionAt(flags: FlagValues): VersionAt | undefined {
  const [version, moment, asOf] = [flags.text('atVersion'), flags.text('at'), flags.text('atAsOf')];
  if ([version, moment, asOf].filter((text) => text !== undefined).length > 1) {
    throw new UsageError('--at-version, --at and --at-as-of each name a version: give one of them.');
  }
  if (version !== undefined) return { version: versionNumber('--at-version', version) };
  if (moment !== undefined) return { timestamp: momentOf(moment) };
  if (asOf === undefined) return undefined;
  if (!DAY.test(asOf) || Number.isNaN(Date.parse(asOf))) {
    throw new UsageError(`--at-as-of must be a day, YYYY-MM-DD, got ${JSON.stringify(asOf)}.`);
  }
  return { asOf };
}

/** @throws {UsageError} naming the flag */
export function versionNumber(flag: string, text: string): number {
  if (/^\d{1,15}$/u.test(text)) return Number(text);
  throw new UsageError(`${flag} must be the number of a version, 0 or above, got ${JSON.stringify(text)}.`);
}

/** Without a zone it is UTC. */
function momentOf(text: string): Date {
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/u.test(text) || DAY.test(text) ? text : `${text}Z`;
  const moment = new Date(zoned.replace(' ', 'T'));
  if (MOMENT.test(text) && !Number.isNaN(moment.getTime())) return moment;
  throw new UsageError(
    `--at must be a moment such as 2026-01-31T18:00:00Z (UTC where it names no zone), got ${JSON.stringify(text)}.`,
  );
}
