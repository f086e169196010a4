import { isUtf8 } from 'node:buffer';
import { rawText } from '../set-aside/raw-text.ts';
import type { Reason } from '../set-aside/reason.ts';
import { firstInvalidByte } from '../utf8.ts';
import { findJsonFault } from './json-walk.ts';

/** Why a line is not one JSON object that every reader takes for the same; undefined where it is. */
export function checkLine(line: Buffer): Reason | undefined {
  if (!isUtf8(line)) {
    const at = firstInvalidByte(line);
    return { code: 'encoding', column: null, expected: 'UTF-8', got: rawText(line.subarray(at, at + 1)) };
  }
  const fault = findJsonFault(line);
  if (fault === undefined || !line.includes(0)) return fault;
  return { code: 'nul', column: null, expected: 'text', got: 'a NUL byte' };
}
