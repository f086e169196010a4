import { SluiceError } from '@sluice/core';
import type { Column, Session } from '@sluice/engine';
import { numberOf, knownColumn } from '../vocabulary/arguments.ts';
import type { Kwargs, Kind } from '../vocabulary/definition.ts';
import { ExpectationError, SuiteInvalidError } from '../errors.ts';
import { judgeAll, type Context } from './judge.ts';
import type { Item } from './judged.ts';
import { readFormat, saysAtLeast, type ResultFormat, type ResultFormatOption } from './result-format.ts';
import { severities, type ExpectationResult, type ValidationResult } from './result.ts';
import { rowCondition } from './row-condition.ts';
import { rowResult } from './row-result.ts';
import { readSuite, type SuiteExpectation } from './suite.ts';
import { temporaryTables } from './temporary-tables.ts';

/** What is judged. */
export interface Relation {
  readonly session: Session;
  /** An item for FROM: a quoted name, `read_parquet('…')`, a SELECT in brackets. */
  readonly relation: string;
  /** How queries in the result name it; by default `relation`. */
  readonly name?: string;
}

export interface ValidateOptions {
  /** What `{ "$PARAMETER": "name" }` stands for. */
  readonly parameters?: Kwargs;
  /** For expectations that ask for none; `SUMMARY` by default. */
  readonly resultFormat?: ResultFormatOption;
  /** For expectations that do not say: whether their errors are results. By default those of row-wise ones are. */
  readonly catchExceptions?: boolean;
  /** An item for FROM of another table; undefined where there is none. */
  readonly relationOf?: (name: string) => string | undefined;
  /** Other sources of data by name. Without any, every name means this one. */
  readonly dataSources?: ReadonlyMap<string, Session>;
}

const rowWise: readonly Kind[] = ['column values', 'column pair', 'several columns'];

/**
 * Judges a relation by a suite in the form of Great Expectations: `[{ type, kwargs }]` or `{ name, expectations }`.
 * Most expectations share one pass; at most 200 unexpected values of each are read.
 * @returns results in the order of the suite.
 * @throws {SuiteInvalidError} before anything is read, naming every mistake of the suite.
 * @throws {SluiceError} of an expectation that could not be judged and does not catch its exceptions, and whatever
 *   keeps the relation from being read.
 */
export async function validate(
  { session, relation, name = relation }: Relation,
  suite: unknown,
  options: ValidateOptions = {},
): Promise<ValidationResult> {
  const { parameters = {}, relationOf = () => undefined, dataSources } = options;
  const format = readFormat(options.resultFormat);
  if (typeof format === 'string') throw new SuiteInvalidError([{ path: 'resultFormat', message: format }]);
  const read = readSuite(suite, parameters);
  const columns = await session.describe(`SELECT * FROM ${relation}`);
  const temporary = temporaryTables(session);
  const context: Context = {
    session,
    relation,
    columns,
    relationOf,
    sourceOf: (source) => (dataSources === undefined ? session : dataSources.get(source)),
    keep: temporary.keep,
  };
  const items = read.expectations.map((expectation) =>
    planned(expectation, expectation.format ?? format, relation, columns),
  );
  const results: ExpectationResult[] = [];
  try {
    await judgeAll(context, items);
    for (const item of items) results.push(await concluded(context, item, name, options.catchExceptions));
  } finally {
    await temporary.drop();
  }
  return { ...summaryOf(results), suite_name: read.name, suite_parameters: parameters, results, meta: {} };
}

function planned(
  expectation: SuiteExpectation,
  format: ResultFormat,
  relation: string,
  columns: readonly Column[],
): Item {
  const { definition, kwargs } = expectation;
  const item: Item = {
    expectation,
    format,
    condition: undefined,
    from: relation,
    plan: undefined,
    verdict: undefined,
    error: undefined,
  };
  try {
    const condition = rowCondition(kwargs, { columns });
    const plan = definition.plan(kwargs, { columns });
    if (plan.form === 'rows' || plan.form === 'unique' || plan.form === 'prepared')
      for (const name of format.unexpected_index_column_names) knownColumn({ columns }, name);
    const from = condition === undefined ? relation : `(SELECT * FROM ${relation} WHERE ${condition})`;
    return { ...item, condition, from, plan };
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    return { ...item, error };
  }
}

async function concluded(
  context: Context,
  item: Item,
  name: string,
  catches: boolean | undefined,
): Promise<ExpectationResult> {
  const { expectation, verdict, error } = item;
  const { type, kwargs, severity, carried, definition } = expectation;
  const config = { type, kwargs, severity, ...carried };
  const { description } = carried;
  const meta = { expected: typeof description === 'string' ? description : definition.expected(kwargs) };
  if (error !== undefined || verdict === undefined) {
    const caught = expectation.catchExceptions ?? catches ?? rowWise.includes(definition.kind);
    const reason = error ?? new ExpectationError(`${type} was not reached`);
    if (!caught) throw reason;
    return { success: false, expectation_config: config, result: {}, meta, exception_info: exceptionOf(reason) };
  }
  const none = { raised_exception: false, exception_message: null, exception_traceback: null };
  const rest = { expectation_config: config, meta, exception_info: none };
  if (verdict.on === 'whole') {
    const { success, observed, details, more } = verdict.outcome;
    const all = { ...details, ...(saysAtLeast(item.format, 'COMPLETE') && more) };
    const result = { observed_value: observed, ...(Object.keys(all).length > 0 && { details: all }) };
    return { success, ...rest, result: item.format.result_format === 'BOOLEAN_ONLY' ? {} : result };
  }
  const { counts, plan } = verdict;
  const { considered, unexpected } = counts;
  const share = considered === 0 ? 1 : (considered - unexpected) / considered;
  const result = await rowResult(context.session, {
    plan,
    counts,
    kind: definition.kind,
    format: item.format,
    from: item.from,
    named: item.condition === undefined ? name : `(SELECT * FROM ${name} WHERE ${item.condition})`,
    columns: context.columns,
  });
  return { success: share >= numberOf(kwargs, 'mostly', 1), ...rest, result };
}

function exceptionOf(error: Error): ExpectationResult['exception_info'] {
  const { cause } = error;
  const lines = [`${error.name}: ${error.message}`, ...(cause instanceof Error ? [`caused by ${cause.message}`] : [])];
  return { raised_exception: true, exception_message: error.message, exception_traceback: lines.join('\n') };
}

function summaryOf(results: readonly ExpectationResult[]) {
  const failed = results.filter(({ success }) => !success);
  const evaluated = results.length;
  const successful = evaluated - failed.length;
  const worst = Math.max(-1, ...failed.map(({ expectation_config: { severity } }) => severities.indexOf(severity)));
  return {
    success: failed.length === 0,
    statistics: {
      evaluated_expectations: evaluated,
      successful_expectations: successful,
      unsuccessful_expectations: failed.length,
      success_percent: evaluated === 0 ? null : (100 * successful) / evaluated,
    },
    max_severity_failure: severities[worst] ?? null,
  };
}
