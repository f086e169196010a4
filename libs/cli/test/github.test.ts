import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonWithoutCommands, withoutCommands } from '../src/workflow-commands.ts';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(() => {
  shop = createShop();
});
afterAll(() => {
  shop.remove();
});

/** What a runner would obey: a line that begins with `::`, or holds the older form anywhere. */
function commands(...texts: readonly string[]): readonly string[] {
  return texts
    .flatMap((text) => text.split(/\r\n|\r|\n/u))
    .filter((line) => /^[\s\u0085]*::/u.test(line) || line.includes('##['));
}

describe('sluice run in a job of GitHub Actions', () => {
  const env = { GITHUB_ACTIONS: 'true' };

  it('appends the Markdown to the summary of the step and annotates the line of the contract', async () => {
    shop.write('step.md', 'before\n');
    const { exitCode, stdout, stderr } = await shop.sluice(['run', 'shop', '--bad', '2', '--data-dir', shop.lake()], {
      env: { ...env, GITHUB_STEP_SUMMARY: join(shop.root, 'step.md') },
    });
    expect(exitCode).toBe(1);
    expect(shop.read('step.md')).toMatch(/^before\n## ❌ shop: failed\n[\s\S]*2 of 30 rows break it/u);
    expect(commands(stdout)).toEqual([]);
    const [annotation = '', ...others] = commands(stderr);
    expect(others).toEqual([]);
    const [, line = ''] =
      /^::error title=bronze\.orders%3A amount\.minimum,file=apps\/shop\/models\/bronze\/orders\.odcs\.yaml,line=(\d+),col=\d+::amount/u.exec(
        annotation,
      ) ?? [];
    expect(shop.read('apps/shop/models/bronze/orders.odcs.yaml').split('\n')[Number(line) - 1]).toContain(
      'name: amount',
    );
  });

  it('annotates the line of a model that cannot be run', async () => {
    const model = 'apps/shop/models/gold/spending.sql';
    const good = shop.read(model);
    shop.write(model, good.replace('sum(amount)', 'sum(price)'));
    const { exitCode, stderr } = await shop.sluice(['run', 'shop', '--data-dir', shop.lake()], { env });
    shop.write(model, good);
    expect(exitCode).toBe(2);
    expect(commands(stderr)).toEqual([
      expect.stringMatching(
        /^::error title=shop%3A [A-Z_]+,file=apps\/shop\/models\/gold\/spending\.sql,line=3,col=\d+::/u,
      ),
    ]);
  });

  it('shows ten annotations of a kind at most, and does none of it elsewhere', async () => {
    const lake = shop.lake();
    const step = join(shop.root, 'none.md');
    const contract = 'apps/shop/models/bronze/orders.odcs.yaml';
    const good = shop.read(contract);
    const rule = (at: number) =>
      `      - { type: sql, description: never ${String(at)}, query: SELECT 1, mustBe: 0 }\n`;
    shop.write(contract, `${good}    quality:\n${Array.from({ length: 14 }, (_, at) => rule(at)).join('')}`);
    const args = ['run', 'shop', '--data-dir', lake];
    const job = await shop.sluice(args, { env });
    const elsewhere = await shop.sluice(args, { env: { GITHUB_STEP_SUMMARY: step } });
    shop.write(contract, good);
    expect(commands(job.stdout, job.stderr)).toHaveLength(10);
    expect(commands(job.stderr).at(-1)).toContain('5 more of this kind');
    expect(commands(elsewhere.stdout, elsewhere.stderr)).toEqual([]);
    expect(existsSync(step)).toBe(false);
  });

  it('is exit 4 where the summary cannot be written, and the tables are published', async () => {
    const lake = shop.lake();
    mkdirSync(join(shop.root, 'folder.md'), { recursive: true });
    const { exitCode, stderr } = await shop.sluice(['run', 'shop', '--data-dir', lake], {
      env: { ...env, GITHUB_STEP_SUMMARY: join(shop.root, 'folder.md') },
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('REPORT_NOT_WRITABLE');
    expect(existsSync(join(lake, 'shop/gold/spending.parquet'))).toBe(true);
    const [id = ''] = readdirSync(join(lake, 'shop/_runs'));
    expect(JSON.parse(readFileSync(join(lake, 'shop/_runs', id, 'run.json'), 'utf8'))).toMatchObject({
      status: 'succeeded',
    });
  });

  it.each(['--fail-fast', '--output=json', '--dry-run'])('obeys no value of the data, with %s', async (flag) => {
    const lake = shop.lake();
    const hostile = ['::stop-commands::t', '\n::add-mask::x', '##[error]x', '\r::error::x', 'a\u0085::warning::x'];
    const rows = hostile.map((text, at) => `${String(at + 1)},"${text}",m,2.50`);
    shop.write('hostile/##[add-path]x/orders.csv', `order_id,customer,email,amount\n${rows.join('\n')}\n`);
    const input = join(shop.root, 'hostile/##[add-path]x');
    const args = ['run', 'shop', '--input-dir', input, '--data-dir', lake, flag];
    const good = await shop.sluice(args, { env });
    expect(good.exitCode).toBe(0);
    expect(commands(good.stdout, good.stderr)).toEqual([]);
    shop.write(
      'hostile/##[add-path]x/orders.csv',
      `order_id,customer,email,amount\n${rows.join('\n').replaceAll('2.50', '-1')}\n`,
    );
    const bad = await shop.sluice(args, { env });
    expect(bad.exitCode).toBe(1);
    expect(commands(bad.stdout)).toEqual([]);
    expect(commands(bad.stderr)).toEqual([
      expect.stringMatching(/^::error title=bronze\.orders%3A amount\.minimum,file=/u),
    ]);
    if (flag === '--output=json') expect(JSON.parse(bad.stdout)).toMatchObject({ options: { inputDir: input } });
  });
});

describe(withoutCommands, () => {
  it.each([
    ['::error::x', ': :error::x'],
    ['a\n  ::error::x', 'a\n  : :error::x'],
    ['a\r\u0085::error::x', 'a\r\u0085: :error::x'],
    ['a ##[error]x', 'a ## [error]x'],
    ['a::b, std::vector', 'a::b, std::vector'],
  ])('makes of %j %j', (text, harmless) => {
    expect(withoutCommands(text)).toBe(harmless);
    expect(commands(harmless)).toEqual([]);
  });

  it('leaves the value of a JSON document as it is', () => {
    const text = JSON.stringify({ a: '##[error] ###[x', '##[': 1 });
    expect(commands(jsonWithoutCommands(text))).toEqual([]);
    expect(JSON.parse(jsonWithoutCommands(text))).toEqual(JSON.parse(text));
  });
});
