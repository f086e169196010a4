import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TableDiff } from '@sluice/pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markdownDiff } from '../src/render/diff-markdown.ts';
import { renderDiff } from '../src/render/diff.ts';
import type { Finished } from './processes.ts';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
let before: string;
let after: string;
/** The lakes of 30 orders, of 31, and of 30 by a model that is only written otherwise. */
let rewritten: string;
beforeAll(async () => {
  shop = createShop();
  [before, after, rewritten] = [shop.lake(), shop.lake(), shop.lake()];
  const run = async (...args: readonly string[]): Promise<void> => {
    const { exitCode, stderr } = await shop.sluice(['run', 'shop', '--as-of', '2026-01-01', ...args]);
    if (exitCode !== 0) throw new Error(stderr);
  };
  await run('--data-dir', before);
  await run('--data-dir', after, '--rows', '31');
  appendFileSync(join(shop.root, 'apps/shop/models/gold/spending.sql'), '-- The end.\n');
  await run('--data-dir', rewritten);
}, 60_000);
afterAll(() => {
  shop.remove();
});

const diff = (...args: readonly string[]): Promise<Finished> => shop.sluice(['diff', ...args]);

describe('sluice diff', () => {
  it('says which rows and values differ, with examples by key, and masks personal columns', async () => {
    const { exitCode, stdout } = await diff('shop', '--data-dir', after, '--against', before);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').slice(1)).toEqual([
      '~ bronze.orders  rows: 1 added',
      '    its SQL changed',
      '    + order_id 31',
      '~ gold.spending  rows: 1 changed',
      '    input bronze.orders changed',
      '    total: 1 changed',
      '      customer c1: 145.00 → 176.00',
      '2 of 2 tables differ',
      '',
    ]);
  });

  it('says of a refactoring that no value changed, whatever fails on a difference', async () => {
    const { exitCode, stdout } = await diff('shop', '--data-dir', rewritten, '--against', before, '--fail-if-diff');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^= gold\.spending {2}no value changed\n {4}its SQL changed\n2 tables, no value changed\n$/mu,
    );
  });

  it('exits 1 on a difference where that was asked for, and gives JSON', async () => {
    const args = ['--data-dir', after, '--against', before, '--fail-if-diff', '--output', 'json', '--samples', '0'];
    const { exitCode, stdout } = await diff('shop', ...args);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      pipeline: 'shop',
      against: before,
      different: true,
      tables: [{ name: 'bronze.orders', values: { added: 1, addedSamples: [] } }, { name: 'gold.spending' }],
    });
  });

  it('gives Markdown for a comment', async () => {
    const args = ['--data-dir', after, '--against', before, '--output', 'markdown', '--select', 'shop.gold.spending'];
    const { stdout } = await diff('shop', ...args);
    expect(stdout).toBe(
      [
        '### <code>shop</code>: 1 of 1 table differs',
        '',
        '| table | rows before | rows now | what differs |',
        '| --- | ---: | ---: | --- |',
        '| <code>gold&#46;spending</code> | 3 | 3 | rows&#58; 1 changed; input bronze&#46;orders changed |',
        '',
        '<details><summary><code>gold&#46;spending</code></summary>',
        '',
        '- <code>total</code>: 1 changed',
        '  - <code>customer</code> <code>c1</code>: <code>145&#46;00</code> → <code>176&#46;00</code>',
        '',
        '</details>',
        '',
      ].join('\n'),
    );
  });

  it('names each promise that a contract does not make any more, and fails where that was asked for', async () => {
    const file = 'apps/shop/models/gold/spending.odcs.yaml';
    const text = shop.read(file);
    shop.write(file, text.replace("'DECIMAL(18,2)', required: true", "'DECIMAL(18,2)', required: false"));
    const looser = shop.lake();
    await shop.sluice(['run', 'shop', '--as-of', '2026-01-01', '--data-dir', looser]);
    shop.write(file, text);
    const args = ['shop', '--data-dir', looser, '--against', rewritten, '--fail-if-diff'];
    const { exitCode, stdout } = await diff(...args);
    expect(exitCode).toBe(1);
    expect(stdout.split('\n').slice(2)).toEqual([
      '~ gold.spending  no value changed',
      '    contract broken, total.required: total is not null → nothing',
      '    its contract changed',
      '1 of 2 tables promises less, no value changed',
      '',
    ]);
    const { stdout: markdown } = await diff(...args, '--output', 'markdown');
    expect(markdown).toContain(
      '- contract **broken**, <code>gold&#46;spending</code> <code>total&#46;required</code>: <code>total is not null</code> → *nothing*\n',
    );
  });

  it.each([
    ['no other folder', ['shop'], 'USAGE Nothing to compare with: --against <folder>'],
    ['a folder that is not there', ['shop', '--against', 'nowhere'], 'LAKE_UNKNOWN There is no data folder'],
    ['an unknown pipeline', ['shp', '--against', '.'], 'USAGE No pipeline is named shp'],
    ['samples that are no number', ['shop', '--against', '.', '--samples', 'x'], '--samples must be a whole number'],
  ])('exits 2 for %s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await diff(...args, '--data-dir', after);
    expect(stderr).toContain(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  it('exits 2 for a table that neither lake has, and for a pipeline that one lacks', async () => {
    const unknown = await diff('shop', '--data-dir', after, '--against', before, '--select', 'spendin');
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('did you mean spending?') });
    const lacking = await diff('mirror', '--data-dir', after, '--against', before);
    expect(lacking).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Nothing of mirror is published in'),
    });
    rmSync(join(after, 'shop/gold'), { recursive: true });
    const removed = await diff('shop', '--data-dir', after, '--against', before, '--select', 'gold.*');
    expect(removed.stdout).toContain('− gold.spending  table removed, 3 rows');
  });
});

