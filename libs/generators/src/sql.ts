/** SQL: 63 random bits that depend on a row number, the seed and the number of a column. */
export function bits(row: string, seed: string, column: number): string {
  // hash() is UBIGINT, whose arithmetic takes the way over HUGEINT wherever an operand is no literal.
  return `(hash(${row}, ${seed}, ${String(column)}) >> 1)::BIGINT`;
}

/** SQL: `width` bits (at most 31) of a BIGINT, from bit `from` on. */
export function slice(value: string, from: number, width: number): string {
  const mask = String(2 ** width - 1);
  return from === 0 ? `(${value} & ${mask})` : `(${value} >> ${String(from)} & ${mask})`;
}

/** SQL: a list of texts or whole numbers. */
export function list(values: readonly (string | number)[]): string {
  return `[${values.map((value) => (typeof value === 'number' ? String(value) : text(value))).join(', ')}]`;
}

/** SQL: the value at a position that counts from 0. */
export function pick(values: readonly (string | number)[], position: string): string {
  return `${list(values)}[(${position}) + 1]`;
}

/** Each value as often as it weighs, for `pick` with a uniform position. */
export function weighted<T>(weights: readonly (readonly [T, number])[]): T[] {
  return weights.flatMap(([value, weight]) => Array.from({ length: weight }, () => value));
}

/** SQL: a text literal. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** SQL: hundredths (BIGINT) as DECIMAL(width,2). Multiplied, because `/` on DECIMAL gives DOUBLE. */
export function hundredths(value: string, width: number): string {
  return `0.01::DECIMAL(2,2) * (${value})::DECIMAL(${String(width - 2)},0)`;
}

/**
 * SQL: prefix and number, filled up with zeros to `digits`; a number with more digits is never cut.
 * @param least  The smallest number that occurs.
 * @param most   The largest one; both spare a row the digits that cannot occur.
 */
export function paddedId(prefix: string, number: string, digits: number, least: number, most: number): string {
  const fewest = String(least).length;
  const largest = Math.max(fewest, Math.min(String(most).length, digits));
  const zeros = (length: number): string => text(prefix + '0'.repeat(Math.max(0, digits - length)));
  const whens: string[] = [];
  for (let length = fewest; length < largest; length++) {
    whens.push(`WHEN ${number} < ${String(10 ** length)} THEN ${zeros(length)}`);
  }
  const start = whens.length === 0 ? zeros(largest) : `CASE ${whens.join(' ')} ELSE ${zeros(largest)} END`;
  return `${start} || (${number})`;
}

/** How many digits the ids 1 to `most` need so that their texts sort as their numbers do. */
export function digitsFor(most: number, least: number): number {
  return Math.max(least, String(most).length);
}
