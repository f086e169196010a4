import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import { readCondition, type WrittenCondition } from '../condition.ts';
import type { Membership } from '../membership.ts';
import { librarySchema, metrics, type LibraryQuality, type Metric } from '../odcs/quality.ts';
import { readPattern } from '../pattern.ts';
import { didYouMean } from '../problems.ts';
import type { Rule, Severity } from '../rule.ts';
import type { Path } from '../source.ts';
import { isIn, notIn, readMembers } from './membership.ts';
import type { ContractColumn } from '../contract.ts';
import { columnOf, readSeverity, type RuleTable } from './table.ts';

const namesOf30: Readonly<Record<string, Metric>> = { rowCount: 'rowCount', duplicateCount: 'duplicateValues' };

/** The rule of an ODCS library metric, of a column or of the table (`column` undefined). */
export function libraryRule(
  table: RuleTable,
  column: ContractColumn | undefined,
  item: unknown,
  path: Path,
): Rule | undefined {
  const { problems } = table;
  if (!problems.check(librarySchema, path, item)) return undefined;
  const severity = readSeverity(item.severity, [...path, 'severity'], problems);
  const metric = metricOf(table, item, path);
  const condition = readCondition(item, path, problems);
  if (severity === undefined || metric === undefined || condition === undefined) return undefined;
  const percent = item.unit === 'percent';
  if (item.unit !== undefined && !percent && item.unit !== 'rows') {
    problems.report([...path, 'unit'], `expected rows or percent, got ${item.unit}`);
    return undefined;
  }
  const written: Written = {
    item,
    condition,
    percent,
    path,
    base: {
      ...baseOf(table, column, item, metric, severity, path),
      terms: {
        ...item.arguments,
        [condition.operator]: item[condition.operator],
        unit: percent ? 'percent' : undefined,
      },
    },
  };
  if (metric === 'rowCount') return rowCountRule(table, column, written);
  if (metric === 'duplicateValues') return duplicatesRule(table, column, written);
  if (column === undefined) {
    problems.report(path, `${metric} belongs to a column; write it under the property's quality`);
    return undefined;
  }
  return countingRule(table, column, metric, written);
}

interface Written {
  readonly item: LibraryQuality;
  readonly condition: WrittenCondition;
  readonly percent: boolean;
  readonly path: Path;
  readonly base: Pick<Rule, 'id' | 'type' | 'columns' | 'severity' | 'location' | 'description' | 'terms'>;
}

function baseOf(
  table: RuleTable,
  column: ContractColumn | undefined,
  item: LibraryQuality,
  metric: Metric,
  severity: Severity,
  path: Path,
): Written['base'] {
  return {
    id: item.id ?? (column === undefined ? metric : `${column.name}.${metric}`),
    type: metric,
    columns: column === undefined ? [] : [column.name],
    severity,
    location: table.problems.locate(path),
    ...(item.description === undefined ? {} : { description: item.description }),
  };
}

function metricOf(table: RuleTable, item: LibraryQuality, path: Path): Metric | undefined {
  if (item.metric !== undefined) return item.metric;
  if (item.rule === undefined) {
    table.problems.report(path, `expected the metric: one of ${metrics.join(', ')}`);
    return undefined;
  }
  const metric = table.apiVersion.startsWith('v3.0.') ? namesOf30[item.rule] : undefined;
  if (metric === undefined) {
    const hint = didYouMean(item.rule, metrics);
    table.problems.report([...path, 'rule'], `use metric, one of ${metrics.join(', ')}, got rule: ${item.rule}${hint}`);
  }
  return metric;
}

function rowCountRule(table: RuleTable, column: ContractColumn | undefined, written: Written): Rule | undefined {
  const { condition, path, base } = written;
  if (column !== undefined || written.percent) {
    const reason =
      column === undefined ? 'rowCount has no percentage' : 'rowCount belongs to the table, not to a column';
    table.problems.report(path, reason);
    return undefined;
  }
  const [low] = condition.operands;
  const allowing = ['mustBe', 'mustBeGreaterOrEqualTo', 'mustBeBetween'];
  return {
    ...base,
    kind: 'table',
    form: 'rowCount',
    expected: `row count ${condition.text}`,
    condition: { text: condition.text, holds: condition.holds },
    allowsEmpty: low === 0 && allowing.includes(condition.operator),
    implied: false,
  };
}

