import type { Definition, Parameter } from '../../src/vocabulary/definition.ts';
import type { ExpectationResult } from '../../src/index.ts';
import { commonParameters, conditionParameters } from '../../src/vocabulary/parameters.ts';
import { unusable, vocabulary } from '../../src/vocabulary/vocabulary.ts';
import { orders } from './orders.ts';

const generated =
  'This page is made from the definitions of the expectations (`libs/quality/src/vocabulary`); a test holds it to them.';

/** What the example of an expectation came to. */
export interface Tried {
  readonly result: ExpectationResult;
  readonly statements: readonly string[];
}

/** The reference page of one expectation. */
export function page(name: string, definition: Definition, { result, statements }: Tried): string {
  const { summary, notes = [], kind, issue, parameters, example, experimental } = definition;
  const own = Object.fromEntries(Object.entries(parameters).filter(([each]) => !(each in conditionParameters)));
  const more = 'row_condition' in parameters ? 'a [row condition](README.md#row-conditions) and ' : '';
  return [
    `# ${name}`,
    ...(experimental ? ['Experimental: what it means may still change.'] : []),
    [summary, ...notes].join(' '),
    `Looks at: ${kind}. Finds: ${issue}.`,
    '## Parameters',
    ...(Object.keys(own).length === 0 ? [] : [parameterTable(own)]),
    `Also takes ${more}[what every expectation takes](README.md#parameters-of-every-expectation).`,
    '## Example',
    `Over the [orders](README.md#the-orders-of-the-examples):`,
    code('json', JSON.stringify({ type: name, kwargs: example }, undefined, 2)),
    `${result.success ? 'It holds' : 'It does not hold'}: ${definition.expected(example)}.`,
    code('json', JSON.stringify(result.result, undefined, 2)),
    '## SQL',
    statements.length === 0
      ? 'None: the names and types of the columns decide.'
      : 'The statements of the example, alone; in a suite, aggregates and counts share one pass.',
    ...statements.map((statement) => code('sql', statement)),
    generated,
    '',
  ].join('\n\n');
}

/** The page that leads to all others. */
export function indexPage(): string {
  const issues = [...new Set([...vocabulary.values()].map(({ issue }) => issue))].toSorted();
  return [
    '# Expectations',
    'What may be expected of a table, in the vocabulary of Great Expectations: of a file by `sluice validate`, of any relation of DuckDB by `validate` of `@sluice/quality`, of a model’s table by its contract. A suite is `[{ "type": …, "kwargs": { … } }]`, or `{ "name": …, "expectations": [ … ] }`.',
    ...issues.flatMap((issue) => [`## ${issue}`, listOf(issue)]),
    '## Names that cannot be used',
    Object.entries(unusable)
      .map(([name, way]) => `- \`${name}\`: ${way}`)
      .join('\n'),
    '## Parameters of every expectation',
    parameterTable(commonParameters),
    'They stand among `kwargs` or beside them. Errors of expectations on single rows (values, pairs, several columns) are caught unless `catch_exceptions` is false, those of others only where it is true; `sluice validate` catches all that do not say. An unknown parameter, one of another type, and a missing one are mistakes of the suite: nothing is judged. In place of a value, `{ "$PARAMETER": "name" }` is what the validation is given under that name.',
    '## Row conditions',
    '`row_condition` leaves out rows before anything is counted. As text, with `"condition_parser": "great_expectations"` or none: `col("amount") > 10`, with `== != < <= > >=` and a number, a quoted text or `date("2026-01-31")`; or `col("note").notNull()`. Structured:',
    code(
      'json',
      JSON.stringify({
        type: 'and',
        conditions: [
          { type: 'comparison', column: { name: 'status' }, operator: 'IN', parameter: ['open', 'shipped'] },
          { type: 'nullity', column: { name: 'note' }, is_null: true },
          { type: 'pass_through', pass_through_filter: 'amount > 2 * discount' },
        ],
      }),
    ),
    'The operators are `== != < <= > >= IN NOT_IN`; `or` joins as `and` does, but neither may hold an `or`; at most 100 comparisons. A null satisfies none. `pass_through` is SQL.',
    '## Results',
    'A result says `success`, the expectation (`expectation_config`), `result`, `meta` and `exception_info`; the whole counts them in `statistics`, and names the highest severity that failed (`max_severity_failure`).',
    table(
      ['result_format', 'on single rows', 'else'],
      [
        ['BOOLEAN_ONLY', 'nothing', 'nothing'],
        [
          'BASIC',
          '`element_count`, `unexpected_count`, `unexpected_percent` of the rows that count, missing and other percents, `partial_unexpected_list`',
          '`observed_value`, `details`',
        ],
        ['SUMMARY', '+ `partial_unexpected_counts`, `partial_unexpected_index_list`', 'the same'],
        ['COMPLETE', '+ `unexpected_list`, `unexpected_index_list`, `unexpected_index_query`', 'the same'],
      ],
    ),
    'As an object it also takes `partial_unexpected_count` (20), `unexpected_index_column_names`, `return_unexpected_index_query` (true), `exclude_unexpected_values` (false) and `include_unexpected_rows` (false). Counts are exact; at most 200 unexpected values are read. Percents are 0 to 100, null without rows. A DECIMAL is a number where a double keeps all its digits, else text.',
    'NaN is a value and no null: it equals itself, is larger than every number and keeps no bound. −0 equals 0.',
    '## The orders of the examples',
    code('sql', orders),
    generated,
    '',
  ].join('\n\n');
}

function listOf(issue: string): string {
  return [...vocabulary]
    .filter(([, definition]) => definition.issue === issue)
    .map(([name, { summary }]) => `- [${name}](${name}.md): ${summary}`)
    .join('\n');
}

function parameterTable(parameters: Readonly<Record<string, Parameter>>): string {
  return table(
    ['parameter', 'type', 'default', 'meaning'],
    Object.entries(parameters).map(([name, parameter]) => [
      `\`${name}\``,
      typeText(parameter),
      parameter.required ? 'required' : parameter.default === undefined ? '' : `\`${String(parameter.default)}\``,
      parameter.describe,
    ]),
  );
}

function typeText({ schema }: Parameter): string {
  const { type, enum: values } = schema;
  if (Array.isArray(values)) return values.map((value) => `\`${String(value)}\``).join(', ');
  return Array.isArray(type) ? type.join(', ') : String(type);
}

function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n');
}
