import { createHash } from 'node:crypto';
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputUnreadableError, hashInput } from '../src/index.ts';
import { useBench } from './support.ts';

const bench = useBench();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe(hashInput, () => {
  const cache = () => join(bench.folder, 'state', 'hashes.json');

  /** A file that was last changed long before the cache. */
  function oldFile(content: string): string {
    const path = bench.file('t.csv', content);
    utimesSync(path, 1_600_000_000, 1_600_000_000);
    return path;
  }

  it('is the SHA-256 of the content, read once while the file stays as it is', async () => {
    const path = oldFile('a\n1\n');
    expect(await hashInput(path, cache())).toBe(sha256('a\n1\n'));
    const text = readFileSync(cache(), 'utf8');
    writeFileSync(cache(), text.replace(sha256('a\n1\n'), 'remembered'));
    expect(await hashInput(path, cache())).toBe('remembered');
  });

  it('reads a file again whose size or time has changed', async () => {
    const path = oldFile('a\n1\n');
    await hashInput(path, cache());
    oldFile('a\n22\n');
    expect(await hashInput(path, cache())).toBe(sha256('a\n22\n'));
    writeFileSync(path, 'a\n33\n');
    expect(await hashInput(path, cache())).toBe(sha256('a\n33\n'));
  });

  it('reads a file again that may have changed within a tick of the clock', async () => {
    const path = bench.file('t.csv', 'a\n1\n');
    await hashInput(path, cache());
    const { mtime } = statSync(cache());
    utimesSync(path, mtime, mtime);
    await hashInput(path, cache());
    writeFileSync(path, 'a\n2\n');
    utimesSync(path, mtime, mtime);
    utimesSync(cache(), mtime, mtime);
    expect(await hashInput(path, cache())).toBe(sha256('a\n2\n'));
  });

  it('keeps every entry where several files are hashed at once', async () => {
    const paths = Array.from({ length: 8 }, (_, index) => bench.file(`t${index}.csv`, String(index)));
    await Promise.all(paths.map((path) => hashInput(path, cache())));
    const entries: unknown = JSON.parse(readFileSync(cache(), 'utf8'));
    expect(Object.keys(entries ?? {}).sort()).toEqual(paths);
  });

  it('does without a cache that is broken or cannot be written', async () => {
    const path = oldFile('a\n1\n');
    expect(await hashInput(path, bench.file('broken.json', '{"a":'))).toBe(sha256('a\n1\n'));
    expect(await hashInput(path, bench.file('other.json', '{"a":{"b":1}}'))).toBe(sha256('a\n1\n'));
    expect(await hashInput(path, join(path, 'hashes.json'))).toBe(sha256('a\n1\n'));
  });

  it('says so where there is no file', async () => {
    await expect(hashInput(join(bench.folder, 'no.csv'), cache())).rejects.toThrow(InputUnreadableError);
  });
});
