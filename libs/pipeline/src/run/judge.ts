import { type Session, quoteTable } from '@sluice/engine';
import { audit, type CheckResult, type Contract, type EarlierTable, violationPredicate } from '@sluice/quality';
import { type CheckRecord, weightOf } from '@sluice/reporting';
import type { InputRelation } from '@sluice/sources';
import type { StagedTable } from '@sluice/tables';
import { namedValues, type ParameterValues } from '../definition/parameters.ts';
import type { FailOn } from '../options.ts';

export interface Judged {
  readonly table: string;
  readonly contract: Contract;
  /** The rows to judge: `relation` is a FROM item. */
  readonly subject: { readonly relation: string; readonly rows: number } & Partial<Pick<StagedTable, 'statistics'>>;
  /** Tables that foreign keys may look into, beside the judged one. */
  readonly readable: ReadonlySet<string>;
  readonly input: InputRelation | undefined;
  readonly asOf: string;
  /** Of the run. */
  readonly parameters: ParameterValues;
  /** What earlier runs published of the table, the newest first. */
  readonly history: readonly EarlierTable[];
}

/**
 * Judges the rows of one table by its contract.
 * For a table that was read from a file, the examples of a rule that rows break are found in the file again, so that
 * each names its line (`$line`), or its record where the format has no lines (`$record`).
 */
export async function judge(session: Session, judged: Judged): Promise<readonly CheckResult[]> {
  const { table, contract, subject, input, asOf, history } = judged;
  const parameters = namedValues(judged.parameters);
  const relationOf = (name: string): string | undefined => relationIn(judged, subject.relation, name);
  const results = await audit(session, { table, ...subject }, contract, { asOf, parameters, relationOf, history });
  if (input === undefined) return results;
  const located: CheckResult[] = [];
  for (const result of results) located.push(await withLines(result, contract, input, relationOf));
  return located;
}

/** A FROM item of a table that rules of the judged one, whose rows are those of `relation`, may look into. */
export function relationIn(
  { table, readable }: Pick<Judged, 'table' | 'readable'>,
  relation: string,
  name: string,
): string | undefined {
  if (name === table) return relation;
  return readable.has(name) ? quoteTable(name) : undefined;
}

async function withLines(
  result: CheckResult,
  contract: Contract,
  input: InputRelation,
  relationOf: (table: string) => string | undefined,
): Promise<CheckResult> {
  const rule = contract.rules.find(({ id }) => id === result.rule);
  if (result.status !== 'failed' || rule?.kind !== 'row') return result;
  const predicate = violationPredicate(rule, relationOf, result.table);
  if (predicate === undefined) return result;
  const shown = new Set([...contract.primaryKey, ...result.columns]);
  const personal = new Set(contract.columns.filter((column) => column.personal).map(({ name }) => name));
  const examples = (await input.locate(predicate, 5)).map(({ line, record, row }) => ({
    ...(line === null ? { $record: record } : { $line: line }),
    ...Object.fromEntries(
      Object.entries(row)
        .filter(([column]) => shown.has(column))
        .map(([column, value]) => [column, personal.has(column) && value !== null ? '•••' : value]),
    ),
  }));
  return examples.length === 0 ? result : { ...result, examples };
}

/** The checks that keep a table from being published. */
export function blockingChecks<T extends CheckRecord>(checks: readonly T[], failOn: FailOn): readonly T[] {
  return checks.filter((check) => {
    const weight = weightOf(check);
    return weight === 'error' || (weight === 'warning' && failOn === 'warning');
  });
}
