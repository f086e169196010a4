import type { KeywordDefinition } from 'ajv/dist/2020.js';
import { exactOf, isMultiple } from '../exact.ts';
import type { BoundOperator, ColumnsTest, IgnoredRows, PairOperator } from '../row-tests/row-test.ts';
import { cellTypeOf } from './cell-type-of.ts';
import { exactValue } from './exact-cells.ts';
import { floatValue, isFloatMultiple } from './float-cells.ts';
import { columnValue, pairOrder } from './pairs.ts';
import { rowJudge } from './row-judge.ts';
import { strftimeReader } from './strftime.ts';
import { familyOf } from '../types.ts';

/** What the keywords are given; `type` is the column's, as DESCRIBE prints it. */
export interface BoundArguments {
  readonly type: string;
  readonly operator: BoundOperator;
  readonly value: string;
}
export interface MemberArguments {
  readonly type: string;
  readonly values: readonly unknown[];
  readonly negated: boolean;
}
export interface MultipleArguments {
  readonly type: string;
  readonly step: number;
}
export interface PairArguments {
  readonly columns: readonly [string, string];
  readonly types: readonly [string, string];
  readonly operator: PairOperator;
  readonly ignored: IgnoredRows;
}

export interface RowArguments {
  readonly test: ColumnsTest;
  readonly types: readonly string[];
}

/** True where a value keeps the keyword. */
type Judge = (value: unknown) => boolean;

/** What JSON Schema has no exact form for. A value that is not of its column's type is left to `sluice:type`. */
export const keywords: readonly KeywordDefinition[] = [
  onValue('sluice:type', (type: string) => {
    const cell = cellTypeOf(type);
    return (value) => cell.accepts(value);
  }),
  onValue('sluice:bound', boundJudge),
  onValue('sluice:member', memberJudge),
  onValue('sluice:multiple', multipleJudge),
  onValue('sluice:written', (format: string) => {
    const read = strftimeReader(format);
    return (value) => typeof value !== 'string' || read === undefined || read(value);
  }),
  onValue('sluice:pair', pairJudge),
  onValue('sluice:row', ({ test, types }: RowArguments) => rowJudge(test, types) ?? (() => true)),
];

/** A keyword on a value that is not null. */
function onValue<T>(keyword: string, judgeOf: (written: T) => Judge): KeywordDefinition {
  return {
    keyword,
    schemaType: ['object', 'string'],
    errors: false,
    compile(written: T) {
      const judge = judgeOf(written);
      return (value: unknown) => value === null || judge(value);
    },
  };
}

/** NaN keeps no bound. */
function boundJudge({ type, operator, value }: BoundArguments): Judge {
  const order = cellTypeOf(type).against(value);
  const mayBeNan = familyOf(type) === 'float';
  return (cell) => {
    if (mayBeNan && cell === 'NaN') return false;
    const found = order(cell);
    return found === undefined || orderHolds(found, operator);
  };
}

function memberJudge({ type, values, negated }: MemberArguments): Judge {
  const cells = cellTypeOf(type);
  const orders = values.filter((value) => value !== null).map((value) => cells.against(value));
  return (cell) => !cells.accepts(cell) || orders.some((order) => order(cell) === 0) !== negated;
}

function multipleJudge({ type, step }: MultipleArguments): Judge {
  if (familyOf(type) === 'float') {
    return (cell) => {
      const value = floatValue(cell);
      return value === undefined || isFloatMultiple(value, step);
    };
  }
  const exactStep = exactOf(String(step));
  return (cell) => {
    const value = exactValue(cell);
    return value === undefined || exactStep === undefined || isMultiple(value, exactStep);
  };
}

function pairJudge({ columns, types, operator, ignored }: PairArguments): Judge {
  const order = pairOrder(types);
  const [first, second] = columns;
  return (record) => {
    const [a, b] = [columnValue(record, first), columnValue(record, second)];
    if (a === null || b === null) return ignored === 'either' || (ignored === 'both' && a === b);
    const found = order?.(a, b);
    return found === undefined || orderHolds(found, operator);
  };
}

/** Whether an order, as `Array.sort` has it, is the one that is asked for. */
function orderHolds(order: number, operator: BoundOperator | PairOperator): boolean {
  switch (operator) {
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '<':
      return order < 0;
    case '=':
      return order === 0;
  }
}
