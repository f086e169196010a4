import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mutate } from '../src/index.ts';
import { Workspace } from './workspace.ts';

let shop: Workspace;
beforeEach(() => {
  shop = new Workspace();
});
afterEach(() => {
  shop[Symbol.dispose]();
});

const mutated = (select: string): ReturnType<typeof mutate> =>
  mutate(shop.context(), shop.pipeline(), { select: [select], exclude: [] });

const BELOW = `
- name: what is below the threshold does not count
  parameters: { threshold: 7 }
  given:
    bronze.orders:
      - { order_id: 1, customer: a, amount: 8 }
      - { order_id: 2, customer: a, amount: 6 }
  expect:
    - { order_id: 1, customer: a, amount: 8 }
`;
const AT = `
- name: what is at the threshold counts
  parameters: { threshold: 7 }
  given: { bronze.orders: [{ order_id: 2, customer: a, amount: 7 }] }
  expect: [{ order_id: 2, customer: a, amount: 7 }]
`;
const FLIPPED = 'amount >= threshold → amount > threshold';

/** The fixture file with an explanation. */
const explained = (cases: string, mutant: string): string =>
  `cases:${cases.replace(/^(?=.)/gmu, '  ')}survivors:\n  - mutant: ${mutant}\n    reason: No two orders are alike.\n`;

describe('a mutant', () => {
  it('survives with file, line and change where no case and no rule tells it from the model', async () => {
    shop.write('silver/big.test.yaml', BELOW);
    const { mutants } = await mutated('silver.big');
    expect(mutants).toEqual([
      {
        table: 'silver.big',
        mutant: 'WHERE amount >= threshold → no WHERE',
        operator: 'filter',
        location: { file: 'models/silver/big.sql', line: 3 },
        before: 'WHERE amount >= threshold',
        after: 'no WHERE',
        status: 'killed',
        killer: { by: 'fixture', name: 'what is below the threshold does not count' },
      },
      {
        table: 'silver.big',
        mutant: FLIPPED,
        operator: 'comparison',
        location: { file: 'models/silver/big.sql', line: 3 },
        before: 'amount >= threshold',
        after: 'amount > threshold',
        status: 'survived',
      },
    ]);
  });

  it('is killed by a case that looks at the bound', async () => {
    shop.write('silver/big.test.yaml', BELOW + AT);
    const { mutants, stale } = await mutated('silver.big');
    expect(mutants.map(({ status }) => status)).toEqual(['killed', 'killed']);
    expect(stale).toEqual([]);
  });

  it('is killed by a rule where generated rows break it', async () => {
    shop.write(
      'silver/big.odcs.yaml',
      shop
        .read('silver/big.odcs.yaml')
        .replace(
          "'DECIMAL(12,2)', required: true",
          "'DECIMAL(12,2)', required: true, logicalTypeOptions: { minimum: 10 }",
        ),
    );
    const { mutants } = await mutated('silver.big');
    expect(mutants).toMatchObject([
      { after: 'no WHERE', status: 'killed', killer: { by: 'contract', name: 'amount.minimum' } },
      { after: 'amount > threshold', status: 'survived' },
    ]);
  });

  it('does not count where it does not bind or has other types than the contract', async () => {
    shop.write('gold/spending.sql', 'SELECT customer, sum(amount) + 0.00 AS total FROM silver.big GROUP BY customer');
    shop.write(
      'gold/spending.odcs.yaml',
      shop.read('gold/spending.odcs.yaml').replace('DECIMAL(18,2)', 'DECIMAL(38,2)'),
    );
    const { mutants, invalid } = await mutated('gold.spending');
    expect(mutants.map(({ after }) => after)).not.toContain('avg(amount)');
    expect(invalid).toBeGreaterThan(0);
  });

  it('tells two changes of the same text apart by a number', async () => {
    shop.write(
      'gold/spending.sql',
      'SELECT customer, CAST(sum(amount) - sum(amount) AS DECIMAL(18,2)) AS total FROM silver.big GROUP BY customer',
    );
    const { mutants } = await mutated('gold.spending');
    expect(mutants.map(({ mutant }) => mutant)).toEqual(
      expect.arrayContaining(['sum(amount) → max(amount)', 'sum(amount) → max(amount) (2)']),
    );
  });

  it('leaves nothing behind', async () => {
    vi.stubEnv('TMPDIR', shop.root);
    await mutated('silver.big');
    vi.unstubAllEnvs();
    expect(readdirSync(shop.root).filter((name) => name !== 'models' && name !== 'sluice-spill')).toEqual([]);
  });
});

