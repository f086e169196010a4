import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  InputAmbiguousError,
  InputFolderMissingError,
  InputTableMissingError,
  findInputs,
  inputFormats,
} from '../src/index.ts';
import { useBench } from './support.ts';

const bench = useBench();

describe(findInputs, () => {
  it('finds a file by the name of its table', () => {
    for (const name of ['customers.csv', 'orders.ndjson', 'skus.jsonl', 'products.parquet', 'notes.txt'])
      bench.file(name, '');
    const path = (name: string) => join(bench.folder, name);
    expect([...findInputs(bench.folder, ['products', 'skus', 'orders', 'customers'], inputFormats).values()]).toEqual([
      { table: 'products', path: path('products.parquet'), format: 'parquet' },
      { table: 'skus', path: path('skus.jsonl'), format: 'ndjson' },
      { table: 'orders', path: path('orders.ndjson'), format: 'ndjson' },
      { table: 'customers', path: path('customers.csv'), format: 'csv' },
    ]);
  });

  it('names every table without a file, and what is there', () => {
    for (const name of ['customer.csv', 'orders.csv', 'products.xlsx']) bench.file(name, '');
    mkdirSync(join(bench.folder, 'products.csv'));
    const finding = () => findInputs(bench.folder, ['customers', 'orders', 'products'], ['csv']);
    expect(finding).toThrow(InputTableMissingError);
    expect(finding).toThrow(
      [
        `The input folder ${bench.folder} has no file for customers, products.`,
        '  expected one of customers.csv; is customer.csv meant?',
        '  expected one of products.csv; is products.xlsx meant?',
        'It has: customer.csv, orders.csv, products.xlsx.',
      ].join('\n'),
    );
  });

  it('does not choose between two files of one table', () => {
    for (const name of ['customers.csv', 'customers.parquet']) bench.file(name, '');
    const finding = () => findInputs(bench.folder, ['customers'], inputFormats);
    expect(finding).toThrow(InputAmbiguousError);
    expect(finding).toThrow(
      `  customers: ${join(bench.folder, 'customers.csv')}, ${join(bench.folder, 'customers.parquet')}`,
    );
    expect(findInputs(bench.folder, ['customers'], ['csv']).get('customers')?.format).toBe('csv');
  });

  it('says so where the folder is missing or a file', () => {
    const file = bench.file('customers.csv', '');
    expect(() => findInputs(join(bench.folder, 'no'), [], inputFormats)).toThrow(InputFolderMissingError);
    expect(() => findInputs(join(bench.folder, 'no'), [], inputFormats)).toThrow('does not exist');
    expect(() => findInputs(file, [], inputFormats)).toThrow('is not a folder');
  });
});