const HOSTILE = '<img src=x> | `x` **b** [a](http://x.y) @all #1 $x$ :+1: \u001b[31m\n::stop-commands::x\n# </code>';
const hostile = (number: number): TableDiff => ({
  name: `gold.${HOSTILE}${number}`,
  status: 'different',
  rows: { old: 1, new: 1 },
  definition: [`parameter ${HOSTILE} changed`],
  contract: { known: true, changes: [{ kind: 'loosened', rule: HOSTILE, before: HOSTILE, after: HOSTILE }] },
  different: true,
  columns: { added: [{ name: HOSTILE, type: 'VARCHAR' }], removed: [], retyped: [] },
  values: {
    key: ['id'],
    added: 1,
    removed: 0,
    changed: 1,
    columns: [{ name: HOSTILE, changed: 1, samples: [{ key: { [HOSTILE]: HOSTILE }, old: HOSTILE, new: null }] }],
    addedSamples: [{ id: HOSTILE.repeat(20) }],
    removedSamples: [],
  },
});
const report = (tables: readonly TableDiff[]) => ({
  pipeline: 'shop',
  dataDir: '/new',
  against: '/old',
  tables,
  different: true,
});

describe('values in a diff', () => {
  it('neither format the comment nor leave their line, and call nobody', () => {
    const markdown = markdownDiff(report([hostile(1)]));
    const own = markdown.replaceAll(
      /<\/?(?:code|details|summary)>|&#\d+;|^### |^ *- |\| (?:---:? \| )*|\*null\*|\*\*loosened\*\*/gmu,
      '',
    );
    expect(own.replaceAll('\n', '')).not.toMatch(/[<>`*_[\]@#$\p{Control}]|http:/u);
    expect(markdown.match(/<code>/gu)?.length).toBe(markdown.match(/<\/code>/gu)?.length);
    expect(markdown.split('\n')).toHaveLength(15);
  });

  it('do not steer the terminal', () => {
    const text = renderDiff(report([hostile(1)]), { ...plainIo, width: 100 });
    expect(text.split('\n')).toHaveLength(8);
    expect(text).not.toContain('\u001b');
  });

  it('leave room for the rest: a comment takes 65,536 characters', () => {
    const markdown = markdownDiff(report(Array.from({ length: 100 }, (_, number) => hostile(number))));
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown).toMatch(/… and examples of \d+ more, for which there is no room here\.$/u);
  });
});

const plainIo = {
  width: undefined,
  interactive: false,
  color: false,
  print: () => undefined,
  write: () => undefined,
  printJson: () => undefined,
  note: () => undefined,
  command: () => undefined,
  log: process.stderr,
  style: (_: unknown, text: string): string => text,
};
