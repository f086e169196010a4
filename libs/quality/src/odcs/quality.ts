import { compileSchema, type JsonSchema, type Schema } from '@sluice/core';
import { closed, elementParts, placesOf, stableId, text, texts } from './common.ts';

export const operators = [
  'mustBe',
  'mustNotBe',
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
  'mustBeBetween',
  'mustNotBeBetween',
] as const;
export type Operator = (typeof operators)[number];

export const metrics = ['rowCount', 'nullValues', 'missingValues', 'invalidValues', 'duplicateValues'] as const;
export type Metric = (typeof metrics)[number];

interface QualityBase {
  readonly id?: string;
  readonly name?: string;
  readonly description?: string;
  readonly severity?: string;
}

export type Comparison = Readonly<Partial<Record<Operator, unknown>>>;

export interface LibraryQuality extends QualityBase, Comparison {
  readonly metric?: Metric;
  /** The name of `metric` in 3.0. */
  readonly rule?: string;
  readonly unit?: string;
  readonly arguments?: {
    readonly validValues?: readonly unknown[];
    readonly pattern?: string;
    readonly missingValues?: readonly unknown[];
    readonly properties?: readonly string[];
  };
}

export interface SqlQuality extends QualityBase, Comparison {
  readonly query: string;
}

export interface CustomQuality extends QualityBase {
  readonly engine: string;
  readonly implementation: string | Readonly<Record<string, unknown>>;
}

const base = {
  ...placesOf(elementParts),
  id: stableId,
  name: text,
  description: text,
  type: text,
  dimension: {
    enum: ['accuracy', 'completeness', 'conformity', 'consistency', 'coverage', 'timeliness', 'uniqueness'],
  },
  severity: text,
  businessImpact: text,
  method: text,
  schedule: text,
  scheduler: text,
  unit: text,
  tags: texts,
};

const number: JsonSchema = { type: 'number' };
const pair: JsonSchema = { type: 'array', items: number, minItems: 2, maxItems: 2, uniqueItems: true };
const anything: JsonSchema = { type: ['string', 'number', 'boolean'] };

const comparisons: Record<Operator, JsonSchema> = {
  mustBe: anything,
  mustNotBe: anything,
  mustBeGreaterThan: number,
  mustBeGreaterOrEqualTo: number,
  mustBeLessThan: number,
  mustBeLessOrEqualTo: number,
  mustBeBetween: pair,
  mustNotBeBetween: pair,
};

const listed: JsonSchema = { type: 'array', minItems: 1 };

export const librarySchema: Schema<LibraryQuality> = compileSchema(
  closed({
    ...base,
    ...comparisons,
    metric: { enum: metrics },
    rule: text,
    arguments: closed({
      validValues: listed,
      pattern: text,
      missingValues: listed,
      properties: { ...texts, minItems: 1 },
    }),
  }),
);

export const sqlSchema: Schema<SqlQuality> = compileSchema(closed({ ...base, ...comparisons, query: text }, ['query']));

export const customSchema: Schema<CustomQuality> = compileSchema(
  closed({ ...base, engine: text, implementation: { type: ['string', 'object'] } }, ['engine', 'implementation']),
);

export const textSchema: Schema<QualityBase> = compileSchema(closed(base));

export const qualityTypes = ['library', 'sql', 'custom', 'text'] as const;
