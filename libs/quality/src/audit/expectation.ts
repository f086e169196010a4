import type { Row, Value } from '@sluice/engine';
import { plainText } from '../problems.ts';
import type { ExpectationRule, Rule } from '../rule.ts';
import { SuiteInvalidError } from '../errors.ts';
import type { ExpectationResult } from '../validate/result.ts';
import { validate } from '../validate/validate.ts';
import { masked, reasonOf, secondsSince, type Job } from './job.ts';
import { notEvaluated, passedIf, type Verdict } from './verdict.ts';

const examples = 5;
const longest = 200;

/** Judges expectations as a suite of their own. Where the suite cannot be read, each is judged by itself. */
export async function judgeExpectations(
  job: Job,
  rules: readonly ExpectationRule[],
): Promise<ReadonlyMap<Rule, Verdict>> {
  if (rules.length === 0) return new Map();
  const start = performance.now();
  try {
    const results = await judged(job, rules);
    const seconds = secondsSince(start) / rules.length;
    return new Map(
      rules.map((rule, index) => {
        const result = results[index];
        return [
          rule,
          result === undefined ? notEvaluated('it was not reached') : verdictOf(job, rule, result, seconds),
        ];
      }),
    );
  } catch (error) {
    const [only, second] = rules;
    if (only !== undefined && (second === undefined || !(error instanceof SuiteInvalidError)))
      return new Map(rules.map((rule) => [rule, notEvaluated(reasonFor(job, rule, error), secondsSince(start))]));
  }
  const verdicts = new Map<Rule, Verdict>();
  for (const rule of rules)
    for (const [one, verdict] of await judgeExpectations(job, [rule])) verdicts.set(one, verdict);
  return verdicts;
}

async function judged(job: Job, rules: readonly ExpectationRule[]): Promise<readonly ExpectationResult[]> {
  const { session, table, context, contract, types } = job;
  const suite = rules.map(({ type, kwargs }) => ({ type, kwargs }));
  const key = contract.primaryKey.filter((name) => types.has(name));
  const layer = table.table.includes('.') ? table.table.slice(0, table.table.indexOf('.') + 1) : '';
  const { results } = await validate({ session, relation: table.relation, name: table.table }, suite, {
    parameters: { as_of: context.asOf, ...context.parameters },
    catchExceptions: true,
    relationOf: (name) => context.relationOf(name.includes('.') ? name : `${layer}${name}`),
    resultFormat: {
      result_format: 'SUMMARY',
      partial_unexpected_count: examples,
      unexpected_index_column_names: key,
    },
  });
  return results;
}

function verdictOf(job: Job, rule: ExpectationRule, result: ExpectationResult, seconds: number): Verdict {
  const { exception_info: exception, result: found, success } = result;
  if (exception.raised_exception)
    return notEvaluated(reasonFor(job, rule, new Error(exception.exception_message ?? '')), seconds);
  const unexpected = found['unexpected_count'];
  if (typeof unexpected === 'number') {
    const verdict = passedIf(success, unexpected, seconds);
    return success ? verdict : { ...verdict, examples: examplesOf(job, rule, found) };
  }
  const observed = found['observed_value'] ?? null;
  if (observed === null && !success && rule.type !== 'expect_column_to_exist')
    return notEvaluated('there is no value to judge', seconds);
  return passedIf(success, 0, seconds, shown(job, rule, observed));
}

/** Offending rows: the table's key and the columns that were judged; personal values are masked. */
function examplesOf(job: Job, rule: ExpectationRule, found: ExpectationResult['result']): readonly Row[] {
  const listed = found['partial_unexpected_index_list'];
  const values = found['partial_unexpected_list'];
  const rows: readonly Value[] = Array.isArray(listed)
    ? listed
    : Array.isArray(values)
      ? values.map((value: Value) => ({ [rule.columns.join(', ')]: value }))
      : [];
  return rows.filter(isRow).map((row) => maskedRow(job, row));
}

function isRow(value: Value): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function maskedRow(job: Job, row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const hides = name.split(', ').some((column) => job.personal.has(column));
      return [name, hides && value !== null ? masked : value];
    }),
  );
}

function shown(job: Job, rule: ExpectationRule, observed: Value): string {
  const touches =
    rule.columns.some((name) => job.personal.has(name)) || (rule.queries.length > 0 && job.personal.size > 0);
  const text = plainText(observed);
  if (touches) return masked;
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function reasonFor(job: Job, rule: ExpectationRule, error: unknown): string {
  if (error instanceof SuiteInvalidError) return error.problems.map(({ message }) => message).join('; ');
  return error instanceof Error && error.name === 'Error'
    ? hidden(job, rule, error.message.split('\n', 1).join(''))
    : reasonOf(error, job, rule);
}

function hidden(job: Job, rule: ExpectationRule, line: string): string {
  return rule.columns.some((name) => job.personal.has(name)) ? line.replace(/'[^']*'|"[^"]*"/g, masked) : line;
}
