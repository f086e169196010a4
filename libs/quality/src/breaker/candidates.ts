import type { Value } from '@sluice/engine';
import type { ContractColumn } from '../contract.ts';
import { exactOf, plainDigits, scaledTo } from '../exact.ts';
import { boundsOf, drawerOf } from '../generate/cells.ts';
import type { Random } from '../generate/random.ts';
import { matchingTexts } from '../generate/texts.ts';
import type { RowTest } from '../row-tests/row-test.ts';
import { decimalShape, integerRange } from '../types.ts';

const draws = 12;

/** Values that may break one of a column's tests, or keep them all: nulls, edges, neighbours of edges, mutilated texts. */
export async function candidatesOf(
  column: ContractColumn,
  tests: readonly RowTest[],
  random: Random,
): Promise<readonly Value[]> {
  const draw = await drawerOf(column, tests, random);
  const typical = Array.from({ length: draws }, draw);
  const values = [null, ...typical, ...(await oddValues(column, tests, typical))];
  return [...new Set(values)];
}

async function oddValues(
  column: ContractColumn,
  tests: readonly RowTest[],
  typical: readonly Value[],
): Promise<readonly Value[]> {
  const listed = tests.flatMap((test) => (test.test === 'member' ? test.values.filter(isCell) : []));
  switch (column.family) {
    case 'text':
      return [...listed, ...(await oddTexts(tests, typical))];
    case 'integer':
    case 'decimal':
      return [...listed, ...oddNumbers(column, tests)];
    case 'float':
      return [
        ...listed,
        'NaN',
        ...edges(tests).flatMap((edge) => [edge, edge - 1, edge + 1, edge + 0.37]),
        0.37,
        -1e9,
        1e9,
      ];
    case 'boolean':
      return [true, false];
    case 'date':
      return [...listed, ...edgeDays(tests), '1900-01-01', '9999-12-31'];
    case 'timestamp':
    case 'time':
      return [...listed, ...(column.family === 'time' ? ['00:00:00', '23:59:59'] : instants(column.type))];
  }
}

function isCell(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

async function oddTexts(tests: readonly RowTest[], typical: readonly Value[]): Promise<readonly string[]> {
  const texts = typical.filter((value) => typeof value === 'string').slice(0, 4);
  const most = Math.max(
    0,
    ...tests.flatMap((test) => (test.test === 'length' && test.most < 10_000 ? [test.most] : [])),
  );
  const mutilated = texts.flatMap((text) => [
    ...[text.slice(1), text.slice(0, -1), `${text}x`, `x${text}`, ` ${text}`, `${text}\n`, text.toUpperCase()],
    ...[text.replace(/[0-9]/, ''), text.replace(/[0-9]/, 'x'), text.padEnd(most + 1, text.slice(-1) || 'x')],
    // Days that no calendar has, and days without their zeros.
    ...[text.replace(/(\D|^)\d{2}(\D|$)/, '$199$2'), text.replace(/-\d{2}$/, '-99'), text.replace(/^\d{2}/, '99')],
    ...[text.replace(/(\D)0(\d)/, '$1$2'), text.replace(/-\d(\d)$/, '-$1'), text.replace(/-(\d{2})-/, '-1-')],
  ]);
  const patterns = tests.flatMap((test) => {
    if (test.test === 'matches-any') return test.patterns;
    return test.test === 'matches' ? [test.pattern] : [];
  });
  const matching = await Promise.all(patterns.map((pattern) => matchingTexts(pattern, 40, 1)));
  return ['', 'x', 'a b', '0', '\n', '🤦', 'x'.repeat(most + 1), ...mutilated, ...matching.flat()];
}

function oddNumbers({ family, type }: ContractColumn, tests: readonly RowTest[]): readonly Value[] {
  const scale = family === 'decimal' ? decimalShape(type).scale : 0;
  const limit = family === 'decimal' ? 10n ** BigInt(decimalShape(type).precision) - 1n : integerRange(type).most;
  const least = family === 'decimal' ? -limit : integerRange(type).least;
  const around = [0n, ...edges(tests).map((edge) => cut(edge, scale))].flatMap((edge) =>
    [-1n, 0n, 1n, 7n, -7n].map((step) => edge + step),
  );
  return [...around, least, limit]
    .filter((digits) => digits >= least && digits <= limit)
    .map((digits) => plainDigits({ digits, scale }))
    .map((text) => (family === 'integer' && Number.isSafeInteger(Number(text)) ? Number(text) : text));
}

function edges(tests: readonly RowTest[]): readonly number[] {
  return tests
    .flatMap((test) => (test.test === 'bound' ? [Number(test.value)] : []))
    .filter((edge) => Number.isFinite(edge));
}

function cut(edge: number, scale: number): bigint {
  const exact = exactOf(String(edge)) ?? { digits: 0n, scale: 0 };
  return exact.scale <= scale ? scaledTo(exact, scale) : exact.digits / 10n ** BigInt(exact.scale - scale);
}

function edgeDays(tests: readonly RowTest[]): readonly string[] {
  const { low, high } = boundsOf(tests);
  return [low, high]
    .filter((day) => day !== undefined)
    .flatMap((day) =>
      [-1, 0, 1].map((step) => new Date(Date.parse(day) + step * 86_400_000).toISOString().slice(0, 10)),
    );
}

function instants(type: string): readonly string[] {
  const zone = type === 'TIMESTAMP' ? '' : 'Z';
  return ['1900-01-01T00:00:00', '2000-06-15T12:00:00', '9999-12-31T23:59:59.999999'].map((text) => `${text}${zone}`);
}
