import { isUtf8 } from 'node:buffer';
import { linesOf } from '../byte-lines.ts';
import { findEncodingFault } from '../encoding.ts';
import { InputBrokenError } from '../errors.ts';
import { checkLine } from './check-line.ts';

/** Why the engine could not read a file with one JSON object a line: the first line that is to blame. */
export async function diagnoseNdjson(file: string, cause: Error): Promise<Error> {
  let line = 0;
  for await (const bytes of linesOf(file)) {
    line += 1;
    if (!isUtf8(bytes)) return (await findEncodingFault(file)) ?? cause;
    const problem = problemOf(bytes.toString('utf8'), line) ?? faultOf(bytes);
    if (problem !== undefined) return new InputBrokenError({ file, line }, problem, cause);
  }
  const [reason = ''] = cause.message.split('\n');
  return new InputBrokenError({ file }, `it cannot be read as one JSON object a line (${reason})`, cause);
}

/** What JSON.parse takes and a record must not have. */
function faultOf(bytes: Buffer): string | undefined {
  const fault = bytes.toString('latin1').trim() === '' ? undefined : checkLine(bytes);
  return fault && `${fault.code.replaceAll('_', ' ')}: expected ${fault.expected}, got ${fault.got}`;
}

function problemOf(text: string, line: number): string | undefined {
  if (text.trim() === '') return undefined;
  if (line === 1 && text.startsWith('\u{feff}')) return 'it starts with a byte order mark, which JSON must not have';
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && !Array.isArray(value)) return undefined;
    return `expected one JSON object a line, got ${Array.isArray(value) ? 'an array' : `a ${typeof value}`}`;
  } catch (error) {
    return `expected one JSON object a line, got none (${error instanceof Error ? error.message : String(error)})`;
  }
}
