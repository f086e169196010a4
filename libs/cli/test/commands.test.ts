import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finished } from './processes.ts';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
/** Both pipelines, run once. Tests that change anything take a lake of their own. */
let lake: string;
beforeAll(async () => {
  shop = createShop();
  lake = shop.lake();
  const { exitCode, stderr } = await shop.sluice(['run', '--data-dir', lake, '--as-of', '2026-01-01']);
  if (exitCode !== 0) throw new Error(stderr);
}, 60_000);
afterAll(() => {
  shop.remove();
});

describe('sluice plan', () => {
  it('says of each table whether it would run, and why', async () => {
    const { exitCode, stdout } = await shop.sluice([
      'plan',
      'shop',
      '--data-dir',
      lake,
      '--as-of',
      '2026-01-01',
      '--rows',
      '7',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/│ run +│ bronze\.orders +│ .* │ generated rows +│/u);
    expect(stdout).toMatch(/│ run +│ gold\.spending +│ input bronze\.orders runs +│ bronze\.orders +│/u);
  });

  it.each([
    ['a comma', ['--select', 'gold.spending,gold.*'], ['leave', 'skip']],
    ['two words', ['--select', 'orders', 'spending'], ['skip', 'skip']],
    ['one word with a space', ['--select', 'orders spending'], ['skip', 'skip']],
    ['the flag twice', ['--select', 'orders', '--select', 'spending'], ['skip', 'skip']],
    ['an exclusion', ['--exclude', '+gold.spending'], ['leave', 'leave']],
    ['what it needs', ['--select', '+spending', '--full-refresh'], ['run', 'run']],
  ])('takes selectors with %s', async (_, flags, actions) => {
    const { stdout } = await shop.sluice([
      'plan',
      ...flags,
      'shop',
      '--output',
      'json',
      '--data-dir',
      lake,
      '--as-of',
      '2026-01-01',
    ]);
    const plan: unknown = JSON.parse(stdout);
    expect(plan).toMatchObject({
      pipeline: 'shop',
      tables: [
        { name: 'bronze.orders', action: actions[0] },
        { name: 'gold.spending', action: actions[1] },
      ],
    });
  });
});

describe('an edit', () => {
  it('of a model or of a pipeline is used by the next command', async () => {
    const other = createShop();
    try {
      const args = ['plan', 'shop', '--data-dir', other.lake(), '--as-of', '2026-01-01'];
      await other.sluice(['run', ...args.slice(1)]);
      const model = 'apps/shop/models/gold/spending.sql';
      other.write(model, `-- Changed.\n${other.read(model)}`);
      expect((await other.sluice(args)).stdout).toMatch(/run +│ gold\.spending +│ its SQL changed/u);
      other.write(
        'apps/shop/pipeline.ts',
        other.read('apps/shop/pipeline.ts').replace('A shop of orders', 'Another shop'),
      );
      expect((await other.sluice(args)).stdout).toContain('shop · Another shop');
    } finally {
      other.remove();
    }
  });
});

describe('sluice test and build', () => {
  it('runs the fixtures without a lake', async () => {
    const { exitCode, stdout } = await shop.sluice(['test', 'shop']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('✔ gold.spending  sums the orders of a customer');
  });

  it('shows a difference row by row and exits 1, and a build does not run then', async () => {
    const other = createShop();
    try {
      other.write(
        'apps/shop/models/gold/spending.test.yaml',
        '- name: wrong\n  given: { bronze.orders: [{ order_id: 1, customer: c1, email: m, amount: 2 }] }\n  expect: [{ customer: c1, total: 3, email: m }]\n',
      );
      const { exitCode, stdout } = await other.sluice(['build', 'shop', '--data-dir', other.lake()]);
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/✖ gold\.spending {2}wrong {2}apps\/shop\/models\/gold\/spending\.test\.yaml:1/u);
      expect(stdout).toMatch(/│ − expected │ c1 +│ +3\.00 │/u);
      expect(stdout).toMatch(/│ \+ got +│ c1 +│ +2\.00 │/u);
      expect(existsSync(join(other.root, 'lake-1/shop/_runs'))).toBe(false);
    } finally {
      other.remove();
    }
  });

  it('tests and then runs for build', async () => {
    const { exitCode, stdout } = await shop.sluice(['build', 'shop', '--data-dir', shop.lake(), '--output', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      test: { results: [{ status: 'passed' }] },
      run: { status: 'succeeded' },
    });
  });
});

describe('sluice test --mutate', () => {
  const fixture = 'apps/shop/models/gold/spending.test.yaml';

  it('lists what survived with file and line and exits 1, until it is explained', async () => {
    const other = createShop();
    try {
      const cases = other.read(fixture).replaceAll('m2', 'm1');
      other.write(fixture, cases);
      const survived = await other.sluice(['test', 'shop', '--mutate']);
      expect(survived.stdout).toContain('✖ apps/shop/models/gold/spending.sql:3  aggregate  min(email) → max(email)');
      expect(survived.stdout).toMatch(/│ gold\.spending │ +3 │ +2 │ +0 │ +0 │ +1 │ +66 % │/u);
      expect(survived.stdout).toContain('something slips through');
      expect(survived.exitCode).toBe(1);

      const indented = cases.replaceAll(/^(?=.)/gmu, '  ');
      const survivor = '- mutant: min(email) → max(email)\n    reason: A customer has one.\n';
      other.write(fixture, `cases:\n${indented}survivors:\n  ${survivor}`);
      const explained = await other.sluice(['test', 'shop', '--mutate', '--output', 'json']);
      expect(explained.exitCode).toBe(0);
      const mutants = [
        { after: 'max(amount)' },
        { after: 'avg(amount)' },
        { after: 'max(email)', status: 'explained' },
      ];
      expect(JSON.parse(explained.stdout)).toMatchObject({
        test: { results: [{ status: 'passed' }] },
        mutation: { pipeline: 'shop', stale: [], mutants },
      });
    } finally {
      other.remove();
    }
  }, 60_000);

  it('begins only where the fixtures hold', async () => {
    const other = createShop();
    try {
      other.write(fixture, other.read(fixture).replace('total: 4.00', 'total: 5.00'));
      const { exitCode, stdout } = await other.sluice(['test', 'shop', '--mutate']);
      expect(exitCode).toBe(1);
      expect(stdout).not.toContain('mutants');
    } finally {
      other.remove();
    }
  });
});

describe('sluice check', () => {
  it('judges what is published', async () => {
    const { exitCode, stdout } = await shop.sluice(['check', 'shop', '--data-dir', lake, '--as-of', '2026-01-01']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/✔ gold\.spending +3 rows +\d+ checks/u);
    expect(stdout).toMatch(/\d+ checks, all hold/u);
  });

  it('exits 2 where nothing is published', async () => {
    const { exitCode, stderr } = await shop.sluice(['check', 'shop', '--data-dir', shop.lake()]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('TABLE_UNKNOWN') });
  });
});

