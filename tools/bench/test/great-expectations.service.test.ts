import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb, quoteFile } from '@sluice/engine';
import { validate } from '@sluice/quality';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreementPage, agreementsOf, reasons, type Agreement } from '../src/great-expectations/agreement.ts';
import { cases, nastyTable } from '../src/great-expectations/cases.ts';
import { greatExpectations } from '../src/great-expectations/environment.ts';
import { judgeWithGx } from '../src/great-expectations/judge.ts';
import { judgementsOf, type Judgement } from '../src/great-expectations/judgement.ts';

const bench = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'sluice-gx-'));
const parquet = join(folder, 'nasty.parquet');
const database = join(folder, 'nasty.duckdb');
const suite = join(folder, 'nasty.json');
let agreements: readonly Agreement[] = [];
let versions: Readonly<Record<string, unknown>> = {};

/** Writes the table for both engines, and judges it by itself. */
async function judgedHere(): Promise<readonly Judgement[]> {
  const engine = await openDuckDb({ threads: 1, spillDirectory: join(folder, 'spill') });
  const session = await engine.connect();
  try {
    await session.execute(`CREATE TABLE orders AS ${nastyTable}`);
    await session.writeParquet('SELECT * FROM orders', parquet, {});
    await session.execute(`ATTACH ${quoteFile(database)} AS made`);
    await session.execute('CREATE TABLE made.orders AS SELECT * FROM main.orders');
    await session.execute('DETACH made');
    const options = { resultFormat: 'BASIC', catchExceptions: true } as const;
    return judgementsOf((await validate({ session, relation: 'orders' }, cases, options)).results);
  } finally {
    session.close();
    engine.close();
  }
}

beforeAll(async () => {
  const ours = await judgedHere();
  writeFileSync(suite, JSON.stringify({ expectations: cases }));
  const environment = greatExpectations(bench);
  const pandas = await judgeWithGx(environment, 'pandas', parquet, suite);
  const duckdb = await judgeWithGx(environment, 'duckdb', database, suite);
  versions = pandas.versions;
  agreements = agreementsOf(cases, ours, { pandas: pandas.judgements, duckdb: duckdb.judgements });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the verdicts of Great Expectations', () => {
  it('are ours, but for what is explained', () => {
    const different = agreements.flatMap((each) => each.different);
    expect(different.filter(({ type, engine }) => reasons[`${type} ${engine}`] === undefined)).toEqual([]);
    expect(new Set(different.map(({ type, engine }) => `${type} ${engine}`))).toEqual(new Set(Object.keys(reasons)));
  });

  it('are compared on one of its engines at least, but for LIKE', () => {
    const alone = agreements.filter(({ notRun }) => new Set(notRun.map(({ engine }) => engine)).size === 2);
    expect(alone.map(({ type }) => type)).toEqual(['expect_column_values_to_match_like_pattern']);
  });

  it('are told in docs/great-expectations.md (npm run test:services -- -u writes it)', async () => {
    const file = join(bench, '../../docs/great-expectations.md');
    const text = agreementPage(agreements, versions);
    const page = await format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
    await expect(page).toMatchFileSnapshot(file);
  });
});
