import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDuckDb } from '../src/index.ts';
import { watchSpill } from '../src/spill.ts';

it('sees what a sort that does not fit in memory puts on the disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-spill-'));
  const spillDirectory = join(folder, 'spill');
  const engine = await openDuckDb({ memoryLimit: 120_000_000, threads: 1, spillDirectory });
  const watch = watchSpill(spillDirectory);
  try {
    const session = await engine.connect();
    expect(watch.peakBytes).toBe(0);
    await session.execute(
      'CREATE TABLE sorted AS SELECT i, hash(i) AS h, md5(CAST(i AS VARCHAR)) AS t FROM range(6000000) AS r(i) ORDER BY h',
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(watch.peakBytes).toBeGreaterThan(1_000_000);
    session.close();
  } finally {
    watch.stop();
    engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
