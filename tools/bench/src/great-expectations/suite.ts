import { readFileSync } from 'node:fs';
import { validator } from '@sluice/core';

interface Suite {
  readonly expectations: readonly {
    readonly type: string;
    readonly kwargs: Readonly<Record<string, unknown>>;
  }[];
}

const isSuite = validator<Suite>({
  type: 'object',
  required: ['expectations'],
  properties: {
    expectations: {
      type: 'array',
      items: {
        type: 'object',
        required: ['type', 'kwargs'],
        properties: { type: { type: 'string' }, kwargs: { type: 'object' } },
      },
    },
  },
});

/** The expectations of a suite's file, each with the columns that it looks at: `expect_column_values_to_be_unique of code`. */
export function suiteNames(file: string): readonly string[] {
  const suite: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isSuite(suite)) throw new Error(`${file} is no suite.`);
  return suite.expectations.map(({ type, kwargs }) => {
    const columns = [kwargs['column'], kwargs['column_A'], kwargs['column_B'], kwargs['column_list']].flat();
    const named = columns.filter((name) => typeof name === 'string').join(', ');
    return named === '' ? type : `${type} of ${named}`;
  });
}