describe('sluice lineage', () => {
  it('draws the graph as text, JSON and Mermaid', async () => {
    expect((await shop.sluice(['lineage', 'shop'])).stdout).toMatch(
      /shop\n {2}bronze\n {4}orders +source\n {2}gold\n {4}spending +← bronze\.orders\n/u,
    );
    expect(JSON.parse((await shop.sluice(['lineage', 'shop', '--output', 'json'])).stdout)).toMatchObject({
      pipeline: 'shop',
      tables: [{}, { reads: ['bronze.orders'] }],
    });
    expect((await shop.sluice(['lineage', 'shop', '--output', 'mermaid'])).stdout).toContain(
      '  bronze_orders --> gold_spending',
    );
  });
});

describe('sluice clean', () => {
  it('removes leftovers and old records, and keeps tables', async () => {
    const own = shop.lake();
    for (let run = 0; run < 3; run += 1) await shop.sluice(['run', 'shop', '--data-dir', own]);
    mkdirSync(join(own, 'shop/_staging/killed'), { recursive: true });
    writeFileSync(join(own, 'shop/_staging/killed/x.parquet'), 'x'.repeat(2000));
    const args = ['clean', 'shop', '--keep-runs', '1', '--data-dir', own];
    const dry = await shop.sluice([...args, '--dry-run']);
    expect(dry.stdout).toContain('would remove staging');
    expect(existsSync(join(own, 'shop/_staging/killed'))).toBe(true);
    const { exitCode, stdout } = await shop.sluice([...args, '--output', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      pipeline: 'shop',
      removed: [{ what: 'staging', bytes: 2000 }, { what: 'run record' }, { what: 'run record' }],
    });
    expect(existsSync(join(own, 'shop/_staging/killed'))).toBe(false);
    expect(existsSync(join(own, 'shop/gold/spending.parquet'))).toBe(true);
  });

  it('removes a lake only for --all --yes', async () => {
    const own = shop.lake();
    await shop.sluice(['run', 'shop', '--data-dir', own]);
    expect(await shop.sluice(['clean', 'shop', '--all', '--data-dir', own])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--yes'),
    });
    expect(existsSync(join(own, 'shop/gold/spending.parquet'))).toBe(true);
    expect((await shop.sluice(['clean', 'shop', '--all', '--yes', '--data-dir', own])).exitCode).toBe(0);
    expect(existsSync(join(own, 'shop'))).toBe(false);
  });

  it('refuses while a run holds the lock, and doctor says who does', async () => {
    const own = shop.lake();
    await shop.sluice(['run', 'shop', '--data-dir', own]);
    const engine = await openDuckDb({ spillDirectory: join(shop.root, 'spill') });
    const lock = await engine.lock(join(own, 'shop/_state/lock.duckdb'));
    try {
      const refused = await shop.sluice(['clean', 'shop', '--all', '--yes', '--data-dir', own]);
      expect(refused).toMatchObject({ exitCode: 5, stderr: expect.stringContaining(String(process.pid)) });
      const { exitCode, stdout } = await shop.sluice(['doctor', '--data-dir', own]);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(new RegExp(`! shop lock +.*${String(process.pid)}`, 'u'));
    } finally {
      await lock.release();
      engine.close();
    }
  });
});

