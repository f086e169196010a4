import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { junit, type RunRecord } from '../src/index.ts';
import { corpus, hostileRun } from './hostile.ts';
import { brokenCheck, checkRecord, runRecord, tableRecord } from './records.ts';

const schema = readFileSync(new URL('schemas/junit-10.xsd', import.meta.url), 'utf8');

async function problems(...documents: readonly string[]): Promise<readonly string[]> {
  const xml = documents.map((contents, at) => ({ fileName: `${String(at)}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema: [schema], maxMemoryPages: 4096 });
  return errors.map(({ message }) => message);
}

const failure = { code: 'SQL_RUNTIME', message: 'Conversion error', exitCode: 3 } as const;
const runs: Readonly<Record<string, readonly RunRecord[]>> = {
  'no run': [],
  'a good run': [runRecord(1)],
  'an audit that failed': [runRecord(1, { status: 'failed', tables: [tableRecord({ checks: [brokenCheck] })] })],
  'a run that failed otherwise': [runRecord(1, { status: 'failed', error: failure, tables: [] })],
  'checks of every kind': [
    runRecord(1, {
      tables: (['passed', 'failed', 'not_evaluated'] as const).map((status) =>
        tableRecord({
          name: `bronze.${status}`,
          checks: (['error', 'warning', 'info'] as const).map((severity) => checkRecord({ status, severity })),
        }),
      ),
    }),
  ],
};

describe('JUnit by the schema of Jenkins', () => {
  it.each(Object.entries(runs))('keeps it for %s', async (_, records) => {
    expect(await problems(junit(records))).toEqual([]);
  });

  it('keeps it for every value of the corpus', async () => {
    expect(await problems(...corpus.map((value) => junit([hostileRun(value)])))).toEqual([]);
  });

  it('would be told of a document that does not', async () => {
    const document = junit([runRecord(1)]).replace('<testcase ', '<testcase color="red" ');
    expect(await problems(document)).toEqual([expect.stringContaining("attribute 'color' is not allowed")]);
  });
});
