import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { layoutOf, listQuarantine, run, type RunEvent, showQuarantine } from '../src/index.ts';
import { ask, idOf, tableOf, withBudget } from './quarantined.ts';
import { options, Workspace } from './workspace.ts';

const ORDERS = 'bronze.orders';
const ROWS = 200;
const BAD = 50;
/** Corrected rows of one replay. */
const SHARE = 5;

/** When a replay dies, and whether its rows are to be there once the next run is over; undefined where that is a race. */
const MOMENTS: readonly (readonly [RunEvent['type'] | 'publishing', boolean | undefined])[] = [
  ['planned', false],
  ['table-started', false],
  ['table-finished', false],
  ['publishing', undefined],
  ['published', true],
  ['delivered', true],
];

it('loses no row and has none twice, wherever a replay is killed', { timeout: 180_000 }, async () => {
  using shop = new Workspace();
  withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxFraction': 0.5 });
  const extracts = join(shop.root, 'extracts');
  mkdirSync(extracts);
  writeFileSync(join(extracts, 'orders.csv'), `order_id,customer,amount\n${lines()}`);
  const sources = options({ inputDir: extracts, parameters: { threshold: 0 } });
  await run(shop.context(), shop.pipeline(), sources);
  const { shown } = await showQuarantine(shop.context(), shop.pipeline(), ORDERS, { runId: undefined, limit: ROWS });
  const ids = shown.map(idOf);
  expect(ids).toHaveLength(BAD);

  const program = await bundle(shop);
  const { journal } = layoutOf(shop.lake, 'shop');
  let left = BAD;
  for (const [turn, [moment, lands]] of MOMENTS.entries()) {
    const corrections = join(shop.root, `corrected-${String(turn)}.csv`);
    const rows = ids.slice(turn * SHARE, (turn + 1) * SHARE).map((id) => `${id},${id.slice(13)},c9,1\n`);
    writeFileSync(corrections, `quarantine_id,order_id,customer,amount\n${rows.join('')}`);
    const child = fork(program, [shop.root, corrections, moment], { execArgv: [], stdio: 'ignore' });
    const gone = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    if (moment === 'publishing') {
      while (!existsSync(journal) && child.exitCode === null) await setImmediate();
      child.kill('SIGKILL');
    }
    const signal = await gone;
    if (moment !== 'publishing') expect(signal).toBe('SIGKILL');

    const record = await run(shop.context(), shop.pipeline(), { ...sources, fullRefresh: turn % 2 === 0 });
    const { published, quarantined } = tableOf(record, ORDERS).rows;
    expect(published + quarantined).toBe(ROWS);
    if (lands === undefined) expect([left, left - SHARE]).toContain(quarantined);
    else expect([moment, quarantined]).toEqual([moment, lands ? left - SHARE : left]);
    left = quarantined;
    const file = join(shop.lake, 'shop/bronze/orders.parquet');
    expect(await ask(shop, `SELECT count(DISTINCT order_id) AS ids FROM '${file}'`)).toEqual([{ ids: published }]);
    const asides = await listQuarantine(shop.context(), shop.pipeline());
    expect(asides.find(({ of }) => of === 'published')?.rows).toBe(quarantined);
  }
  rmSync(join(program, '..'), { recursive: true });
});

/** Orders, of which every fourth has a negative amount. */
function lines(): string {
  const line = (_: unknown, at: number): string =>
    `${String(at + 1)},c${String(at % 3)},${at % 4 === 0 ? '-1' : '1'}\n`;
  return Array.from({ length: ROWS }, line).join('');
}

/** The child process as a program that Node runs as it is; it lies where it finds the engine. */
async function bundle(shop: Workspace): Promise<string> {
  const outDir = fileURLToPath(new URL(`../../../node_modules/.cache/${basename(shop.root)}`, import.meta.url));
  await build({
    logLevel: 'error',
    configFile: false,
    ssr: { noExternal: /^@sluice\//u },
    build: {
      ssr: fileURLToPath(new URL('replay-and-die.ts', import.meta.url)),
      outDir,
      target: 'node20',
      minify: false,
    },
  });
  return join(outDir, readdirSync(outDir).find((file) => file.startsWith('replay-and-die')) ?? '');
}