describe('sluice doctor', () => {
  it('finds a sound workspace sound', async () => {
    const { exitCode, stdout } = await shop.sluice([
      'doctor',
      '--data-dir',
      lake,
      '--memory-limit',
      '2GB',
      '--output',
      'json',
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      healthy: true,
      findings: expect.arrayContaining([
        { name: 'memory', status: 'ok', message: expect.stringContaining('2.0 GB: as asked for; 1.5 GB of it') },
        { name: 'shop', status: 'ok', message: 'A shop of orders' },
      ]),
    });
  });

  it('exits 3 where the data folder cannot be one', async () => {
    const file = join(shop.root, 'a-file');
    writeFileSync(file, '');
    const { exitCode, stdout } = await shop.sluice(['doctor', '--data-dir', file]);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/✖ data folder +.*cannot be written/u);
  });

  it('exits 3 where the disk has less space than its budget, and says what to do', async () => {
    const asked = (budget: string): Promise<Finished> =>
      shop.sluice(['doctor', '--data-dir', shop.lake()], { env: { SLUICE_DISK_BUDGET: budget } });
    const { exitCode, stdout } = await asked('8000TB');
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/✖ disk +only .+ free of the 8000\.0 TB that SLUICE_DISK_BUDGET asks for;.*sluice clean/u);
    const enough = await asked('1KB');
    expect(enough).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/✔ disk +.+ free; the budget asks for/u),
    });
    expect(await asked('much')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('SLUICE_DISK_BUDGET') });
  });

  it('names leftovers of a killed run and where they go', async () => {
    const own = shop.lake();
    mkdirSync(join(own, 'shop/_staging/killed'), { recursive: true });
    const { stdout } = await shop.sluice(['doctor', '--data-dir', own]);
    expect(stdout).toMatch(/! shop leftovers +.*sluice clean shop/u);
  });
});
