import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import { isEmptyRange, type End } from '../empty-range.ts';
import { literalFor } from '../literal.ts';
import { optionsSchema, type LogicalTypeOptions } from '../odcs/options.ts';
import type { LogicalType } from '../odcs/table.ts';
import { readPattern } from '../pattern.ts';
import type { Bound, Rule, RowRule } from '../rule.ts';
import type { Path } from '../source.ts';
import { isFloat } from '../types.ts';
import type { ContractColumn } from '../contract.ts';
import type { RuleTable } from './table.ts';

/** The rules that a column declares by itself: its type, `required`, `unique`, and its logical type's options. */
export function columnRules(
  table: RuleTable,
  column: ContractColumn,
  logicalType: LogicalType,
  options: unknown,
  path: Path,
): readonly Rule[] {
  const at = (key: string) => table.problems.locate([...path, key]);
  const sql = quoteIdentifier(column.name);
  const base = { columns: [column.name], severity: 'error' as const };
  const rules: Rule[] = [
    {
      ...base,
      id: `${column.name}.type`,
      type: 'expect_column_values_to_be_of_type',
      kind: 'table',
      form: 'type',
      expected: `${column.name} is ${column.type}`,
      expectedType: column.type,
      location: column.location,
    },
  ];
  if (column.required) {
    rules.push({
      ...base,
      id: `${column.name}.required`,
      type: 'required',
      kind: 'row',
      form: 'row',
      expected: `${column.name} is not null`,
      violation: `${sql} IS NULL`,
      bounds: [{ test: 'not-null', column: column.name }],
      location: at('required'),
    });
  }
  if (column.unique) {
    rules.push({
      ...base,
      id: `${column.name}.unique`,
      type: 'unique',
      kind: 'table',
      form: 'unique',
      expected: `${column.name} is unique`,
      considered: `${sql} IS NOT NULL`,
      mostly: 1,
      location: at('unique'),
    });
  }
  const place: Path = [...path, 'logicalTypeOptions'];
  const schema = optionsSchema(logicalType, table.apiVersion);
  if (options !== undefined && table.problems.check(schema, place, options))
    rules.push(...optionRules(table, column, options, place));
  return rules;
}

function optionRules(
  table: RuleTable,
  column: ContractColumn,
  options: LogicalTypeOptions,
  path: Path,
): readonly Rule[] {
  const { name } = column;
  const sql = quoteIdentifier(name);
  const rules: Rule[] = [];
  const add = (
    option: string,
    terms: NonNullable<RowRule['terms']>,
    expected: string,
    violation: string,
    bound?: Bound,
  ): void => {
    const rule: RowRule = {
      id: `${name}.${option}`,
      type: option,
      kind: 'row',
      form: 'row',
      columns: [name],
      severity: 'error',
      expected,
      terms,
      violation,
      location: table.problems.locate([...path, option]),
      ...(bound === undefined ? {} : { bounds: [bound] }),
    };
    rules.push(rule);
  };
  if (options.minLength !== undefined)
    add(
      'minLength',
      { minLength: options.minLength },
      `length of ${name} >= ${options.minLength}`,
      `length(${sql}) < ${options.minLength}`,
    );
  if (options.maxLength !== undefined)
    add(
      'maxLength',
      { maxLength: options.maxLength },
      `length of ${name} <= ${options.maxLength}`,
      `length(${sql}) > ${options.maxLength}`,
    );
  if (options.pattern !== undefined) {
    const pattern = readPattern(options.pattern);
    if (pattern.ok)
      add(
        'pattern',
        { pattern: options.pattern },
        `${name} matches ${options.pattern}`,
        `NOT regexp_matches(${sql}, ${quoteLiteral(pattern.re2)})`,
      );
    else table.problems.report([...path, 'pattern'], `the pattern cannot be used: ${pattern.reason}`);
  }
  reportEmpty(table, column, options, path);
  for (const { option, test, value } of bounds(options)) {
    const literal = literalFor(value, column);
    if (!literal.ok) {
      table.problems.report([...path, option], literal.reason);
      continue;
    }
    const bound: Bound = { test, column: name, value: String(value) };
    add(
      option,
      { [test]: value },
      `${name} ${test} ${String(value)}`,
      boundViolation(column, test, literal.sql),
      bound,
    );
  }
  if (options.multipleOf !== undefined) {
    const step = literalFor(options.multipleOf, column);
    if (column.type === 'FLOAT')
      table.problems.report([...path, 'multipleOf'], 'a FLOAT has too few digits to be judged by steps; use DECIMAL');
    else if (step.ok)
      add(
        'multipleOf',
        { multipleOf: options.multipleOf },
        `${name} is a multiple of ${String(options.multipleOf)}`,
        multipleViolation(column, step.sql),
      );
    else table.problems.report([...path, 'multipleOf'], step.reason);
  }
  return rules;
}

