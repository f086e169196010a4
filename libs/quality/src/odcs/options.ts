import { compileSchema, type JsonSchema, type Schema } from '@sluice/core';
import { closed, flag, text } from './common.ts';
import type { LogicalType } from './table.ts';

/** `logicalTypeOptions` of any type; the schemas below say which type has which. */
export interface LogicalTypeOptions {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly multipleOf?: number;
  readonly minimum?: number | string;
  readonly maximum?: number | string;
  /** A bound of its own; in 3.0 a flag that sharpens `minimum`. */
  readonly exclusiveMinimum?: number | string | boolean;
  readonly exclusiveMaximum?: number | string | boolean;
}

const length: JsonSchema = { type: 'integer', minimum: 0 };

function bounds(value: 'number' | 'string', version30: boolean): Record<string, JsonSchema> {
  const bound = { type: value };
  const exclusive = version30 ? flag : bound;
  return { minimum: bound, maximum: bound, exclusiveMinimum: exclusive, exclusiveMaximum: exclusive };
}

function optionsByType(version30: boolean): Record<LogicalType, Schema<LogicalTypeOptions>> {
  const numeric = { ...bounds('number', version30), multipleOf: { type: 'number', exclusiveMinimum: 0 }, format: text };
  const dated = { ...bounds('string', version30), format: text };
  const timed = { ...dated, timezone: flag, defaultTimezone: text };
  return {
    string: compileSchema(closed({ minLength: length, maxLength: length, pattern: text, format: text })),
    integer: compileSchema(closed(numeric)),
    number: compileSchema(closed(numeric)),
    boolean: compileSchema(closed({})),
    date: compileSchema(closed(dated)),
    timestamp: compileSchema(closed(timed)),
    time: compileSchema(closed(timed)),
  };
}

const current = optionsByType(false);
const version30 = optionsByType(true);

/** The schema of a column's options. */
export function optionsSchema(type: LogicalType, apiVersion: string): Schema<LogicalTypeOptions> {
  return (apiVersion.startsWith('v3.0.') ? version30 : current)[type];
}
