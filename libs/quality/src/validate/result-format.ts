import { compileSchema, type Schema } from '@sluice/core';
import { closed } from '../odcs/common.ts';
import { withGot } from '../problems.ts';

export const formats = ['BOOLEAN_ONLY', 'BASIC', 'SUMMARY', 'COMPLETE'] as const;

export type FormatName = (typeof formats)[number];

/** How much a result says. */
export interface ResultFormat {
  readonly result_format: FormatName;
  /** Most values of a partial list. */
  readonly partial_unexpected_count: number;
  /** Columns that tell where an unexpected value stands. */
  readonly unexpected_index_column_names: readonly string[];
  readonly return_unexpected_index_query: boolean;
  readonly exclude_unexpected_values: boolean;
  readonly include_unexpected_rows: boolean;
}

/** As it is asked for: a name, or an object in which everything may be left out. */
export type ResultFormatOption = FormatName | Partial<ResultFormat>;

const standard: ResultFormat = {
  result_format: 'SUMMARY',
  partial_unexpected_count: 20,
  unexpected_index_column_names: [],
  return_unexpected_index_query: true,
  exclude_unexpected_values: false,
  include_unexpected_rows: false,
};

const flag = { type: 'boolean' };

const schema: Schema<Partial<ResultFormat>> = compileSchema(
  closed({
    result_format: { enum: formats },
    partial_unexpected_count: { type: 'integer', minimum: 0 },
    unexpected_index_column_names: { type: 'array', items: { type: 'string' } },
    return_unexpected_index_query: flag,
    exclude_unexpected_values: flag,
    include_unexpected_rows: flag,
  }),
);

/** The format with its defaults; a text is the reason why it cannot be used. */
export function readFormat(written: unknown): ResultFormat | string {
  const asked: unknown = typeof written === 'string' ? { result_format: written } : (written ?? {});
  const checked = schema.check(asked);
  if (checked.ok) return { ...standard, ...checked.value };
  const name = (path: string): string => (typeof written === 'string' ? '' : path.slice(1));
  return checked.problems.map((problem) => `${name(problem.path)} ${withGot(problem, asked)}`.trim()).join('; ');
}

/** Whether a format says at least as much as another. */
export function saysAtLeast({ result_format: name }: ResultFormat, least: FormatName): boolean {
  return formats.indexOf(name) >= formats.indexOf(least);
}
