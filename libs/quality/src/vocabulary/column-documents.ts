import { show } from '../problems.ts';
import { ExpectationError } from '../errors.ts';
import { isDateText } from './lenient-date/lenient-date.ts';
import type { Definition } from './definition.ts';
import { jsonSchemaTest, parseJson } from './json.ts';
import { judgedInJavaScript } from './judged-in-javascript.ts';
import { onColumn } from './on-column.ts';

const judged = 'No SQL can tell: each different text is judged once, outside of the engine, in batches.';

/** Texts that are documents: dates in any form, JSON. */
export const columnDocuments: Readonly<Record<string, Definition>> = {
  expect_column_values_to_be_dateutil_parseable: onColumn({
    issue: 'Validity',
    summary: 'Every text of a column is a date or a time in one of the usual forms.',
    notes: [
      'As Python’s dateutil reads them: `2026-01-31T12:00:00Z`, `31.01.2026`, `Jan 31st, 2026 5pm`, `10:36`. A column that is not of text is an error.',
      judged,
    ],
    types: ['text'],
    example: { column: 'shipped_on' },
    expected: (_, name) => `${name} is a date or a time`,
    plan: (_, column) => judgedInJavaScript(column, () => isDateText),
  }),
  expect_column_values_to_be_json_parseable: onColumn({
    issue: 'Validity',
    summary: 'Every text of a column is valid JSON.',
    notes: ['As RFC 8259 has it: NaN and a comma at the end are not JSON.', judged],
    types: ['text'],
    example: { column: 'details' },
    expected: (_, name) => `${name} is JSON`,
    plan: (_, column) => judgedInJavaScript(column, () => (text) => parseJson(text) !== undefined),
  }),
  expect_column_values_to_match_json_schema: onColumn({
    issue: 'Validity',
    summary: 'Every text of a column is a JSON document that keeps a JSON Schema.',
    notes: [
      'Drafts 2020-12 (default), 2019-09, 7 and 6, by `$schema`. A text that is not JSON, and a schema that is none, are errors.',
      judged,
    ],
    parameters: { json_schema: { schema: { type: 'object' }, describe: 'the JSON Schema', required: true } },
    types: ['text'],
    example: {
      column: 'details',
      json_schema: { type: 'object', required: ['gift'], properties: { gift: { type: 'boolean' } } },
    },
    expected: (_, name) => `${name} keeps its JSON Schema`,
    plan: ({ json_schema: schema }, column) =>
      judgedInJavaScript(column, () => {
        const keeps = jsonSchemaTest(typeof schema === 'object' && schema !== null ? schema : {});
        return (text) => {
          const parsed = parseJson(text);
          if (parsed === undefined) throw new ExpectationError(`a value of ${column.name} is not JSON: ${show(text)}`);
          return keeps(parsed.value);
        };
      }),
  }),
};
