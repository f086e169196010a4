/**
 * Copies the records of the runs that began after a file was touched, and says how many.
 * Usage: node .github/scripts/collect-records.mjs SINCE TARGET, with $SLUICE_DATA_DIR and $PIPELINE.
 * Nothing to copy is no failure here: whatever kept the run from starting has failed already.
 */
import { cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const [since = '', target = ''] = process.argv.slice(2);
const runs = join(process.env['SLUICE_DATA_DIR'] ?? '', process.env['PIPELINE'] ?? '', '_runs');
const started = existsSync(since) ? statSync(since).mtimeMs : Infinity;
const own = existsSync(runs)
  ? readdirSync(runs).filter((run) => {
      const record = join(runs, run, 'run.json');
      return existsSync(record) && statSync(record).mtimeMs >= started;
    })
  : [];
for (const run of own) cpSync(join(runs, run), join(target, run), { recursive: true });
console.log(`${own.length} run records`);
