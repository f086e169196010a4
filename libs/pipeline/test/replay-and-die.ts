// Child process of quarantine-kill.test.ts: replays corrected rows in the workspace of its parent, and kills itself on the way.
import { replay } from '../src/index.ts';
import { Workspace } from './workspace.ts';

const [root = '', corrections = '', moment = ''] = process.argv.slice(2);
const shop = Workspace.at(root);
const request = { table: 'bronze.orders', from: corrections, inputDir: undefined };
await replay(shop.context(), shop.pipeline(), request, ({ type }) => {
  if (type === moment) process.kill(process.pid, 'SIGKILL');
});
