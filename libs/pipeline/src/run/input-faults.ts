import type { CheckResult, Contract } from '@sluice/quality';
import type { InputFaults, InputFile } from '@sluice/sources';

/** Values of an input file that do not fit the contract's types, as a check that failed. */
export function faultCheck(
  table: string,
  contract: Contract,
  file: InputFile,
  found: InputFaults,
  rows = found.count,
): CheckResult {
  const { count, faults } = found;
  const columns = [...new Set(faults.map(({ column }) => column))];
  const personal = new Set(contract.columns.filter((column) => column.personal).map(({ name }) => name));
  const [first] = columns;
  const location = contract.columns.find(({ name }) => name === first)?.location ?? { file: contract.file };
  return {
    table,
    rule: 'types',
    type: 'logicalType',
    columns,
    severity: 'error',
    kind: 'row',
    status: 'failed',
    elementCount: Math.max(rows, count),
    unexpectedCount: count,
    expected: `every value of ${file.path} to have its column's type`,
    examples: faults.map(({ record, line, column, value, expected }) => ({
      ...(line === null ? { $record: record } : { $line: line }),
      column,
      value: personal.has(column) ? '•••' : value,
      expected,
    })),
    sql: '',
    seconds: 0,
    location,
  };
}
