import type { JsonSchema } from '@sluice/core';
import type { Parameter } from './definition.ts';

const orNull = (...types: readonly string[]): JsonSchema => ({ type: [...types, 'null'] });
const scalar: JsonSchema = { type: ['string', 'number', 'boolean', 'null'] };
const scalars: JsonSchema = { type: 'array', items: scalar };

export const column: Parameter = { schema: { type: 'string' }, describe: 'the column', required: true };

export const columnList: Parameter = {
  schema: { type: 'array', items: { type: 'string' }, minItems: 2, uniqueItems: true },
  describe: 'two or more columns',
  required: true,
};

export const mostly: Parameter = {
  schema: { type: 'number', minimum: 0, maximum: 1 },
  describe: 'the share of the rows that count which must be as expected, 0 to 1',
  default: 1,
};

export function integer(describe: string): Parameter {
  return { schema: { type: 'integer' }, describe, required: true };
}

export function text(describe: string): Parameter {
  return { schema: { type: 'string' }, describe, required: true };
}

export function texts(describe: string, minItems = 0): Parameter {
  return { schema: { type: 'array', items: { type: 'string' }, minItems }, describe, required: true };
}

export function flag(describe: string): Parameter {
  return { schema: orNull('boolean'), describe, default: false };
}

export function choice(values: readonly [string, ...string[]], describe: string): Parameter {
  return { schema: { enum: values }, describe, default: values[0] };
}

/** Two bounds and whether each is strict. */
export function bounds(what: string, types: readonly string[]): Readonly<Record<string, Parameter>> {
  return {
    min_value: { schema: orNull(...types), describe: `the smallest ${what}; null for no bound` },
    max_value: { schema: orNull(...types), describe: `the largest ${what}; null for no bound` },
    strict_min: flag('the smallest itself is not enough'),
    strict_max: flag('the largest itself is too much'),
  };
}

/** A list of values, or null. */
export const valueSet: Parameter = {
  schema: { type: ['array', 'null'], items: scalar },
  describe: 'the values, of the column’s type (dates and times as text); a null among them equals nothing',
  required: true,
};

export const certainSet: Parameter = { ...valueSet, schema: scalars };

export const valuePairs: Parameter = {
  schema: { type: ['array', 'null'], items: { ...scalars, minItems: 2, maxItems: 2 } },
  describe: 'the pairs [a, b]; a null in a pair stands for a missing value; null: every pair is fine',
  required: true,
};

export const pairPolicy = choice(
  ['both_values_are_missing', 'either_value_is_missing', 'neither'],
  'which rows do not count',
);

const listPolicies = ['all_values_are_missing', 'any_value_is_missing', 'never'] as const;

export const listPolicy = choice([...listPolicies], 'which rows do not count');

export const matchOn = choice(['any', 'all'], 'whether one pattern is enough');

/** What row-wise and aggregate expectations and the row counts take. */
export const conditionParameters: Readonly<Record<string, Parameter>> = {
  row_condition: {
    schema: { type: ['string', 'object', 'null'] },
    describe:
      'only the rows for which this holds are looked at: `col("name") OP literal`, `col("name").notNull()`, or the structured form',
  },
  condition_parser: {
    schema: { type: ['string', 'null'] },
    describe: 'of a condition that is text: `great_expectations`',
  },
};

/** What every expectation takes, within its arguments or beside them. */
export const commonParameters: Readonly<Record<string, Parameter>> = {
  id: { schema: { type: ['string', 'null'] }, describe: 'carried along' },
  meta: { schema: { type: ['object', 'null'] }, describe: 'carried along' },
  notes: {
    schema: { type: ['string', 'array', 'null'], items: { type: 'string' } },
    describe: 'carried along',
  },
  description: { schema: { type: ['string', 'null'] }, describe: 'carried along' },
  severity: {
    schema: { enum: ['critical', 'warning', 'info'] },
    describe: 'what a failure means: `critical`, `warning`, `info`',
    default: 'critical',
  },
  result_format: {
    schema: { type: ['string', 'object', 'null'] },
    describe: 'how much the result says; by default what the validation asks for',
  },
  catch_exceptions: {
    schema: { type: ['boolean', 'null'] },
    describe: 'an error becomes part of the result and does not end the validation',
  },
  windows: {
    schema: { type: ['array', 'null'], items: { type: 'object' } },
    describe: 'carried along: bounds out of earlier results are given as parameters of the validation',
  },
};
