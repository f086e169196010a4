import { spawn, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDuckDb, quoteLiteral } from '@sluice/engine';
import { layoutOf } from '@sluice/pipeline';
import { temporaryFolder } from '@sluice/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { published, samples } from './support.ts';

const bin = fileURLToPath(new URL('../../../libs/cli/bin/sluice.mjs', import.meta.url));
const good = temporaryFolder();
const lake = temporaryFolder();

const flags = (input: string, data = lake): string[] => [
  'run',
  'medallion',
  '--as-of',
  '2026-01-06',
  '--data-dir',
  data,
  '--input-dir',
  input,
];

interface Said {
  readonly status: number | null;
  readonly said: string;
}

function sluice(args: readonly string[], shell?: string): Said {
  const words =
    shell === undefined
      ? [process.execPath, bin, ...args]
      : ['sh', '-c', `${shell}; exec "$@"`, 'sh', process.execPath, bin, ...args];
  const { status, stdout, stderr } = spawnSync(words[0] ?? process.execPath, words.slice(1), { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

/** The samples with one of their files damaged. */
function damaged(file: string, damage: (bytes: Buffer) => Buffer | string): string {
  const folder = temporaryFolder();
  cpSync(samples, folder, { recursive: true });
  writeFileSync(join(folder, file), damage(readFileSync(join(folder, file))));
  return folder;
}

const edit =
  (change: (text: string) => string) =>
  (bytes: Buffer): string =>
    change(bytes.toString('utf8'));

function withoutCustomers(): string {
  const folder = damaged('customers.csv', (bytes) => bytes);
  rmSync(join(folder, 'customers.csv'));
  return folder;
}

/** The customers as Parquet, cut short. */
async function cutParquet(): Promise<string> {
  const folder = damaged('customers.csv', (bytes) => bytes);
  const engine = await openDuckDb({ spillDirectory: join(folder, 'spill') });
  const session = await engine.connect();
  const parquet = join(folder, 'customers.parquet');
  await session.writeParquet(`SELECT * FROM read_csv(${quoteLiteral(join(folder, 'customers.csv'))})`, parquet, {});
  session.close();
  engine.close();
  rmSync(join(folder, 'customers.csv'));
  writeFileSync(parquet, readFileSync(parquet).subarray(0, -20));
  return folder;
}

beforeAll(() => {
  cpSync(samples, good, { recursive: true });
  expect(sluice(flags(good)).status).toBe(0);
});

describe('input that cannot be used', () => {
  it.each<readonly [string, () => string | Promise<string>, number, RegExp]>([
    ['a folder that is not there', () => join(good, 'nowhere'), 3, /INPUT_FOLDER_MISSING.*nowhere/su],
    ['a table that is not there', withoutCustomers, 3, /INPUT_TABLE_MISSING.*customers/su],
    [
      'a missing column',
      () =>
        damaged(
          'customers.csv',
          edit((text) => text.replace('signup_date', 'signed_up')),
        ),
      3,
      /INPUT_COLUMNS_MISSING.*customers\.csv.*signup_date/su,
    ],
    ['an empty file', () => damaged('products.csv', () => ''), 3, /INPUT_EMPTY.*products\.csv/su],
    [
      'a header only',
      () =>
        damaged(
          'products.csv',
          edit((text) => text.slice(0, text.indexOf('\n') + 1)),
        ),
      1,
      /AUDIT_FAILED.*bronze\.products.*could not be judged/su,
    ],
    [
      'bytes that are not UTF-8',
      () => damaged('customers.csv', (bytes) => Buffer.concat([bytes, Buffer.from([0x39, 0xff, 0xfe])])),
      1,
      /AUDIT_FAILED.*customers\.csv to be whole: 1 of 9 rows break it, first line 10.*structure\.encoding 1/su,
    ],
    [
      'an unreadable number',
      () =>
        damaged(
          'transactions.csv',
          edit((text) => text.replace('199.00', '19g.00')),
        ),
      1,
      /AUDIT_FAILED.*transactions\.csv.*line 6.*19g\.00/su,
    ],
    [
      'one separator too many',
      () =>
        damaged(
          'customers.csv',
          edit((text) => text.replace('61,Osaka', '61,,Osaka')),
        ),
      1,
      /AUDIT_FAILED.*first line 6, problem = "cells", got = "10", expected = "9 cells"/su,
    ],
    ['a Parquet file cut short', cutParquet, 3, /INPUT_BROKEN.*customers\.parquet/su],
  ])(
    '%s ends with its exit code, names what it concerns and leaves the lake as it was',
    async (_, damage, exit, message) => {
      const before = published(lake);
      const { status, said } = sluice(flags(await damage()));
      expect(said).toMatch(message);
      expect(status).toBe(exit);
      expect(published(lake)).toEqual(before);
    },
  );

  it('is told of a column that no contract knows, and is used all the same', () => {
    const surplus = damaged(
      'customers.csv',
      edit((text) =>
        text
          .replace(/$/gmu, ',x')
          .replace(',x', ',shoe_size')
          .replace(/,x\s*$/u, ''),
      ),
    );
    const { status, said } = sluice(flags(surplus));
    expect(said).toMatch(/customers\.csv has columns .* shoe_size/u);
    expect(status).toBe(0);
    expect(sluice(flags(good)).status).toBe(0);
  });
});

describe('a machine that does not play along', () => {
  it('has a full disk: exit 3, and the last version stays', () => {
    const before = published(lake);
    const { status, said } = sluice(
      ['run', 'medallion', '--as-of', '2026-01-06', '--data-dir', lake, '--seed', '7'],
      'ulimit -f 100',
    );
    expect(said).toMatch(/DISK_FULL .*Make room on that volume/su);
    expect(status).toBe(3);
    expect(published(lake)).toEqual(before);
  });

  it('has a data folder that cannot be made: exit 3', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const { status, said } = sluice(flags(good, join(file, 'lake')));
    expect(said).toMatch(/DATA_FOLDER_NOT_WRITABLE .*file\/lake/su);
    expect(status).toBe(3);
  });

  it('runs the pipeline twice at once: the second says who holds the lake and exits 5', async () => {
    const engine = await openDuckDb({ spillDirectory: join(lake, 'spill') });
    const lock = await engine.lock(layoutOf(lake, 'medallion').lock);
    const { status, said } = sluice(flags(good));
    await lock.release();
    engine.close();
    expect(said).toContain('LAKE_LOCKED');
    expect(said).toContain(String(process.pid));
    expect(status).toBe(5);
    expect(sluice(flags(good)).status).toBe(0);
  });

  it('stops the run by Ctrl-C: exit 130, and the last version stays', async () => {
    const before = published(lake);
    const args = ['run', 'medallion', '--as-of', '2026-01-06', '--data-dir', lake, '--transactions', '5000000'];
    const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (said.includes('run started') && !child.killed) child.kill('SIGINT');
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(said).toContain('INTERRUPTED');
    expect(status).toBe(130);
    expect(published(lake)).toEqual(before);
  });
});
