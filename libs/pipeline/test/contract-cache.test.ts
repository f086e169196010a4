import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContractInvalidError, parseContract } from '@sluice/quality';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cache } from '../src/project/cache.ts';
import { readContract } from '../src/project/contract-cache.ts';
import { Workspace } from './workspace.ts';

const apps = fileURLToPath(new URL('../../../apps/', import.meta.url));
const contracts = readdirSync(apps, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.odcs.yaml'),
);

let shop: Workspace;
let folder: string;
let cache: Cache;
beforeEach(() => {
  shop = new Workspace();
  folder = join(shop.root, 'cache');
  cache = new Cache(folder);
});
afterEach(() => {
  shop[Symbol.dispose]();
});

const entries = (): readonly string[] => readdirSync(join(folder, 'contracts'));

describe(readContract, () => {
  it.each(contracts)('gives back %s as it was parsed', (path) => {
    const text = readFileSync(join(apps, path), 'utf8');
    readContract(text, path, cache);
    expect(entries()).toHaveLength(1);
    expect(readContract(text, path, cache)).toEqual(parseContract(text, path));
  });

  it('parses anew what has changed, is named otherwise or was torn', () => {
    const text = shop.read('silver/big.odcs.yaml');
    readContract(text, 'a.yaml', cache);
    expect(readContract(text, 'b.yaml', cache).file).toBe('b.yaml');
    expect(readContract(text.replace('DECIMAL(12,2)', 'DECIMAL(10,2)'), 'a.yaml', cache).columns[2]?.type).toBe(
      'DECIMAL(10,2)',
    );
    for (const entry of entries()) writeFileSync(join(folder, 'contracts', entry), '{"key": "');
    expect(readContract(text, 'a.yaml', cache)).toEqual(parseContract(text, 'a.yaml'));
  });

  it('keeps nothing of a contract that is refused', () => {
    const broken = (): unknown => readContract('kind: nothing', 'a.yaml', cache);
    expect(broken).toThrow(ContractInvalidError);
    expect(broken).toThrow(ContractInvalidError);
  });

  it('does without a folder that cannot be written', () => {
    writeFileSync(folder, 'a file');
    expect(readContract(shop.read('silver/big.odcs.yaml'), 'a.yaml', cache).table).toBe('big');
  });
});
