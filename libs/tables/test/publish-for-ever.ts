// Child process of publish.test.ts: publishes numbered versions of all tables until it is killed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishAll } from '../src/publish.ts';

const [lake = '', journal = '', ...tables] = process.argv.slice(2);
mkdirSync(join(lake, '_staging'), { recursive: true });
process.send?.('ready');
for (let version = process.pid * 1000; ; version += 1) {
  const entries = tables.map((table) => {
    const from = join(lake, '_staging', table.replace('/', '.'));
    writeFileSync(from, String(version));
    return { from, to: join(lake, `${table}.parquet`) };
  });
  await publishAll(entries, journal);
}
