import { count, counted } from './format.ts';
import type { History } from './history.ts';
import type { CheckRecord, RunRecord, TableRecord } from './record.ts';
import { weightOf } from './weight.ts';

/** One thing that is wrong with a pipeline now. */
export interface Trouble {
  readonly severity: 'error' | 'warning';
  /** The table; the pipeline where the run itself failed. */
  readonly subject: string;
  /** In words: which rule, how many rows. */
  readonly what: string;
  readonly check?: CheckRecord;
  /** The run in which it was found last, and the first of those in a row that found it. */
  readonly run: RunRecord;
  readonly since: RunRecord;
}

/**
 * What is wrong now. A table that was not judged in the last run is as it was when it last was; an error that is told by a
 * failed check is not told twice. The worst first.
 */
export function troublesOf({ runs }: Pick<History, 'runs'>): readonly Trouble[] {
  const [last] = runs;
  if (last === undefined) return [];
  const found = [...last.tables.flatMap((table) => tableTroubles(table.name, runs)), ...runTroubles(last, runs)];
  return found.sort((left, right) => rank(left) - rank(right));
}

function rank({ severity }: Trouble): number {
  return severity === 'error' ? 0 : 1;
}

function tableTroubles(name: string, runs: readonly RunRecord[]): readonly Trouble[] {
  const judged = judgements(name, runs);
  const [last] = judged;
  if (last === undefined) return [];
  return broken(last.table).map((check) => {
    const end = judged.findIndex(({ table }) => !broken(table).some(({ rule }) => rule === check.rule));
    const since = judged.at(end === -1 ? -1 : end - 1) ?? last;
    const severity = weightOf(check) === 'error' ? 'error' : 'warning';
    return { severity, subject: name, what: inWords(check), check, run: last.run, since: since.run };
  });
}

/**
 * The runs that judged a table, the newest first. Once a newer run found the table unchanged, what is published stands, and
 * what was refused between is past.
 */
function judgements(
  name: string,
  runs: readonly RunRecord[],
): readonly { readonly run: RunRecord; readonly table: TableRecord }[] {
  let unchanged = false;
  return runs.flatMap((run) => {
    const table = run.tables.find((one) => one.name === name);
    if (table === undefined) return [];
    unchanged ||= table.state === 'skipped';
    if (table.state === 'published') unchanged = false;
    return table.checks.length === 0 || unchanged ? [] : [{ run, table }];
  });
}

function broken({ checks }: TableRecord): readonly CheckRecord[] {
  return checks.filter((check) => (weightOf(check) ?? 'info') !== 'info');
}

function runTroubles(last: RunRecord, runs: readonly RunRecord[]): readonly Trouble[] {
  const { error, status } = last;
  if (error === undefined) return [];
  if (last.tables.some(({ checks }) => checks.some((check) => weightOf(check) === 'error'))) return [];
  const end = runs.findIndex((run) => run.error?.code !== error.code);
  const since = runs.at(end === -1 ? -1 : end - 1) ?? last;
  const severity = status === 'interrupted' ? 'warning' : 'error';
  return [{ severity, subject: last.pipeline, what: `${error.code}: ${error.message}`, run: last, since }];
}

/** `amount must be > 0: 410 of 12,518 rows break it`. */
export function inWords(check: CheckRecord): string {
  const { expected, unexpectedCount, elementCount, observed, status, reason } = check;
  if (status === 'no_history') return `${expected}: not judged yet${reason === undefined ? '' : `, ${reason}`}`;
  if (status === 'not_evaluated') return `${expected}: could not be judged${reason === undefined ? '' : `, ${reason}`}`;
  if (unexpectedCount > 0) {
    const verb = unexpectedCount === 1 ? 'breaks' : 'break';
    const words = `${expected}: ${count(unexpectedCount)} of ${counted(elementCount, 'row')} ${verb} it`;
    return status === 'quarantined' ? `${words}, set aside in quarantine` : words;
  }
  return `${expected}: got ${observed ?? 'something else'}`;
}
