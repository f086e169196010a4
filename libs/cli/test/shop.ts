import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finish, type Finished, type Spawned } from './processes.ts';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));

/** A workspace in a temporary folder: all libs as they are, and two small pipelines, shop and mirror. */
export interface Shop {
  readonly root: string;
  /** A data folder that no other test uses. */
  lake(): string;
  write(path: string, text: string): void;
  read(path: string): string;
  /** The launcher's own path, for a test that starts the process itself. */
  readonly launcher: string;
  sluice(args: readonly string[], options?: Spawned): Promise<Finished>;
  remove(): void;
}

export function createShop(): Shop {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-shop-')));
  mkdirSync(join(root, 'node_modules'));
  for (const name of readdirSync(join(workspace, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(workspace, 'node_modules', name), join(root, 'node_modules', name));
  }
  for (const name of readdirSync(join(workspace, 'libs'))) {
    const [from, to] = [join(workspace, 'libs', name), join(root, 'libs', name)];
    // Node names the launcher by its real path, so a link would lead it back to the workspace it was copied from.
    if (name === 'cli')
      for (const part of ['bin', 'launcher', 'src', 'package.json'])
        cpSync(join(from, part), join(to, part), { recursive: true });
    else symlinkSync(from, to);
    mkdirSync(join(root, 'libs'), { recursive: true });
  }
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('package.json', '{ "version": "1.2.3", "workspaces": ["apps/*", "libs/*"] }');
  for (const name of ['shop', 'mirror'])
    for (const [path, text] of Object.entries(pipeline(name))) write(`apps/${name}/${path}`, text);
  const launcher = join(root, 'libs/cli/bin/sluice.mjs');
  let lakes = 0;
  return {
    root,
    launcher,
    write,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    lake: () => join(root, `lake-${String((lakes += 1))}`),
    sluice: (args, options) => finish(process.execPath, [launcher, ...args], options),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Orders, of which `bad` cost less than nothing, and what each customer spent. `mirror` has no parameter of its own. */
function pipeline(name: string): Readonly<Record<string, string>> {
  const own = name === 'shop';
  return {
    'pipeline.ts': `import { definePipeline, integer, source } from '@sluice/pipeline';
const generate = {
  name: 'orders',
  describe: 'An order of a customer.',
  emit: ({ rows = 6, bad = 0 }: { readonly rows?: number; readonly bad?: number }) => ({
    setup: [],
    rows,
    select: \`SELECT CAST(i AS BIGINT) AS order_id, 'c' || CAST(i % 3 AS VARCHAR) AS customer, 'm' || CAST(i AS VARCHAR) AS email,
      CAST(CASE WHEN i <= \${String(bad)} THEN -i ELSE i END AS DECIMAL(12,2)) AS amount FROM range(1, \${String(rows + 1)}) AS numbers(i)\`,
  }),
};
export default definePipeline({
  name: '${name}',
  summary: 'A ${name} of orders',
  params: { ${own ? "rows: integer({ default: 30, minimum: 1, describe: 'orders to generate' }), bad: integer({ default: 0, describe: 'orders that cost less than nothing' })" : ''} },
  sources: { 'bronze.orders': source({ generate, files: ['csv'] }) },
  models: new URL('./models/', import.meta.url),
});
`,
    'models/bronze/orders.odcs.yaml': contract('orders', [
      '{ name: order_id, logicalType: integer, primaryKey: true, required: true }',
      '{ name: customer, logicalType: string, required: true }',
      '{ name: email, logicalType: string, required: true, classification: personal }',
      "{ name: amount, logicalType: number, physicalType: 'DECIMAL(12,2)', required: true, logicalTypeOptions: { minimum: 0 } }",
    ]),
    [`models/gold/${own ? 'spending' : 'orders'}.odcs.yaml`]: contract(own ? 'spending' : 'orders', [
      '{ name: customer, logicalType: string, primaryKey: true, required: true }',
      "{ name: total, logicalType: number, physicalType: 'DECIMAL(18,2)', required: true }",
      '{ name: email, logicalType: string, required: true, classification: personal }',
    ]),
    [`models/gold/${own ? 'spending' : 'orders'}.sql`]: `-- What each customer spent.
-- grain: customer
SELECT customer, CAST(sum(amount) AS DECIMAL(18,2)) AS total, min(email) AS email FROM bronze.orders GROUP BY customer
`,
    ...(own && {
      'models/gold/spending.test.yaml': `- name: sums the orders of a customer
  given:
    bronze.orders:
      - { order_id: 1, customer: c1, email: m1, amount: 2.50 }
      - { order_id: 2, customer: c1, email: m2, amount: 1.50 }
  expect:
    - { customer: c1, total: 4.00, email: m1 }
`,
    }),
  };
}

function contract(table: string, properties: readonly string[]): string {
  return `apiVersion: v3.1.0
kind: DataContract
id: shop.${table}
version: 1.0.0
status: active
schema:
  - name: ${table}
    description: The ${table} of the shop.
    properties:
${properties.map((property) => `      - ${property}`).join('\n')}
`;
}
