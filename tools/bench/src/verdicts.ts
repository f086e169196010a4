import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDuckDb, type Session } from '@sluice/engine';
import fc from 'fast-check';
import { rounded } from './measured-process.ts';
import { compareVerdicts, type CellRecord, type Comparison } from './verdicts/compare.ts';
import { contracts } from './verdicts/contracts.ts';
import { pickRecords } from './verdicts/records.ts';

/**
 * Judges generated records of generated contracts by JSON Schema and by SQL, prints JSON, and exits 1 where any verdict
 * of any rule differs. `--rows 1000000 --contracts 250 --seed 42`.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    contracts: { type: 'string', default: '250' },
    seed: { type: 'string', default: '42' },
  },
});

async function compareAll(
  session: Session,
  folder: string,
): Promise<readonly (Comparison & { records: readonly CellRecord[] })[]> {
  const seed = Number(values.seed);
  const perContract = Math.ceil(Number(values.rows) / Number(values.contracts));
  const compared: (Comparison & { records: readonly CellRecord[] })[] = [];
  for (const [index, contract] of fc.sample(contracts, { numRuns: Number(values.contracts), seed }).entries()) {
    const records = pickRecords(contract, perContract, seed + index);
    try {
      compared.push({
        ...(await compareVerdicts(session, contract, records, join(folder, 'records.ndjson'))),
        records,
      });
    } catch (error) {
      throw new Error(`contract ${String(index)}: ${JSON.stringify(contract.definition)}`, { cause: error });
    }
  }
  return compared;
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
const engine = await openDuckDb({ threads: 2, spillDirectory: join(folder, 'spill') });
try {
  const session = await engine.connect();
  const began = performance.now();
  const compared = await compareAll(session, folder);
  session.close();
  const sum = (of: (comparison: (typeof compared)[number]) => number): number =>
    compared.reduce((total, one) => total + of(one), 0);
  const differences = sum((one) => one.differences);
  const figures = {
    benchmark: 'verdicts',
    seed: Number(values.seed),
    contracts: compared.length,
    rows: sum((one) => one.records.length),
    rules: sum((one) => one.rules),
    verdicts: sum((one) => one.verdicts),
    differences,
    examples: compared.flatMap(({ examples }) => examples).slice(0, 20),
    seconds: rounded((performance.now() - began) / 1000),
  };
  console.log(JSON.stringify(figures, undefined, 2));
  process.exitCode = differences === 0 ? 0 : 1;
} finally {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
}