describe('an explanation', () => {
  it('excuses the survivor that it names', async () => {
    shop.write('silver/big.test.yaml', explained(BELOW, FLIPPED));
    const { mutants, stale } = await mutated('silver.big');
    expect(mutants[1]).toMatchObject({ status: 'explained', reason: 'No two orders are alike.' });
    expect(stale).toEqual([]);
  });

  it('is stale where a case kills what it explains', async () => {
    shop.write('silver/big.test.yaml', explained(BELOW + AT, FLIPPED));
    const { mutants, stale } = await mutated('silver.big');
    expect(mutants[1]?.status).toBe('killed');
    expect(stale).toMatchObject([
      { mutant: FLIPPED, location: { line: 16 }, problem: 'the case "what is at the threshold counts" kills it' },
    ]);
  });

  it('is stale where the model has no such mutant', async () => {
    shop.write('silver/big.test.yaml', explained(BELOW, 'amount >= treshold → amount > threshold'));
    const { stale } = await mutated('silver.big');
    expect(stale).toMatchObject([{ problem: `the model has no such mutant; did you mean ${FLIPPED}?` }]);
  });

  it('needs a reason', async () => {
    shop.write('silver/big.test.yaml', `cases:${BELOW.replace(/^(?=.)/gmu, '  ')}survivors: [{ mutant: x }]\n`);
    await expect(mutated('silver.big')).rejects.toThrow(/big\.test\.yaml:10 .*reason/u);
  });
});

describe('a rule', () => {
  it('is tried with rows that break it, in sources and models', async () => {
    const { rules } = await mutated('*');
    expect(new Set(rules.map(({ table }) => table))).toEqual(new Set(['bronze.orders', 'silver.big', 'gold.spending']));
    expect(rules.filter(({ status }) => status === 'survived')).toEqual([]);
    expect(rules).toContainEqual(
      expect.objectContaining({ table: 'bronze.orders', rule: 'amount.minimum', status: 'killed' }),
    );
  });

  it('survives where nothing can break it', async () => {
    shop.write(
      'silver/big.odcs.yaml',
      `${shop.read('silver/big.odcs.yaml')}    quality:\n      - { type: sql, description: Always., query: 'SELECT 0 FROM \${table} LIMIT 1', mustBe: 0 }\n`,
    );
    const { rules } = await mutated('silver.big');
    expect(rules.filter(({ status }) => status === 'survived')).toMatchObject([{ rule: 'sql' }]);
  });

  it.each([
    ['{ type: rowCountDrift, maxChange: 0.3 }', 'killed'],
    ['{ type: distributionDrift, column: amount, maxDistance: 0.3 }', 'killed'],
    ['{ type: distributionDrift, column: amount, maxDistance: 2 }', 'survived'],
  ])('on drift is tried with earlier runs that held something else: %s', async (implementation, status) => {
    const item = `{ type: custom, engine: sluice, id: drift, description: As ever., implementation: ${implementation} }`;
    shop.write('silver/big.odcs.yaml', `${shop.read('silver/big.odcs.yaml')}    quality:\n      - ${item}\n`);
    const { rules } = await mutated('silver.big');
    expect(rules.find(({ rule }) => rule === 'drift')).toMatchObject({ status });
  });
});
