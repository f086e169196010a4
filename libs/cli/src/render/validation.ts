import type { ExpectationResult, ValidationResult } from '@sluice/quality';
import type { Io } from '../io.ts';
import { count, counted } from './format.ts';

const EXAMPLES = 3;

/** A line for each expectation that did not hold, with what was found, and how many did. */
export function renderValidation({ results, statistics }: ValidationResult, table: string, io: Io): string {
  const failed = results.filter(({ success }) => !success);
  const { evaluated_expectations: evaluated } = statistics;
  const verdict =
    failed.length === 0
      ? io.style(['green', 'bold'], 'all hold')
      : io.style(['red', 'bold'], `${count(failed.length)} did not hold`);
  return [
    ...failed.map((result) => failedLine(result, io)),
    `${io.style('bold', table)} ${io.style('dim', '·')} ${counted(evaluated, 'expectation')}, ${verdict}`,
  ].join('\n');
}

function failedLine(failure: ExpectationResult, io: Io): string {
  const { expectation_config: config, meta, exception_info: exception } = failure;
  const color = config.severity === 'critical' ? 'red' : 'yellow';
  const expected = typeof meta['expected'] === 'string' ? meta['expected'] : config.type;
  const found = exception.raised_exception
    ? `could not be judged: ${exception.exception_message ?? ''}`
    : foundText(failure);
  return `${io.style(color, `✖ ${config.severity}`)} ${expected}: ${found}`;
}

function foundText({ result }: ExpectationResult): string {
  const unexpected = result['unexpected_count'];
  if (typeof unexpected !== 'number') return `found ${shown(result['observed_value'])}`;
  const percent = result['unexpected_percent'];
  const share = typeof percent === 'number' ? `, ${String(Number(percent.toPrecision(3)))} %` : '';
  const counts = result['partial_unexpected_counts'] ?? result['partial_unexpected_list'];
  const values = Array.isArray(counts) ? counts.slice(0, EXAMPLES).map(exampleText) : [];
  const examples = values.length === 0 ? '' : `, such as ${values.join(', ')}`;
  return `${counted(Number(result['element_count']), 'row')}, ${count(unexpected)} unexpected${share}${examples}`;
}

function exampleText(example: unknown): string {
  const isCounted = typeof example === 'object' && example !== null && 'value' in example && 'count' in example;
  return shown(isCounted ? example.value : example);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
