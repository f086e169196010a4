import { distanceOf, type Distribution } from '../drift/distribution.ts';
import { profileRows } from '../drift/profile-rows.ts';
import type { TableProfile } from '../profile/profile.ts';
import type { EarlierTable } from '../result.ts';
import type { DriftRule, Rule } from '../rule.ts';
import { type Job, reasonOf, secondsSince } from './job.ts';
import { notEvaluated, passedIf, type Verdict } from './verdict.ts';

/** Judges rules on drift; the columns that they name are profiled in one scan. */
export async function judgeDrift(job: Job, rules: readonly DriftRule[]): Promise<ReadonlyMap<Rule, Verdict>> {
  const start = performance.now();
  const ready = rules.filter((rule) => earlierOf(job, rule).length >= rule.minimumRuns);
  const names = new Set(ready.flatMap(({ columns }) => columns));
  const columns = [...names].map((name) => ({
    name,
    type: job.types.get(name) ?? '',
    personal: job.personal.has(name),
  }));
  const { relation, rows } = job.table;
  let found: TableProfile = { rows, sampledRows: rows, columns: [] };
  try {
    if (columns.length > 0) found = await profileRows(job.session, { relation, rows }, columns);
  } catch (error) {
    return new Map(rules.map((rule) => [rule, notEvaluated(reasonOf(error, job, rule), secondsSince(start))]));
  }
  const seconds = secondsSince(start) / Math.max(1, rules.length);
  return new Map(rules.map((rule) => [rule, verdictOn(rule, found, earlierOf(job, rule), seconds)]));
}

/** The runs that a rule looks at: of a distribution, those that saved its column's profile. */
function earlierOf({ context }: Job, rule: DriftRule): readonly EarlierTable[] {
  const [name] = rule.columns;
  const usable = (context.history ?? []).filter(
    ({ columns }) => name === undefined || columns.some((column) => column.name === name),
  );
  return usable.slice(0, rule.runs);
}

function verdictOn(rule: DriftRule, now: TableProfile, earlier: readonly EarlierTable[], seconds: number): Verdict {
  if (earlier.length < rule.minimumRuns) {
    const reason = `${String(earlier.length)} of at least ${String(rule.minimumRuns)} earlier runs to compare with`;
    return { status: 'no_history', unexpectedCount: 0, reason, seconds };
  }
  const [name] = rule.columns;
  if (name === undefined) {
    const usual = median(earlier.map(({ rows }) => rows));
    const change = usual === 0 ? (now.rows === 0 ? 0 : Number.POSITIVE_INFINITY) : Math.abs(now.rows - usual) / usual;
    const percent = Number.isFinite(change) ? `, ${shown(change * 100)} % off` : '';
    const observed = `${String(now.rows)} rows, the median is ${String(usual)}${percent}`;
    return passedIf(change <= rule.limit, 0, seconds, observed);
  }
  const [own] = distributionsOf(now, name);
  const distance =
    own &&
    distanceOf(
      own,
      earlier.flatMap((table) => distributionsOf(table, name)),
    );
  if (distance === undefined) return notEvaluated('a run has no values to compare', seconds);
  return passedIf(distance.value <= rule.limit, 0, seconds, `${shown(distance.value)} (${distance.measure})`);
}

function distributionsOf({ rows, columns }: EarlierTable, name: string): readonly Distribution[] {
  return columns.flatMap((profile) => (profile.name === name ? [{ rows, profile }] : []));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  const [low = 0, high = low] = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1);
  return (low + high) / 2;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}
