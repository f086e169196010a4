import type { Contract, ContractColumn } from '../contract.ts';
import { isOnColumn, type RowTest } from '../row-tests/row-test.ts';
import { testedRules } from '../row-tests/tested-rules.ts';
import { integerRange, type Family } from '../types.ts';

const basics: Readonly<Record<Family, string>> = {
  text: 'string',
  integer: 'number',
  decimal: 'string | number',
  float: 'number | "NaN" | "Infinity" | "-Infinity"',
  boolean: 'boolean',
  date: 'string',
  timestamp: 'string',
  time: 'string',
};

/**
 * A TypeScript interface of one record of a contract, as queries return it and as edges accept it: decimals are text,
 * or numbers of at most 15 digits; whole numbers beyond 2^53 are text. Values that a rule lists are a union.
 * @param name  of the interface; by default the table's
 */
export function typescriptOf(contract: Contract, name = interfaceName(contract.table)): string {
  const tests = testedRules(contract)
    .filter(({ rule }) => rule.severity === 'error')
    .flatMap(({ tests: all = [] }) => all);
  const fields = contract.columns.map((column) => {
    const own = tests.filter((test) => isOnColumn(test) && test.column === column.name);
    return `${comment(column.description, '  ')}  readonly ${keyOf(column.name)}: ${typeOf(column, own)};\n`;
  });
  return `${comment(contract.description, '')}export interface ${name} {\n${fields.join('')}}\n`;
}

/** `customer_daily_aggregates` as `CustomerDailyAggregates`. */
export function interfaceName(table: string): string {
  const name = table
    .split(/[^A-Za-z0-9]+/)
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
  return /^[A-Z]/.test(name) ? name : `Table${name}`;
}

function typeOf(column: ContractColumn, tests: readonly RowTest[]): string {
  const nullable = !tests.some(({ test }) => test === 'present');
  const types = [valueType(column, tests), ...(nullable ? ['null'] : [])];
  return types.join(' | ');
}

function valueType({ family, type }: ContractColumn, tests: readonly RowTest[]): string {
  for (const test of tests) {
    if (test.test !== 'member' || test.negated || (family !== 'text' && family !== 'boolean')) continue;
    const values = test.values.filter((value) => value !== null);
    if (values.length > 0) return [...new Set(values)].map((value) => JSON.stringify(value)).join(' | ');
  }
  if (family === 'integer' && integerRange(type).most > BigInt(Number.MAX_SAFE_INTEGER)) return 'number | string';
  return basics[family];
}

function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function comment(text: string | undefined, indent: string): string {
  if (text === undefined) return '';
  return `${indent}/** ${text.trim().replace(/\s+/g, ' ').replaceAll('*/', '*\\/')} */\n`;
}
