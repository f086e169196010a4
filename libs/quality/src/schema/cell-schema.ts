import type { ContractColumn } from '../contract.ts';
import { isOnColumn, type RowTest } from '../row-tests/row-test.ts';
import { familyOf, type Family } from '../types.ts';

/** What JSON has for the values of a family. Numbers that a double does not hold are text. */
const jsonTypes: Readonly<Record<Family, readonly string[]>> = {
  text: ['string'],
  integer: ['integer', 'string'],
  decimal: ['number', 'string'],
  float: ['number', 'string'],
  boolean: ['boolean'],
  date: ['string'],
  timestamp: ['string'],
  time: ['string'],
};

/** The schema of a column by its type alone. */
export function typeSchema(column: ContractColumn, required: boolean): Record<string, unknown> {
  const types = jsonTypes[column.family];
  return {
    ...(column.description === undefined ? {} : { description: column.description }),
    type: required ? types : [...types, 'null'],
    'sluice:type': column.type,
  };
}

export type Keyword = readonly [keyword: string, value: unknown];

/** The keywords that judge a test. `required` and `type` see to tests for presence. */
export function keywordsOf(
  test: Exclude<RowTest, { readonly test: 'present' }>,
  types: ReadonlyMap<string, string>,
): readonly Keyword[] {
  const type = isOnColumn(test) ? (types.get(test.column) ?? '') : '';
  switch (test.test) {
    case 'absent':
      return [['const', null]];
    case 'bound':
      return [['sluice:bound', { type, operator: test.operator, value: test.value }]];
    case 'length':
      return lengthKeywords(test.least, test.most);
    case 'matches':
      return test.negated ? [['not', { type: 'string', pattern: test.pattern }]] : [['pattern', test.pattern]];
    case 'matches-any':
      if (test.patterns.length === 0) return [['const', null]];
      return [['anyOf', test.patterns.map((pattern) => ({ pattern }))]];
    case 'member':
      return [memberKeyword(test, type)];
    case 'multiple':
      return [['sluice:multiple', { type, step: test.step }]];
    case 'written':
      return [['sluice:written', test.format]];
    case 'pair': {
      const [a, b] = test.columns;
      const { operator, ignored, columns } = test;
      return [['sluice:pair', { columns, types: [types.get(a) ?? '', types.get(b) ?? ''], operator, ignored }]];
    }
    case 'equal':
    case 'distinct':
    case 'sum':
    case 'listed':
      return [['sluice:row', { test, types: test.columns.map((name) => types.get(name) ?? '') }]];
  }
}

/** No text is shorter than 0 or longer than a bound below 0 allows: JSON Schema knows no negative lengths. */
function lengthKeywords(least: number, most: number): readonly Keyword[] {
  const keywords: Keyword[] = [];
  if (least > 0) keywords.push(['minLength', least]);
  if (most < 0) keywords.push(['const', null]);
  else if (most < Infinity) keywords.push(['maxLength', most]);
  return keywords;
}

function memberKeyword(test: Extract<RowTest, { readonly test: 'member' }>, type: string): Keyword {
  const values = test.values.filter((value) => value !== null);
  const family = familyOf(type);
  if (family !== 'text' && family !== 'boolean') return ['sluice:member', { type, values, negated: test.negated }];
  if (!test.negated) return ['enum', [...new Set(values), null]];
  return ['not', values.length === 0 ? false : { enum: [...new Set(values)] }];
}
