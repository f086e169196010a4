import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, openDuckDb, quoteFile, quoteLiteral, type Row, type Session } from '@sluice/engine';
import { parseContract } from '@sluice/quality';
import { stageParquet } from '@sluice/tables';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeRows } from '../src/quarantine/origin.ts';
import { numberedFile } from '../src/quarantine/split.ts';
import { type Audited, auditTable } from '../src/run/audit-table.ts';
import { contract } from './workspace.ts';

let engine: Engine;
let session: Session;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-law-'));
  engine = await openDuckDb({ threads: 2, spillDirectory: join(folder, 'spill') });
  session = await engine.connect();
  await session.execute("CREATE SCHEMA silver; CREATE TABLE silver.parents AS SELECT unnest(['x', 'y']) AS parent");
});
afterAll(() => {
  session.close();
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Thing {
  readonly n: number | null;
  readonly s: string | null;
  readonly p: string | null;
}

/** A rule as it is written in a contract, and as anybody would say it. Nulls are another rule's matter. */
interface Law {
  readonly id: string;
  readonly column: keyof Thing;
  readonly option: string;
  readonly breaks: (row: Thing) => boolean;
}

const LAWS: readonly Law[] = [
  { id: 'n.required', column: 'n', option: 'required: true', breaks: ({ n }) => n === null },
  { id: 'n.minimum', column: 'n', option: 'minimum: 0', breaks: ({ n }) => n !== null && n < 0 },
  { id: 'n.exclusiveMaximum', column: 'n', option: 'exclusiveMaximum: 3', breaks: ({ n }) => n !== null && n >= 3 },
  { id: 's.maxLength', column: 's', option: 'maxLength: 2', breaks: ({ s }) => s !== null && [...s].length > 2 },
  { id: 's.pattern', column: 's', option: "pattern: '^[ab]*$'", breaks: ({ s }) => s !== null && !/^[ab]*$/u.test(s) },
  {
    id: 'p.references(parents.parent)',
    column: 'p',
    option: 'relationships: [{ to: parents.parent }]',
    breaks: ({ p }) => p !== null && p !== 'x' && p !== 'y',
  },
];

const things: fc.Arbitrary<Thing> = fc.record({
  n: fc.option(fc.integer({ min: -2, max: 4 })),
  s: fc.option(fc.stringMatching(/^[abc😀]{0,3}$/u)),
  p: fc.option(fc.constantFrom('x', 'y', 'z')),
});

function contractOf(laws: readonly Law[], budget: number): string {
  const types = { n: 'logicalType: integer', s: 'logicalType: string', p: 'logicalType: string' };
  const columns = (['n', 's', 'p'] as const).map((column) => {
    const own = laws.filter((law) => law.column === column).map(({ option }) => option);
    const isOption = (option: string): boolean => !/^(?:required|relationships)/u.test(option);
    const options = own.filter(isOption);
    const parts = [`name: ${column}`, types[column], ...own.filter((option) => !isOption(option))];
    if (options.length > 0) parts.push(`logicalTypeOptions: { ${options.join(', ')} }`);
    return `{ ${parts.join(', ')} }`;
  });
  return contract('things', columns, [
    `customProperties: [{ property: quarantine.maxFraction, value: ${String(budget)} }]`,
    'quality: [{ type: library, metric: rowCount, mustBeGreaterOrEqualTo: 0 }]',
  ]);
}

let turn = 0;
async function audited(rows: readonly Thing[], laws: readonly Law[], budget: number): Promise<Audited> {
  const base = join(folder, String((turn += 1)));
  mkdirSync(base);
  const literal = (value: number | string | null, type: string): string =>
    `CAST(${value === null ? 'NULL' : quoteLiteral(String(value))} AS ${type})`;
  const values = rows.map(
    ({ n, s, p }, at) => `(${String(at)}, ${literal(n, 'BIGINT')}, ${literal(s, 'VARCHAR')}, ${literal(p, 'VARCHAR')})`,
  );
  const from =
    values.length === 0
      ? "(VALUES (0, 0::BIGINT, '', '')) AS things(i, n, s, p) WHERE false"
      : `(VALUES ${values.join(', ')}) AS things(i, n, s, p)`;
  const target = { fingerprint: 'f', definition: '{}' };
  const staged = await stageParquet(session, {
    ...{ ...target, orderBy: undefined, path: join(base, 'staged.parquet') },
    select: { sql: `SELECT n, s, p FROM ${from} ORDER BY i` },
  });
  return auditTable(session, {
    ...{
      table: 'silver.things',
      contract: parseContract(contractOf(laws, budget), 'things.odcs.yaml'),
      staged,
      target,
    },
    ...{
      readable: new Set(['silver.parents']),
      input: undefined,
      rejected: undefined,
      asOf: '2026-01-01',
      runId: 'run',
      history: [],
      parameters: {},
    },
    originsOf: (path) => [madeRows(numberedFile(path))],
    base: join(base, 'things'),
  });
}

const read = (path: string, columns: string): Promise<readonly Row[]> =>
  session.query(`SELECT ${columns} FROM read_parquet(${quoteFile(path)})`);

describe(auditTable, () => {
  it('sets aside exactly the rows that break a rule, each once with exactly the rules it breaks, and keeps the order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(things, { maxLength: 30 }),
        fc.subarray([...LAWS], { minLength: 1 }),
        fc.constantFrom(0, 0.2, 0.5, 1),
        async (rows, laws, budget) => {
          const brokenBy = (row: Thing): readonly string[] => laws.filter((law) => law.breaks(row)).map(({ id }) => id);
          const bad = rows.filter((row) => brokenBy(row).length > 0);
          const { rest, aside, read: staged, checks } = await audited(rows, laws, budget);
          expect(staged).toBe(rows.length);
          expect(rest.rows + (aside?.rows ?? 0)).toBe(rows.length);
          expect(await read(rest.path, 'n, s, p')).toEqual(rows.filter((row) => !bad.includes(row)));
          const found =
            aside === undefined
              ? []
              : await read(aside.path, '"row", list_transform(reasons, lambda r: r."rule") AS rules');
          expect(found).toEqual(bad.map((row) => ({ row, rules: brokenBy(row) })));
          for (const { id } of laws) {
            const count = bad.filter((row) => brokenBy(row).includes(id)).length;
            const status = count === 0 ? 'passed' : bad.length / rows.length <= budget ? 'quarantined' : 'failed';
            expect(checks.find(({ rule }) => rule === id)).toMatchObject({ status, unexpectedCount: count });
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
