/** SQL: 31 random bits, squared: small numbers are frequent, none is impossible. */
function squared(random: string): string {
  return `(${random} * ${random} >> 31)`;
}

/**
 * SQL: a rank from 0 to n - 1 of which the first ones come up often: the first hundredth draws about 7 % of all.
 * @param random  SQL, BIGINT of 31 random bits.
 * @param n       At most 2^31, a number or SQL.
 */
export function skewedRank(random: string, n: number | string): string {
  return `((15 * ${squared(random)} + ${random} >> 4) * ${String(n)} >> 31)`;
}

/** As `skewedRank`, steeper: the first fifth draws about 55 %, the first of 200 about 7 %. */
export function steepRank(random: string, n: number | string): string {
  return `((15 * (${squared(random)} * ${random} >> 31) + ${random} >> 4) * ${String(n)} >> 31)`;
}

/** SQL: a number from 0 to n - 1, small ones likelier: the median is n / 4. */
export function skewed(random: string, n: number | string): string {
  return `(${squared(random)} * ${String(n)} >> 31)`;
}

/**
 * SQL: another rank for every rank from 0 to n - 1, so that what is frequent is not what was numbered first.
 * @param salt  Moves where the ranks begin.
 */
export function shuffled(rank: string, n: number, salt: number): string {
  const factor = coprimeNear(Math.floor(n * 0.618), n);
  const offset = ((salt % n) + n) % n;
  return `((${rank}) * ${String(factor)} + ${String(offset)}) % ${String(n)}`;
}

function coprimeNear(start: number, n: number): number {
  let factor = Math.max(1, start);
  while (commonDivisor(factor, n) !== 1) factor++;
  return factor;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
