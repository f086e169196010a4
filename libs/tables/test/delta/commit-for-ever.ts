// Child process of transact.test.ts: commits to a table, four appends and an update of the shared counter by turns.
import { openDuckDb } from '@sluice/engine';
import { localStorage, openDelta, prepareAppend, prepareOverwrite, transact } from '../../src/index.ts';

const [root = '', who = '', commits = '0'] = process.argv.slice(2);
const engine = await openDuckDb({ spillDirectory: `${root}-spill-${who}`, threads: 1, memoryLimit: 5e8 });
const session = await engine.connect();
const table = openDelta(localStorage(root));
for (let n = 0; n < Number(commits); n += 1) {
  await transact(
    table,
    session,
    async (snapshot) => {
      if (snapshot === undefined) throw new Error('The test makes the table.');
      if (n % 5 !== 4) {
        const select = { sql: `SELECT '${who}' AS who, ${n} AS n` };
        return prepareAppend(session, table.storage, snapshot, { select });
      }
      const select = { sql: `SELECT who, n + 1 AS n FROM (${table.relation(snapshot)}) WHERE who = 'counter'` };
      const partitions = [new Map([['who', 'counter']])];
      return prepareOverwrite(session, table.storage, snapshot, { select, partitions });
    },
    { attempts: 1000 },
  );
  process.send?.('committed');
}
engine.close();
process.disconnect();
