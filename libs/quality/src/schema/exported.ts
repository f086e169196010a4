import type { JsonSchema } from '@sluice/core';
import type { Contract, ContractColumn } from '../contract.ts';
import { isOnColumn, type RowTest } from '../row-tests/row-test.ts';
import { testedRules } from '../row-tests/tested-rules.ts';
import { integerRange } from '../types.ts';
import { keywordsOf, type Keyword } from './cell-schema.ts';
import { decimalPattern } from './exact-cells.ts';
import { Place } from './place.ts';

/**
 * The JSON Schema (2020-12) of one record in the vocabulary that every validator knows, to be handed to others. It says
 * what must hold (severity error). Whatever keeps the contract keeps this schema; what only Sluice's own keywords or SQL
 * can tell is named in `$comment` and left out.
 */
export function exportedSchema(contract: Contract): JsonSchema {
  const rules = testedRules(contract).filter(({ rule }) => rule.severity === 'error');
  const tests = rules.flatMap(({ tests: all = [] }) => all);
  const required = new Set(tests.filter(({ test }) => test === 'present').map((test) => columnOf(test)));
  const columns = contract.columns.map((column): [string, JsonSchema] => {
    const own = tests.filter((test) => columnOf(test) === column.name);
    return [column.name, columnSchema(column, own, required.has(column.name))];
  });
  const partial = rules
    .filter(({ tests: all }) => all === undefined || all.some((test) => !isStandard(test, contract)))
    .map(({ rule }) => rule.id);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:odcs:${contract.id}:${contract.version}`,
    title: contract.table,
    ...(contract.description === undefined ? {} : { description: contract.description }),
    ...(partial.length === 0 ? {} : { $comment: `Not told, or not wholly, by this schema: ${partial.join(', ')}` }),
    type: 'object',
    properties: Object.fromEntries(columns),
    required: [...required],
  };
}

function columnOf(test: RowTest): string {
  return isOnColumn(test) ? test.column : '';
}

function columnSchema(column: ContractColumn, tests: readonly RowTest[], required: boolean): JsonSchema {
  const place = new Place(describedType(column), new Map());
  for (const test of tests)
    for (const [keyword, value] of standardKeywords(test, column)) place.add(keyword, value, '');
  const { description, ...value } = { ...rangeOf(column, place.schema), ...place.schema };
  const text = textForm(column);
  const branches = [value, ...(text === undefined ? [] : [{ type: 'string', pattern: text }])];
  const told = description === undefined ? {} : { description };
  if (branches.length > 1) return { ...told, anyOf: required ? branches : [...branches, { type: 'null' }] };
  const { type, ...rest } = value;
  return { ...told, type: required ? type : [type, 'null'], ...rest };
}

function describedType({ description, family, type }: ContractColumn): Record<string, unknown> {
  const told = description === undefined ? {} : { description };
  switch (family) {
    case 'integer':
      return { ...told, type: 'integer' };
    case 'decimal':
    case 'float':
      return { ...told, type: 'number' };
    case 'boolean':
      return { ...told, type: 'boolean' };
    case 'date':
      return { ...told, type: 'string', format: 'date' };
    case 'timestamp':
      return type === 'TIMESTAMP'
        ? { ...told, type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?$' }
        : { ...told, type: 'string', format: 'date-time' };
    case 'time':
      return { ...told, type: 'string', pattern: '^\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?$' };
    case 'text':
      return { ...told, type: 'string' };
  }
}

/** The range of an integer type, on the sides that no rule bounds. */
function rangeOf(
  { family, type }: ContractColumn,
  { minimum, maximum }: Record<string, unknown>,
): Record<string, number> {
  if (family !== 'integer') return {};
  const { least, most } = integerRange(type);
  const safe = BigInt(Number.MAX_SAFE_INTEGER);
  return {
    ...(minimum === undefined ? { minimum: Number(least < -safe ? -safe : least) } : {}),
    ...(maximum === undefined ? { maximum: Number(most > safe ? safe : most) } : {}),
  };
}

/** How values that a JSON number does not hold are written as text; undefined where there are none. */
function textForm({ family, type }: ContractColumn): string | undefined {
  if (family === 'float') return '^(NaN|-?Infinity)$';
  if (family === 'integer')
    return integerRange(type).most > BigInt(Number.MAX_SAFE_INTEGER) ? '^(0|-?[1-9][0-9]{0,19})$' : undefined;
  return family === 'decimal' ? decimalPattern(type) : undefined;
}

const boundKeywords = { '>=': 'minimum', '>': 'exclusiveMinimum', '<=': 'maximum', '<': 'exclusiveMaximum' } as const;

function standardKeywords(test: RowTest, { family }: ContractColumn): readonly Keyword[] {
  if (!isOnColumn(test)) return [];
  const numeric = family === 'integer' || family === 'decimal' || family === 'float';
  switch (test.test) {
    case 'present':
    case 'written':
      return [];
    case 'bound':
      return numeric ? [[boundKeywords[test.operator], Number(test.value)]] : [];
    case 'multiple':
      return family === 'integer' && Number.isInteger(test.step) ? [['multipleOf', test.step]] : [];
    case 'member':
      if (family === 'text' || family === 'boolean') return keywordsOf(test, new Map());
      if (test.negated || family === 'timestamp' || family === 'time') return [];
      return [['enum', test.values.filter((value) => value !== null || !numeric)]];
    default:
      return keywordsOf(test, new Map());
  }
}

/** Whether the schema says all of a test. */
function isStandard(test: RowTest, contract: Contract): boolean {
  if (!isOnColumn(test) || test.test === 'written') return false;
  const column = contract.columns.find(({ name }) => name === test.column);
  if (column === undefined) return false;
  const exact = column.family === 'integer' && textForm(column) === undefined;
  switch (test.test) {
    case 'bound':
      return exact;
    case 'multiple':
      return exact && Number.isInteger(test.step);
    case 'member':
      return column.family === 'text' || column.family === 'boolean' || (exact && !test.negated);
    default:
      return true;
  }
}
