import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LakeNotWritableError, localStorage } from '../../src/index.ts';
import type { Storage } from '../../src/index.ts';

let root: string;
let storage: Storage;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sluice-storage [o'b] 🦆-"));
  storage = localStorage(root);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const text = (path: string): string => readFileSync(join(root, path), 'utf8');

describe(localStorage, () => {
  it('creates a file, with its folders, once: who comes second finds the name taken and the file as it was', async () => {
    expect(await storage.create('log/deep/0.json', 'first')).toBe('created');
    expect(await storage.create('log/deep/0.json', 'second')).toBe('taken');
    expect(text('log/deep/0.json')).toBe('first');
    expect(readdirSync(join(root, 'log', 'deep'))).toEqual(['0.json']);
  });

  it('gives one name to one of many who ask at once, and leaves what that one wrote', async () => {
    const contents = Array.from({ length: 24 }, (_, index) => String(index).repeat(5000));
    const results = await Promise.all(contents.map((content) => storage.create('0.json', content)));
    expect(results.filter((result) => result === 'created')).toHaveLength(1);
    expect(text('0.json')).toBe(contents[results.indexOf('created')]);
    expect(readdirSync(root)).toEqual(['0.json']);
  });

  it('replaces a file, or makes it', async () => {
    await storage.replace('log/_last', 'old');
    await storage.replace('log/_last', 'new');
    expect(text('log/_last')).toBe('new');
    expect(readdirSync(join(root, 'log'))).toEqual(['_last']);
  });

  it('lists the files of a folder by name with their sizes and times, without its folders', async () => {
    mkdirSync(join(root, 'log', 'folder'), { recursive: true });
    for (const name of ['b', 'a', 'ä', 'Z', '.hidden']) writeFileSync(join(root, 'log', name), name);
    const listed = await storage.list('log');
    expect(listed.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['.hidden', 7],
      ['Z', 1],
      ['a', 1],
      ['b', 1],
      ['ä', 2],
    ]);
    expect(listed[0]?.modifiedAt).toBeInstanceOf(Date);
    expect(await storage.list('nowhere')).toEqual([]);
  });

  it('lists the files of all folders by their paths, and follows no link to a folder', async () => {
    mkdirSync(join(root, 'p=1', 'q=%20'), { recursive: true });
    mkdirSync(join(root, 'empty'));
    for (const path of ['p=1/q=%20/b', 'p=1/a', 'c']) writeFileSync(join(root, path), path);
    symlinkSync(join(root, 'p=1'), join(root, 'link'));
    const listed = await storage.listAll();
    expect(listed.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['c', 1],
      ['p=1/a', 5],
      ['p=1/q=%20/b', 11],
    ]);
    expect(await localStorage(join(root, 'nowhere')).listAll()).toEqual([]);
  });

  it('reads what is there, and knows nothing of what is not', async () => {
    await storage.create('a', 'ü');
    expect((await storage.read('a'))?.toString()).toBe('ü');
    expect(await storage.read('b')).toBeUndefined();
    expect(await storage.read('a/b')).toBeUndefined();
  });

  it('removes a file, and minds none that is gone', async () => {
    await storage.create('a', '');
    await storage.remove('a');
    await storage.remove('a');
    await storage.remove('no folder/a');
    expect(existsSync(join(root, 'a'))).toBe(false);
  });

  it('locates a path as DuckDB reads it', () => {
    expect(storage.locate('x=1/a.parquet')).toBe(join(root, 'x=1', 'a.parquet'));
  });

  it('says so where a file stands in the place of a folder', async () => {
    writeFileSync(join(root, 'log'), '');
    await expect(storage.create('log/0.json', '')).rejects.toThrow(LakeNotWritableError);
    await expect(storage.replace('log/0.json', '')).rejects.toThrow(LakeNotWritableError);
  });

  it('says so where a folder has the name of a file that is replaced, and leaves nothing behind', async () => {
    mkdirSync(join(root, '_last', 'in the way'), { recursive: true });
    await expect(storage.replace('_last', '')).rejects.toMatchObject({ code: 'LAKE_NOT_WRITABLE', exitCode: 3 });
    expect(readdirSync(root)).toEqual(['_last']);
  });
});
