import type { ContractColumn } from '../contract.ts';
import { didYouMean, type Problems } from '../problems.ts';
import type { Severity } from '../rule.ts';
import type { Path } from '../source.ts';

/** What a rule is made from: the table it is for, and where mistakes are reported. */
export interface RuleTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, ContractColumn>;
  /** Names of columns whose own declaration was refused: rules on them are dropped without another word. */
  readonly refused: ReadonlySet<string>;
  readonly apiVersion: string;
  readonly problems: Problems;
}

/** The declared column of that name; reports an unknown one, with the nearest. */
export function columnOf(table: RuleTable, name: string, path: Path): ContractColumn | undefined {
  const column = table.columns.get(name);
  if (column === undefined && !table.refused.has(name))
    table.problems.report(path, `the table has no column \`${name}\`${didYouMean(name, table.columns.keys())}`);
  return column;
}

const severities: Readonly<Record<string, Severity>> = {
  error: 'error',
  critical: 'error',
  warning: 'warning',
  info: 'info',
};

/** A severity by its name in ODCS or Great Expectations; undefined, and reported, where there is none. */
export function readSeverity(name: string | undefined, path: Path, problems: Problems): Severity | undefined {
  if (name === undefined) return 'error';
  const severity = severities[name];
  if (severity === undefined) {
    const names = Object.keys(severities);
    problems.report(path, `severity must be one of ${names.join(', ')}, got ${name}${didYouMean(name, names)}`);
  }
  return severity;
}
