import { formatLocation, InterruptedError, SluiceError, type Location } from '@sluice/core';
import { classifyError } from './classify-error.ts';
import type { SqlText } from './engine.ts';
import { locationOf, placeOf, type Place } from './position.ts';
import { asSqlText, writtenSql } from './sql-text.ts';

/** What DuckDB says of an error under `SET errors_as_json = true`. */
export interface Reported {
  readonly type: string;
  readonly message: string;
  readonly position: number | undefined;
  readonly errno: number | undefined;
}

/** Reads DuckDB's JSON error, which its parser prefixes with `Parser Error: `. Other text is taken as the message. */
export function readReported(error: unknown): Reported {
  const text = error instanceof Error ? error.message : String(error);
  const start = text.indexOf('{');
  const fields = start < 0 ? undefined : parseObject(text.slice(start));
  if (fields === undefined) {
    const [, type = '', message = text] = /^([A-Za-z ]+) Error: ([\s\S]*)$/.exec(text) ?? [];
    return { type, message, position: undefined, errno: undefined };
  }
  return {
    type: string(fields['exception_type']) ?? '',
    message: string(fields['exception_message']) ?? text,
    position: number(fields['position']),
    errno: number(fields['errno']),
  };
}

/**
 * The typed error for what DuckDB threw while it ran `statement`; its place is the user's file, line and column.
 * @param target  the file that the statement was to write, if any: tells a refusal to write from one to read.
 */
export function translateError(cause: unknown, statement: string | SqlText, target?: string): SluiceError {
  if (cause instanceof SluiceError) return cause;
  const reported = readReported(cause);
  if (reported.type === 'INTERRUPT') return new InterruptedError(undefined, { cause });

  const text = asSqlText(statement);
  const place = reportedPlace(reported, text);
  const location = locationOf(text, place);
  const { ErrorClass, advice } = classifyError(reported, target);
  return new ErrorClass(composeMessage(withoutAdvice(reported), location, place, advice), {
    cause,
    sql: writtenSql(text),
    ...(location === undefined ? {} : { location }),
  });
}

/** DuckDB reads SQL up to its first NUL and would run what stands before it. @throws {SqlSyntaxError} */
export function refuseNul(statement: SqlText): void {
  const index = statement.sql.indexOf('\0');
  if (index < 0) return;
  const report = {
    exception_type: 'Parser',
    exception_message: 'a NUL character cannot stand in SQL',
    position: String([...statement.sql.slice(0, index)].length),
  };
  throw translateError(new Error(JSON.stringify(report)), statement);
}

/** A cast that failed inside a view or a macro carries its offset there, not here: only one that lies on a cast is believed. */
function reportedPlace({ type, message, position }: Reported, text: SqlText): Place | undefined {
  if (position === undefined) return undefined;
  const place = placeOf(text, { value: position, unit: type === 'Parser' ? 'code points' : 'bytes' });
  if (type !== 'Conversion' || place === undefined) return place;
  const found = place.text.slice(place.column - 1);
  const literal = /'[^']*'/.exec(message)?.[0];
  return /^(?:cast\b|::)/i.test(found) || (literal !== undefined && found.startsWith(literal)) ? place : undefined;
}

/** DuckDB's further paragraphs advise settings that are not the operator's to make, as do all further lines on memory. */
function withoutAdvice({ type, message }: Reported): string {
  return message.split(type === 'Out of Memory' ? '\n' : '\n\n')[0] ?? message;
}

function composeMessage(
  message: string,
  location: Location | undefined,
  place: Place | undefined,
  advice: string | undefined,
): string {
  const [first = '', ...details] = message.split('\n');
  const headline = location === undefined ? first : `${formatLocation(location)}: ${first}`;
  const excerpt =
    place === undefined
      ? []
      : [`  ${place.text}`, `  ${place.text.slice(0, place.column - 1).replace(/[^\t]/g, ' ')}^`];
  return [headline, ...details.map((line) => `  ${line}`), ...excerpt, ...(advice === undefined ? [] : [advice])].join(
    '\n',
  );
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: unknown): number | undefined {
  const parsed = typeof value === 'string' && value !== '' ? Number(value) : undefined;
  return parsed !== undefined && Number.isSafeInteger(parsed) ? parsed : undefined;
}
