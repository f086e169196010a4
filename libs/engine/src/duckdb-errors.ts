import { formatLocation, InterruptedError, SluiceError, type Location } from '@sluice/core';
import { classifyError } from './classify-error.ts';
import type { SqlText } from './engine.ts';
import { readReported, type Reported } from './reported-error.ts';
import { locationOf, placeOf, type Place } from './position.ts';
import { asSqlText, writtenSql } from './sql-text.ts';

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
