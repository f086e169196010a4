import { compileSchema, type Schema } from '@sluice/core';
import { show } from '../problems.ts';
import { isAbsent, knownColumn, literal, type KnownColumn } from '../vocabulary/arguments.ts';
import type { Kwargs, Subject } from '../vocabulary/definition.ts';
import { ExpectationError } from '../errors.ts';

interface Condition {
  readonly type: 'comparison' | 'nullity' | 'and' | 'or' | 'pass_through';
  readonly column?: { readonly name: string };
  readonly operator?: string;
  readonly parameter?: unknown;
  readonly is_null?: boolean;
  readonly conditions?: readonly Condition[];
  readonly pass_through_filter?: string;
}

const mostLeaves = 100;
const operators: Readonly<Record<string, string>> = {
  '==': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function form(type: string, rest: Readonly<Record<string, unknown>>) {
  return {
    type: 'object',
    properties: { type: { const: type }, ...rest },
    required: ['type', ...Object.keys(rest)],
    additionalProperties: false,
  };
}

const column = {
  type: 'object',
  properties: { name: { type: 'string' } },
  required: ['name'],
  additionalProperties: false,
};
const several = { type: 'array', items: { $ref: '#/$defs/condition' }, minItems: 1 };

const shape = {
  $defs: {
    condition: {
      type: 'object',
      properties: { type: { enum: ['comparison', 'nullity', 'and', 'or', 'pass_through'] } },
      required: ['type'],
      allOf: [
        branch(
          'comparison',
          form('comparison', {
            column,
            operator: { enum: [...Object.keys(operators), 'IN', 'NOT_IN'] },
            parameter: {},
          }),
        ),
        branch('nullity', form('nullity', { column, is_null: { type: 'boolean' } })),
        branch('and', form('and', { conditions: several })),
        branch('or', form('or', { conditions: several })),
        branch('pass_through', form('pass_through', { pass_through_filter: { type: 'string' } })),
      ],
    },
  },
  $ref: '#/$defs/condition',
};

function branch(type: string, then: unknown) {
  return { if: { type: 'object', properties: { type: { const: type } } }, then };
}

const schema: Schema<Condition> = compileSchema(shape);

/**
 * `row_condition` as SQL over the table; undefined where there is none.
 * @throws {ExpectationError} where it cannot be read, or does not go with the columns.
 */
export function rowCondition(kwargs: Kwargs, subject: Subject): string | undefined {
  const { row_condition: written, condition_parser: parser } = kwargs;
  if (!isAbsent(parser) && parser !== 'great_expectations' && parser !== 'great_expectations__experimental__')
    throw new ExpectationError(
      parser === 'pandas' || parser === 'spark'
        ? `condition_parser: ${parser} is another engine’s; write the condition for great_expectations, or as SQL: {"type": "pass_through", "pass_through_filter": "…"}`
        : `condition_parser: expected great_expectations, got ${show(parser)}`,
    );
  if (isAbsent(written)) return undefined;
  if (typeof written === 'string') return textCondition(written, subject);
  const checked = schema.check(written);
  if (!checked.ok) {
    const [problem] = checked.problems;
    throw new ExpectationError(`row_condition${(problem?.path ?? '').replaceAll('/', '.')} ${problem?.message ?? ''}`);
  }
  if (leaves(checked.value) > mostLeaves)
    throw new ExpectationError(`row_condition: expected at most ${String(mostLeaves)} comparisons`);
  return structured(checked.value, subject);
}

const named = String.raw`col\(\s*(?:"([^"]*)"|'([^']*)')\s*\)`;
const notNull = new RegExp(String.raw`^\s*${named}\s*\.\s*notNull\(\s*\)\s*$`);
const compared = new RegExp(
  String.raw`^\s*${named}\s*(==|!=|<=|>=|<|>)\s*(?:(-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(date\(\s*)?(?:"([^"]*)"|'([^']*)')(\s*\))?)\s*$`,
);

function textCondition(text: string, subject: Subject): string {
  const presence = notNull.exec(text);
  if (presence !== null) return `${knownColumn(subject, presence[1] ?? presence[2] ?? '').sql} IS NOT NULL`;
  const found = compared.exec(text);
  const [, first, second, operator = '', number, opening, double, single, closing] = found ?? [];
  if (found === null || (opening === undefined) !== (closing === undefined))
    throw new ExpectationError(
      `row_condition: expected col("name") OP literal with OP one of ${Object.keys(operators).join(' ')}, or col("name").notNull(), got ${show(text)}; several comparisons are written in the structured form`,
    );
  const value = number === undefined ? (double ?? single ?? '') : Number(number);
  const known = knownColumn(subject, first ?? second ?? '');
  if (opening !== undefined && known.family !== 'date' && known.family !== 'timestamp')
    throw new ExpectationError(`row_condition: date(…) does not compare with ${known.name}, which is ${known.type}`);
  return comparison(known, operator, value);
}

function comparison(known: KnownColumn, operator: string, value: unknown): string {
  if (value === null) throw new ExpectationError('row_condition: nothing compares with null; use a nullity condition');
  return `${known.sql} ${operators[operator] ?? '='} ${literal(value, known, 'row_condition')}`;
}

function structured(condition: Condition, subject: Subject): string {
  const { type, column: named, operator = '', parameter, is_null: isNull, conditions = [] } = condition;
  switch (type) {
    case 'pass_through':
      return `(\n${condition.pass_through_filter ?? ''}\n)`;
    case 'nullity':
      return `${knownColumn(subject, named?.name ?? '').sql} IS ${isNull === true ? '' : 'NOT '}NULL`;
    case 'and':
      return `(${flattened(conditions)
        .map((each) => within(each, ['or'], type, subject))
        .join(' AND ')})`;
    case 'or':
      return `(${conditions.map((each) => within(each, ['or'], type, subject)).join(' OR ')})`;
    case 'comparison': {
      const known = knownColumn(subject, named?.name ?? '');
      if (operator === 'IN' || operator === 'NOT_IN') return membership(known, operator, parameter);
      if (Array.isArray(parameter)) throw new ExpectationError(`row_condition: ${operator} compares with one value`);
      return comparison(known, operator, parameter);
    }
  }
}

function within(condition: Condition, refused: readonly string[], outer: string, subject: Subject): string {
  if (refused.includes(condition.type))
    throw new ExpectationError(`row_condition: \`${outer}\` must not hold \`${condition.type}\``);
  return structured(condition, subject);
}

function flattened(conditions: readonly Condition[]): readonly Condition[] {
  return conditions.flatMap((each) => (each.type === 'and' ? flattened(each.conditions ?? []) : [each]));
}

function membership(known: KnownColumn, operator: string, parameter: unknown): string {
  const values: readonly unknown[] = Array.isArray(parameter) ? parameter : [];
  if (values.length === 0) throw new ExpectationError(`row_condition: ${operator} needs a list of values`);
  if (values.includes(null))
    throw new ExpectationError('row_condition: nothing compares with null; use a nullity condition');
  if (new Set(values.map((value) => typeof value)).size > 1)
    throw new ExpectationError(`row_condition: ${operator} needs values of one type, got ${show(parameter)}`);
  const members = values.map((value) => literal(value, known, 'row_condition'));
  return `${known.sql} ${operator === 'IN' ? 'IN' : 'NOT IN'} (${members.join(', ')})`;
}

function leaves({ conditions }: Condition): number {
  return conditions === undefined ? 1 : conditions.reduce((sum, each) => sum + leaves(each), 0);
}
