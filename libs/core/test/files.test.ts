import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isMissingFile, sha256OfFile, syncToDisk } from '../src/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe(sha256OfFile, () => {
  it('hashes files of more than one chunk', async () => {
    const bytes = Buffer.alloc((1 << 20) + 7, 'x');
    writeFileSync(join(folder, 'file'), bytes);
    expect(await sha256OfFile(join(folder, 'file'))).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

describe(syncToDisk, () => {
  it('takes files and folders', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(syncToDisk(join(folder, 'file'))).resolves.toBeUndefined();
    await expect(syncToDisk(folder)).resolves.toBeUndefined();
  });
});

describe(isMissingFile, () => {
  it('tells a file that is not there from one that cannot be read', async () => {
    writeFileSync(join(folder, 'file'), '');
    const below = await syncToDisk(join(folder, 'file', 'below')).catch((error: unknown) => error);
    const absent = await syncToDisk(join(folder, 'absent')).catch((error: unknown) => error);
    const folderAsFile = await sha256OfFile(folder).catch((error: unknown) => error);
    expect([below, absent, folderAsFile].map(isMissingFile)).toEqual([true, true, false]);
  });
});
