import { readFile } from 'node:fs/promises';
import { compileSchema } from '@sluice/core';
import { RunRecordInvalidError } from './errors.ts';
import type { RunRecord } from './record.ts';
import schema from './run-record.schema.json' with { type: 'json' };

const records = compileSchema<RunRecord>(schema);

/** Reads one `run.json` and checks it. @throws {RunRecordInvalidError} */
export async function readRunRecord(path: string): Promise<RunRecord> {
  const text = await readFile(path, 'utf8');
  const checked = records.check(parse(text, path));
  if (checked.ok) return checked.value;
  throw new RunRecordInvalidError(path, checked.problems);
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RunRecordInvalidError(path, [{ path: '', message: String(error) }]);
  }
}
