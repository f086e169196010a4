import { quoteLiteral } from '@sluice/engine';
import { operators, type Comparison, type Operator } from './odcs/quality.ts';
import type { Problems } from './problems.ts';
import type { Condition } from './rule.ts';
import type { Path } from './source.ts';

const signs: Readonly<Record<Exclude<Operator, 'mustBeBetween' | 'mustNotBeBetween'>, string>> = {
  mustBe: '=',
  mustNotBe: '<>',
  mustBeGreaterThan: '>',
  mustBeGreaterOrEqualTo: '>=',
  mustBeLessThan: '<',
  mustBeLessOrEqualTo: '<=',
};

/** A condition with the operator and operands that it was written with. */
export interface WrittenCondition extends Condition {
  readonly operator: Operator;
  readonly operands: readonly unknown[];
}

/** Reads the one `mustBe…` operator of a quality item; reports and gives undefined where there is none or more. */
export function readCondition(item: Comparison, path: Path, problems: Problems): WrittenCondition | undefined {
  const used = operators.filter((operator) => item[operator] !== undefined);
  const [operator, second] = used;
  if (operator === undefined || second !== undefined) {
    const got = operator === undefined ? 'none' : used.join(' and ');
    problems.report(path, `expected exactly one of ${operators.join(', ')}, got ${got}`);
    return undefined;
  }
  const value: unknown = item[operator];
  const operands: readonly unknown[] = Array.isArray(value) ? value : [value];
  const literals = operands.map(sqlOf);
  if (operator === 'mustBeBetween' || operator === 'mustNotBeBetween') {
    const [low = '', high = ''] = literals;
    if (Number(low) > Number(high)) {
      problems.report([...path, operator], `expected the smaller number first, got [${low}, ${high}]`);
      return undefined;
    }
    const not = operator === 'mustBeBetween' ? '' : 'NOT ';
    return {
      operator,
      operands,
      text: `${not.toLowerCase()}between ${low} and ${high}`,
      holds: [`${not}BETWEEN ${low} AND ${high}`],
    };
  }
  const literal = literals[0] ?? 'NULL';
  return { operator, operands, text: `${signs[operator]} ${literal}`, holds: [`${signs[operator]} ${literal}`] };
}

/** A condition of one or two bounds, as Great Expectations gives them; undefined bounds are open. */
export function betweenCondition(bounds: {
  readonly minimum?: string | undefined;
  readonly maximum?: string | undefined;
  readonly strictMinimum?: boolean | undefined;
  readonly strictMaximum?: boolean | undefined;
}): Condition {
  const holds: string[] = [];
  if (bounds.minimum !== undefined) holds.push(`${bounds.strictMinimum === true ? '>' : '>='} ${bounds.minimum}`);
  if (bounds.maximum !== undefined) holds.push(`${bounds.strictMaximum === true ? '<' : '<='} ${bounds.maximum}`);
  return { text: holds.length === 0 ? 'any value' : holds.join(' and '), holds };
}

/** The condition as SQL on `value`. */
export function conditionSql(value: string, condition: Condition): string {
  return condition.holds.length === 0 ? 'TRUE' : condition.holds.map((test) => `(${value}) ${test}`).join(' AND ');
}

function sqlOf(value: unknown): string {
  if (typeof value === 'string') return quoteLiteral(value);
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}
