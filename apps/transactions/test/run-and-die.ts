// Child process of killed.ts: runs the pipeline over a batch and kills itself before a step of its publication.
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { layoutOf } from '@sluice/pipeline';
import { runTransactions } from './run-transactions.ts';

const [lake = '', inputDir = '', step = '', models = ''] = process.argv.slice(2);
const { journal } = layoutOf(lake, 'transactions');
let left = Number(step);
let isPublishing = false;

/** Counts what changes the disk from the moment on that the journal is begun; a file that is opened for reading is not one. */
function counted<A extends readonly unknown[], R>(change: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  return (...args) => {
    isPublishing ||= args[0] === journal && args[1] === 'w';
    if (isPublishing && args[1] !== 'r') left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    return change(...args);
  };
}

// The modules of the pipeline see these in the place of Node's own.
Object.assign(fs, {
  open: counted(fs.open),
  link: counted(fs.link),
  rename: counted(fs.rename),
  rm: counted(fs.rm),
  writeFile: counted(fs.writeFile),
});
syncBuiltinESMExports();
const record = await runTransactions(lake, { inputDir, models: new URL(models) });
process.exitCode = record.error === undefined ? 0 : 1;
