import type { JsonSchema } from '@sluice/core';
import type { Contract } from '../contract.ts';
import { isOnColumn, type RowTest } from '../row-tests/row-test.ts';
import { testedRules } from '../row-tests/tested-rules.ts';
import { keywordsOf, typeSchema } from './cell-schema.ts';
import { pairOrder } from './pairs.ts';
import { Place } from './place.ts';
import { rowJudge } from './row-judge.ts';
import { strftimeReader } from './strftime.ts';

/** The JSON Schema (2020-12) of one record of a contract, and which rule each part of it is. */
export interface RuledSchema {
  readonly schema: JsonSchema;
  /** Id of the rule that a keyword stands for, by the (sub)schema that has it. */
  readonly rulesOf: ReadonlyMap<object, ReadonlyMap<string, string>>;
  /** Ids of the rules that demand a value, by column. */
  readonly present: ReadonlyMap<string, readonly string[]>;
  /** Ids of the rules on rows that only SQL can judge: foreign keys, conditions, types that SQL compares by a cast. */
  readonly sqlOnly: readonly string[];
}

/** Builds the schema from all rules on rows, whatever their severity. A column that is not in a record is null. */
export function ruledSchema(contract: Contract): RuledSchema {
  const types = new Map(contract.columns.map(({ name, type }) => [name, type]));
  const rules = testedRules(contract);
  const judged = rules.filter(({ tests }) => tests?.every((test) => isJudged(test, types)) === true);
  const pairs = judged.flatMap(({ rule, tests = [] }) => tests.map((test) => ({ rule: rule.id, test })));
  const present = new Map<string, string[]>();
  for (const { rule, test } of pairs)
    if (test.test === 'present') present.set(test.column, [...(present.get(test.column) ?? []), rule]);
  const rulesOf = new Map<object, Map<string, string>>();
  const root = new Place({ type: 'object', required: [...present.keys()] }, rulesOf);
  const places = new Map<string, Place>();
  for (const column of contract.columns) {
    const place = new Place(typeSchema(column, present.has(column.name)), rulesOf);
    for (const keyword of ['type', 'sluice:type']) place.own(keyword, `${column.name}.type`);
    places.set(column.name, place);
  }
  for (const { rule, test } of pairs) {
    if (test.test === 'present') continue;
    const place = isOnColumn(test) ? places.get(test.column) : root;
    for (const [keyword, value] of keywordsOf(test, types)) place?.add(keyword, value, rule);
  }
  root.schema['properties'] = Object.fromEntries([...places].map(([name, place]) => [name, place.schema]));
  const sqlOnly = rules.filter((rule) => !judged.includes(rule)).map(({ rule }) => rule.id);
  return { schema: root.schema, rulesOf, present, sqlOnly };
}

function isJudged(test: RowTest, types: ReadonlyMap<string, string>): boolean {
  if (test.test === 'written') return strftimeReader(test.format) !== undefined;
  // SQL compares a day with a moment by a cast.
  if (test.test === 'bound') return types.get(test.column) !== 'DATE' || test.value.length <= 10;
  if (test.test === 'member') return types.get(test.column) !== 'DATE' || !test.values.some(isMoment);
  if (isOnColumn(test)) return true;
  const ofColumns = test.columns.map((name) => types.get(name) ?? '');
  const [first = '', second = ''] = ofColumns;
  return test.test === 'pair' ? pairOrder([first, second]) !== undefined : rowJudge(test, ofColumns) !== undefined;
}

function isMoment(value: unknown): boolean {
  return typeof value === 'string' && value.length > 10;
}
