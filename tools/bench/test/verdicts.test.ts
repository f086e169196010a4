import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb, type Engine, type Session } from '@sluice/engine';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareVerdicts } from '../src/verdicts/compare.ts';
import { contracts } from '../src/verdicts/contracts.ts';
import { cellsOf } from '../src/verdicts/values.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-verdicts-'));
let engine: Engine;
let session: Session;
beforeAll(async () => {
  engine = await openDuckDb({ threads: 1, spillDirectory: join(folder, 'spill') });
  session = await engine.connect();
});
afterAll(() => {
  session.close();
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const cases = contracts.chain((contract) => {
  const cells = Object.fromEntries(contract.columns.map(({ name, type }) => [name, cellsOf(type)]));
  return fc.tuple(fc.constant(contract), fc.array(fc.record(cells), { minLength: 1, maxLength: 20 }));
});

describe('the JSON Schema of a contract', () => {
  it('gives the verdict of SQL on every row, rule by rule', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ([contract, records]) => {
        const { examples } = await compareVerdicts(session, contract, records, join(folder, 'records.ndjson'));
        expect(examples).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