type Test = '>=' | '>' | '<=' | '<';
const opposite: Readonly<Record<Test, Test>> = { '>=': '<', '>': '<=', '<=': '>', '<': '>=' };

/** Where `column test bound` is broken: NaN keeps no bound, null is not judged. */
export function boundViolation(column: ContractColumn, test: Test, bound: string): string {
  const sql = quoteIdentifier(column.name);
  const broken = `${sql} ${opposite[test]} ${bound}`;
  return isFloat(column.family) ? `(isnan(${sql}) OR ${broken})` : broken;
}

/** Floats are multiples up to 1e-9 of a step, as ajv's `multipleOfPrecision: 9` has it; other numbers exactly. */
function multipleViolation(column: ContractColumn, step: string): string {
  const sql = quoteIdentifier(column.name);
  return isFloat(column.family) ? `abs(${sql} / ${step} - round(${sql} / ${step})) > 1e-9` : `${sql} % ${step} <> 0`;
}

/** Reports bounds that no value keeps, at the upper one. */
function reportEmpty({ problems }: RuleTable, column: ContractColumn, options: LogicalTypeOptions, path: Path): void {
  const { minLength, maxLength } = options;
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength)
    problems.report([...path, 'maxLength'], `no length is >= ${minLength} (minLength) and <= ${maxLength}`);
  const written = bounds(options).filter(({ value }) => literalFor(value, column).ok);
  const end = ({ test, value }: WrittenBound): End => ({ value, strict: test === '>' || test === '<' });
  const lows = written.filter(({ option }) => option === 'minimum' || option === 'exclusiveMinimum');
  for (const high of written.filter((bound) => !lows.includes(bound))) {
    const low = lows.find((bound) => isEmptyRange(end(bound), end(high), column));
    if (low === undefined) continue;
    const text = `${low.test} ${String(low.value)} (${low.option}) and ${high.test} ${String(high.value)}`;
    problems.report([...path, high.option], `no value of ${column.type} is ${text}`);
  }
}

interface WrittenBound {
  readonly option: 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum';
  readonly test: Test;
  readonly value: number | string;
}

function bounds(options: LogicalTypeOptions): readonly WrittenBound[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = options;
  const found: WrittenBound[] = [];
  if (minimum !== undefined)
    found.push({ option: 'minimum', test: exclusiveMinimum === true ? '>' : '>=', value: minimum });
  if (maximum !== undefined)
    found.push({ option: 'maximum', test: exclusiveMaximum === true ? '<' : '<=', value: maximum });
  if (exclusiveMinimum !== undefined && typeof exclusiveMinimum !== 'boolean')
    found.push({ option: 'exclusiveMinimum', test: '>', value: exclusiveMinimum });
  if (exclusiveMaximum !== undefined && typeof exclusiveMaximum !== 'boolean')
    found.push({ option: 'exclusiveMaximum', test: '<', value: exclusiveMaximum });
  return found;
}