function duplicatesRule(table: RuleTable, column: ContractColumn | undefined, written: Written): Rule | undefined {
  const { item, condition, percent, path, base } = written;
  const names = column === undefined ? (item.arguments?.properties ?? []) : [column.name];
  if (names.length === 0) {
    table.problems.report(path, 'duplicateValues of a table needs arguments: { properties: [columns] }');
    return undefined;
  }
  const known = names.map((name, index) => columnOf(table, name, [...path, 'arguments', 'properties', index]));
  if (known.includes(undefined)) return undefined;
  const columns = names.map(quoteIdentifier);
  const considered = columns.map((name) => `${name} IS NOT NULL`).join(' OR ');
  const text = names.join(', ');
  const id = item.id ?? `${names.join('+')}.duplicateValues`;
  if (isZero(condition)) {
    return {
      ...base,
      id,
      columns: names,
      kind: 'table',
      form: 'unique',
      expected: `${text} has no duplicates`,
      considered,
      mostly: 1,
    };
  }
  const distinct = columns.length === 1 ? columns.join('') : `(${columns.join(', ')})`;
  const value = `coalesce(count_if(${considered}), 0) - count(DISTINCT CASE WHEN ${considered} THEN ${distinct} END)`;
  return {
    ...base,
    id,
    columns: names,
    kind: 'table',
    form: 'metric',
    expected: `duplicates of ${text} ${condition.text}${percent ? ' percent' : ''}`,
    value: percent ? percentOf(`(${value})`) : value,
    condition: { text: condition.text, holds: condition.holds },
  };
}

function countingRule(
  table: RuleTable,
  column: ContractColumn,
  metric: 'nullValues' | 'missingValues' | 'invalidValues',
  { item, condition, percent, path, base }: Written,
): Rule | undefined {
  const counted = countedRows(table, column, metric, item, path);
  if (counted === undefined) return undefined;
  if (metric === 'invalidValues' && isZero(condition))
    return {
      ...base,
      kind: 'row',
      form: 'row',
      expected: counted.expected,
      violation: counted.sql,
      ...(counted.plain !== undefined && { plainViolation: counted.plain }),
      ...(item.arguments?.validValues === undefined ? {} : { fewValues: true }),
    };
  const count = `coalesce(count_if(${counted.sql}), 0)`;
  return {
    ...base,
    kind: 'table',
    form: 'metric',
    expected: `${counted.what} of ${column.name} ${condition.text}${percent ? ' percent' : ''}`,
    value: percent ? percentOf(count) : count,
    condition: { text: condition.text, holds: condition.holds },
    offending: counted.sql,
  };
}

interface Counted extends Membership {
  readonly what: string;
  readonly expected: string;
}

function countedRows(
  table: RuleTable,
  column: ContractColumn,
  metric: 'nullValues' | 'missingValues' | 'invalidValues',
  item: LibraryQuality,
  path: Path,
): Counted | undefined {
  const sql = quoteIdentifier(column.name);
  const { validValues, pattern, missingValues } = item.arguments ?? {};
  if (metric === 'nullValues') return { sql: `${sql} IS NULL`, what: 'nulls', expected: `${column.name} is not null` };
  if (metric === 'missingValues') {
    const members = readMembers(table, column, missingValues ?? [], [...path, 'arguments', 'missingValues']);
    if (members === undefined) return undefined;
    return {
      sql: `(${sql} IS NULL OR ${isIn(column, members).sql})`,
      what: 'missing values',
      expected: `${column.name} is there`,
    };
  }
  const tests: Counted[] = [];
  if (validValues !== undefined) {
    const members = readMembers(table, column, validValues, [...path, 'arguments', 'validValues']);
    if (members === undefined) return undefined;
    tests.push({
      ...notIn(column, members),
      what: 'invalid values',
      expected: `${column.name} is one of ${members.text}`,
    });
  }
  if (pattern !== undefined) {
    const read = readPattern(pattern);
    if (!read.ok || column.family !== 'text') {
      const reason = read.ok ? `${column.name} is ${column.type}, not text` : read.reason;
      table.problems.report([...path, 'arguments', 'pattern'], `the pattern cannot be used: ${reason}`);
      return undefined;
    }
    const test = `NOT regexp_matches(${sql}, ${quoteLiteral(read.re2)})`;
    tests.push({ sql: test, what: 'invalid values', expected: `${column.name} matches ${pattern}` });
  }
  if (tests.length === 0) {
    table.problems.report(path, 'invalidValues needs arguments: { validValues: […] } or { pattern: … }');
    return undefined;
  }
  return {
    sql: anyOf(tests.map((test) => test.sql)),
    ...(tests.some((test) => test.plain !== undefined) && {
      plain: anyOf(tests.map((test) => test.plain ?? test.sql)),
    }),
    what: 'invalid values',
    expected: tests.map((test) => test.expected).join(' and '),
  };
}

function anyOf(tests: readonly string[]): string {
  return tests.length === 1 ? tests.join('') : `(${tests.join(' OR ')})`;
}

function isZero(condition: WrittenCondition): boolean {
  return condition.operator === 'mustBe' && condition.operands[0] === 0;
}

function percentOf(count: string): string {
  return `100.0 * ${count} / nullif(count(*), 0)`;
}
