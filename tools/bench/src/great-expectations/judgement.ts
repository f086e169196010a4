/** What either tool says of one expectation. */
export interface Judgement {
  readonly success: boolean;
  /** Why it could not be evaluated. */
  readonly error?: string;
  readonly result: Readonly<Record<string, unknown>>;
}

/** The results of a validation: those of Great Expectations' own shape, or of `gx/judge.py`. */
export function judgementsOf(results: unknown): readonly Judgement[] {
  return Array.isArray(results) ? results.map((result: unknown) => judgementOf(isObject(result) ? result : {})) : [];
}

function judgementOf(found: Readonly<Record<string, unknown>>): Judgement {
  const { result, exception_info: exception } = found;
  const error = found['error'] ?? (isObject(exception) ? exception['exception_message'] : undefined) ?? undefined;
  return {
    success: found['success'] === true,
    ...(error !== undefined && { error: typeof error === 'string' ? error : JSON.stringify(error) }),
    result: isObject(result) ? result : {},
  };
}

const compared = ['element_count', 'missing_count', 'unexpected_count', 'observed_value'];

/** Where two judgements of one expectation differ: `unexpected_count 3, not 4`. A figure that one of them does not give is not compared. */
export function differencesOf(ours: Judgement, theirs: Judgement): readonly string[] {
  const figures = compared.flatMap((name) => {
    const [own, other] = [ours.result[name], theirs.result[name]];
    const isGiven = own !== undefined && other !== undefined && other !== null;
    if (!isGiven || isSame(own, other)) return [];
    return [`${name} ${JSON.stringify(own)}, not ${JSON.stringify(other)}`];
  });
  return ours.success === theirs.success
    ? figures
    : [`success ${String(ours.success)}, not ${String(theirs.success)}`, ...figures];
}

/** Alike as JSON; numbers, written as text or not, up to the rounding of sums. */
function isSame(own: unknown, other: unknown): boolean {
  if (Array.isArray(own) && Array.isArray(other))
    return own.length === other.length && own.every((item, index) => isSame(item, other[index]));
  if (isObject(own) && isObject(other))
    return Object.keys({ ...own, ...other }).every((name) => isSame(own[name], other[name]));
  if (isNumeral(own) && isNumeral(other)) {
    const [a, b] = [Number(own), Number(other)];
    return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
  }
  return own === other;
}

function isNumeral(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value !== '' && Number.isFinite(Number(value)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
