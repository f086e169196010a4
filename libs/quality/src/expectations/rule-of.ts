import { SluiceError } from '@sluice/core';
import { plainText } from '../problems.ts';
import type { Bound, ExpectationRule, RowRule, Rule } from '../rule.ts';
import type { Path } from '../source.ts';
import { parameterNames } from '../validate/fill-parameters.ts';
import { rowCondition } from '../validate/row-condition.ts';
import { isAbsent, isTrue, listOf, textOf } from '../vocabulary/arguments.ts';
import type { Definition, Kwargs, Plan, Subject } from '../vocabulary/definition.ts';
import { baseOf, rowWise, type RuleBuilder, type WrittenExpectation } from './definition.ts';

/** True where some argument is what the run supplies: then they can be checked only when it does. */
export function hasParameters(kwargs: Kwargs): boolean {
  return JSON.stringify(kwargs).includes('"$PARAMETER"');
}

/**
 * The rule of an expectation: of the form that its own builder gives it, else of rows or of uniqueness where its SQL is
 * that, else one that is judged as `validate` judges it. Undefined where something was reported.
 */
export function ruleOf(
  written: WrittenExpectation,
  definition: Definition,
  builder: RuleBuilder | undefined,
): Rule | undefined {
  const { kwargs, table } = written;
  if (hasParameters(kwargs)) return expectationRule(written, definition);
  const { min_value: low, max_value: high } = kwargs;
  if (typeof low === 'number' && typeof high === 'number' && low > high) {
    table.problems.report(written.path, `min_value ${low} is greater than max_value ${high}`);
    return undefined;
  }
  const isPlain = !('row_condition' in kwargs) && !Object.values(kwargs).includes(null);
  const before = table.problems.found.length;
  const built = isPlain ? builder?.(written) : undefined;
  if (table.problems.found.length > before || columnsOf(kwargs).some((name) => table.refused.has(name)))
    return undefined;
  const subject: Subject = { columns: [...table.columns.values()] };
  try {
    const plan = definition.plan(kwargs, subject);
    return built ?? generalRule(written, definition, plan, rowCondition(kwargs, subject));
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    reportArgument(written, error.message);
    return undefined;
  }
}

/** Reports at the argument that a message opens with (`value_set[1]: …`), or that names the column that it is about. */
function reportArgument({ table, path, kwargs }: WrittenExpectation, message: string): void {
  const [, argument = '', index, rest = ''] = /^(\w+)(?:\[(\d+)\])?: (.*)$/s.exec(message) ?? [];
  const isOpened = Object.hasOwn(kwargs, argument);
  const [, missing, mistyped] = /has no column `(.*?)`|, got (.*?), which is /.exec(message) ?? [];
  const place = isOpened
    ? [argument, ...(index === undefined ? [] : [Number(index)])]
    : placeOf(kwargs, missing ?? mistyped);
  table.problems.report([...path, ...place], isOpened ? rest : message);
}

/** Where a column is named; empty where it is not. */
function placeOf(kwargs: Kwargs, column: string | undefined): Path {
  for (const [name, value] of Object.entries(kwargs)) {
    if (value === column) return [name];
    if (name === 'column_list' && Array.isArray(value) && value.includes(column)) return [name, value.indexOf(column)];
  }
  return [];
}

function generalRule(
  written: WrittenExpectation,
  definition: Definition,
  plan: Plan,
  condition: string | undefined,
): Rule {
  const { kwargs } = written;
  const both = (predicate: string): string =>
    condition === undefined ? predicate : `((${condition}) AND (${predicate}))`;
  const expected = definition.expected(kwargs);
  if (plan.form === 'rows' && plan.derived === undefined)
    return rowWise(written, plan.columns, {
      expected,
      violation: both(plan.unexpected),
      ...(plan.plainUnexpected !== undefined && { plainViolation: both(plan.plainUnexpected) }),
      considered: both(plan.considered),
      ...(plan.fewValues && condition === undefined && { fewValues: true }),
      ...(condition === undefined && statisticsOf(written)),
    });
  if (plan.form === 'unique')
    return {
      ...baseOf(written, plan.columns, expected),
      kind: 'table',
      form: 'unique',
      considered: both(plan.considered),
      mostly: typeof kwargs['mostly'] === 'number' ? kwargs['mostly'] : 1,
    };
  return expectationRule(written, definition);
}

/** What the writer's statistics can tell: they know of all rows, and of nulls and extremes alone. */
function statisticsOf({ type, kwargs }: WrittenExpectation): Pick<RowRule, 'bounds'> {
  const column = textOf(kwargs, 'column');
  if (type === 'expect_column_values_to_not_be_null') return { bounds: [{ test: 'not-null', column }] };
  if (type !== 'expect_column_values_to_be_between') return {};
  const { min_value: low, max_value: high } = kwargs;
  const bounds: Bound[] = [];
  if (!isAbsent(low)) bounds.push({ test: isTrue(kwargs, 'strict_min') ? '>' : '>=', column, value: plainText(low) });
  if (!isAbsent(high)) bounds.push({ test: isTrue(kwargs, 'strict_max') ? '<' : '<=', column, value: plainText(high) });
  return { bounds };
}

function expectationRule(written: WrittenExpectation, definition: Definition): ExpectationRule {
  const { kwargs } = written;
  const other = textOf(kwargs, 'other_table_name');
  const expected = hasParameters(kwargs) ? definition.summary.replace(/\.$/, '') : definition.expected(kwargs);
  return {
    ...baseOf(written, columnsOf(kwargs), expected),
    kind: 'table',
    form: 'expectation',
    kwargs,
    parameters: parameterNames(kwargs),
    queries: ['unexpected_rows_query', 'base_query', 'comparison_query']
      .map((name) => textOf(kwargs, name))
      .filter((query) => query !== ''),
    ...(other === '' ? {} : { otherTable: other }),
  };
}

/** The columns that must be there; of lists that the table is compared with, none. */
function columnsOf(kwargs: Kwargs): readonly string[] {
  const single = ['column', 'column_A', 'column_B'].map((name) => textOf(kwargs, name)).filter((name) => name !== '');
  const isCompared = 'column_list' in kwargs && ('mostly' in kwargs || 'ignore_row_if' in kwargs);
  return isCompared ? [...single, ...listOf(kwargs, 'column_list').map(String)] : single;
}
