import { readFile } from 'node:fs/promises';
import { EXIT, type ExitCode } from '@sluice/core';
import { quoteIdentifier } from '@sluice/engine';
import { SuiteInvalidError, validate, type ResultFormatOption, type ValidationResult } from '@sluice/quality';
import { choice } from '../choice.ts';
import type { Action, CommandContext } from '../context.ts';
import { dataFiles, openDataFiles, type DataFile } from '../data-files.ts';
import { UsageError } from '../errors.ts';
import { renderValidation } from '../render/validation.ts';
import { withScratchSession } from '../scratch.ts';

export const action: Action = async (context) => {
  const { io, flags } = context;
  const files = dataFiles(flags.list('data'));
  const judged = judgedFile(files, flags.text('table'));
  const suiteFile = flags.text('suite');
  if (suiteFile === undefined) throw new UsageError('There is no suite to judge by: --suite FILE.json.');
  const suite = await readSuiteFile(suiteFile);
  const result = await judge(context, files, judged, { file: suiteFile, suite });
  if (flags.text('output') === 'json') io.printJson(result);
  else io.print(renderValidation(result, judged.table, io));
  return exitCode(result, choice(flags, 'failOn', ['error', 'warning', 'never']));
};

async function judge(
  context: CommandContext,
  files: readonly DataFile[],
  judged: DataFile,
  { file, suite }: { readonly file: string; readonly suite: unknown },
): Promise<ValidationResult> {
  const { flags } = context;
  return withScratchSession(context, async (session) => {
    await openDataFiles(session, files, new Set(flags.list('asText')));
    const names = new Set(files.map(({ table }) => table));
    try {
      return await validate({ session, relation: quoteIdentifier(judged.table) }, suite, {
        parameters: suiteParameters(flags.list('param')),
        resultFormat: formatOf(flags.text('resultFormat')),
        catchExceptions: true,
        relationOf: (name) => (names.has(name) ? quoteIdentifier(name) : undefined),
      });
    } catch (error) {
      throw error instanceof SuiteInvalidError ? new SuiteInvalidError(error.problems, { file }) : error;
    }
  });
}

function judgedFile(files: readonly DataFile[], table: string | undefined): DataFile {
  const [first, second] = files;
  if (first === undefined) throw new UsageError('There is nothing to judge: --data FILE.');
  const names = files.map((file) => file.table).join(', ');
  if (table === undefined) {
    if (second === undefined) return first;
    throw new UsageError(`--table must say which of ${names} is judged.`);
  }
  const found = files.find((file) => file.table === table);
  if (found === undefined) throw new UsageError(`--table ${table} is none of the tables that --data names: ${names}.`);
  return found;
}

async function readSuiteFile(file: string): Promise<unknown> {
  const problem = (message: string): SuiteInvalidError => new SuiteInvalidError([{ path: 'suite', message }], { file });
  let text: string;
  let suite: unknown;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw problem(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    suite = JSON.parse(text);
  } catch (error) {
    throw problem(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isEmpty(suite)) throw problem('it has no expectation, so that nothing would be judged');
  return suite;
}

/** Of a file that was meant to judge something, that nothing failed would say nothing. */
function isEmpty(suite: unknown): boolean {
  const list: unknown =
    typeof suite === 'object' && suite !== null && 'expectations' in suite ? suite.expectations : suite;
  return Array.isArray(list) && list.length === 0;
}

/** `NAME=VALUE`, a value of JSON where it is one, else text. */
function suiteParameters(written: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    written.map((each) => {
      const sign = each.indexOf('=');
      if (sign < 1) throw new UsageError(`--param expects NAME=VALUE, got ${each}.`);
      return [each.slice(0, sign), valueOf(each.slice(sign + 1))];
    }),
  );
}

function valueOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

function formatOf(name: string | undefined): ResultFormatOption {
  const formats = ['SUMMARY', 'BOOLEAN_ONLY', 'BASIC', 'COMPLETE'] as const;
  return formats.find((format) => format === name) ?? 'SUMMARY';
}

function exitCode({ max_severity_failure: worst }: ValidationResult, failOn: 'error' | 'warning' | 'never'): ExitCode {
  const fails = failOn === 'never' ? [] : failOn === 'warning' ? ['critical', 'warning'] : ['critical'];
  return worst !== null && fails.includes(worst) ? EXIT.failed : EXIT.done;
}
