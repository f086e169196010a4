import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(() => {
  shop = createShop();
});
afterAll(() => {
  shop.remove();
});

describe('sluice contract', () => {
  it('lint reads every contract of the workspace', async () => {
    const { exitCode, stdout } = await shop.sluice(['contract', 'lint']);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+ contracts, 0 problems\n$/u),
    });
  });

  it('lint names a mistake with its place, and exits 2', async () => {
    const file = join(shop.root, 'wrong.odcs.yaml');
    writeFileSync(
      file,
      'apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\nschema:\n  - name: a\n    properties:\n      - { name: b, logicalTyp: string }\n',
    );
    const { exitCode, stdout } = await shop.sluice(['contract', 'lint', file]);
    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      'wrong.odcs.yaml:9:20 schema[0].properties[0]: must not have the property `logicalTyp`; did you mean `logicalType`?',
    );
    expect(stdout).toContain('1 contract, ');
  });

  it('export makes a JSON Schema, SQL, types and DDL of a table that is named in short', async () => {
    const made = async (...flags: readonly string[]) =>
      (await shop.sluice(['contract', 'export', 'shop.gold.spending', ...flags])).stdout;
    expect(JSON.parse(await made())).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'spending',
    });
    const sql = await made('--to', 'sql');
    expect(sql).toMatch(/^-- .*\nSELECT \* FROM "spending" WHERE /u);
    expect(sql).toContain('HAVING ((count(*)) > 0) IS NOT TRUE;\n');
    expect(sql).toMatch(/-- left out, as the types of columns are no rows: .*\n$/u);
    expect(await made('--to', 'typescript')).toContain('export interface Spending {');
    expect(await made('--to', 'ddl', '--dialect', 'spark')).toContain('CREATE TABLE `spending` (');
  });

  it('infer prints a contract that lint accepts', async () => {
    const file = join(shop.root, 'extract.csv');
    writeFileSync(file, 'id,day\n1,2024-02-29\n2,2024-03-01\n');
    const { exitCode, stdout } = await shop.sluice(['contract', 'infer', file]);
    expect(exitCode).toBe(0);
    writeFileSync(join(shop.root, 'extract.odcs.yaml'), stdout);
    expect(await shop.sluice(['contract', 'lint', join(shop.root, 'extract.odcs.yaml')])).toMatchObject({
      exitCode: 0,
    });
  });

  it('infer reads a JSON array, and names the line of a record that is damaged', async () => {
    const file = join(shop.root, 'extract.json');
    writeFileSync(file, '[\n{"id":1},\n{"id":2}\n]');
    expect((await shop.sluice(['contract', 'infer', file])).stdout).toContain('logicalType: integer # BIGINT');
    writeFileSync(file, '[\n{"id":1},\n{"id":2,"id":3}\n]');
    const { exitCode, stderr } = await shop.sluice(['contract', 'infer', file]);
    expect([exitCode, stderr.includes('extract.json, line 3')]).toEqual([3, true]);
  });

  it.each([
    ['a table that is none', ['export', 'gold.spendin'], 'did you mean gold.spending?'],
    ['no table', ['export'], 'takes one contract'],
    ['a file that is none', ['infer', 'nowhere.csv'], 'There is no file nowhere.csv.'],
    ['a file of another kind', ['infer', 'README.md'], 'reads .csv'],
  ])('refuses %s', async (_, args, message) => {
    const { exitCode, stderr } = await shop.sluice(['contract', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
