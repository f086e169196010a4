import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { createLogger, fixedClock } from '@sluice/core';
import type { Generator } from '@sluice/generators';
import { csv } from '@sluice/sinks';
import { definePipeline, integer, type Pipeline, type RunContext, type RunOptions, source } from '../src/index.ts';

const logger = await createLogger({ level: 'error', pretty: false, stream: new PassThrough().resume() });

/** Orders of three customers; the amount of each grows with its number. `bad` of them have a negative amount. */
const orders: Generator<{ readonly rows: number; readonly bad: number }> = {
  name: 'orders',
  describe: 'An order of a customer.',
  emit: ({ rows, bad }) => ({
    setup: [],
    rows,
    select:
      `SELECT CAST(i AS BIGINT) AS order_id, 'c' || CAST(i % 3 AS VARCHAR) AS customer, ` +
      `CAST(CASE WHEN i <= ${String(bad)} THEN -i ELSE i END AS DECIMAL(12,2)) AS amount ` +
      `FROM range(1, ${String(rows + 1)}) AS numbers(i)`,
  }),
};

const FILES = {
  'bronze/orders.odcs.yaml': contract('orders', [
    '{ name: order_id, logicalType: integer, primaryKey: true, required: true }',
    '{ name: customer, logicalType: string, required: true }',
    "{ name: amount, logicalType: number, physicalType: 'DECIMAL(12,2)', required: true, logicalTypeOptions: { minimum: 0 } }",
  ]),
  'silver/big.odcs.yaml': contract('big', [
    '{ name: order_id, logicalType: integer, primaryKey: true, required: true }',
    '{ name: customer, logicalType: string, required: true }',
    "{ name: amount, logicalType: number, physicalType: 'DECIMAL(12,2)', required: true }",
  ]),
  'silver/big.sql':
    '-- Orders of at least the threshold.\n-- grain: order_id\n' +
    'SELECT order_id, customer, amount FROM bronze.orders CROSS JOIN run.parameters WHERE amount >= threshold\n',
  'gold/spending.odcs.yaml': contract('spending', [
    '{ name: customer, logicalType: string, primaryKey: true, required: true }',
    "{ name: total, logicalType: number, physicalType: 'DECIMAL(18,2)', required: true }",
  ]),
  'gold/spending.sql':
    '-- What each customer spent.\n-- grain: customer\n' +
    'SELECT customer, CAST(sum(amount) AS DECIMAL(18,2)) AS total FROM silver.big GROUP BY customer\n',
};

export function contract(table: string, properties: readonly string[], extra: readonly string[] = []): string {
  return [
    'apiVersion: v3.1.0',
    'kind: DataContract',
    `id: shop.${table}`,
    'version: 1.0.0',
    'status: active',
    'schema:',
    `  - name: ${table}`,
    '    properties:',
    ...properties.map((property) => `      - ${property}`),
    ...extra.map((line) => `    ${line}`),
    '',
  ].join('\n');
}

/** A workspace of its own in a temporary folder, with one small pipeline and a lake. */
export class Workspace {
  readonly root: string;
  readonly lake: string;
  readonly models: string;

  constructor(files: Readonly<Record<string, string>> = FILES, root = mkdtempSync(join(tmpdir(), 'sluice-pipeline-'))) {
    this.root = root;
    this.lake = join(root, 'lake');
    this.models = join(root, 'models');
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  /** The workspace that another process has made. */
  static at(root: string): Workspace {
    return new Workspace({}, root);
  }

  write(path: string, text: string): void {
    const file = join(this.models, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(path: string): string {
    return readFileSync(join(this.models, path), 'utf8');
  }

  remove(path: string): void {
    rmSync(join(this.models, path));
  }

  pipeline(): Pipeline {
    return definePipeline({
      name: 'shop',
      summary: 'A shop',
      params: {
        rows: integer({ default: 30, minimum: 1, describe: 'orders' }),
        bad: integer({ default: 0, describe: 'orders with a negative amount' }),
        threshold: integer({ default: 10, describe: 'smallest amount that counts' }),
      },
      sources: { 'bronze.orders': source({ generate: orders, files: ['csv'] }) },
      models: pathToFileURL(`${this.models}/`),
      sinks: { 'gold.spending': csv({ file: 'spending.csv' }) },
    });
  }

  context(signal?: AbortSignal): RunContext {
    return {
      workspace: this.root,
      dataDir: this.lake,
      clock: fixedClock('2026-01-01T12:00:00Z'),
      logger,
      limits: { threads: 2 },
      ...(signal && { signal }),
    };
  }

  /** Every file of a table or sink that a reader may see, and its bytes in hex. */
  published(): ReadonlyMap<string, string> {
    const files = this.#files().filter((file) => !file.includes('/_quarantine/') && !file.includes('/_state/'));
    return new Map(files.map((file) => [file, readFileSync(join(this.lake, file), 'hex')]));
  }

  /** Files of rows that were set aside. */
  aside(): readonly string[] {
    return this.#files().filter((file) => file.includes('/_quarantine/'));
  }

  #files(): readonly string[] {
    return readdirSync(this.lake, { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && /\.(?:parquet|csv)$/u.test(entry.name) && !entry.parentPath.includes('_staging'),
      )
      .map((entry) => relative(this.lake, join(entry.parentPath, entry.name)))
      .sort();
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function options(changes: Partial<RunOptions> = {}): RunOptions {
  return {
    parameters: {},
    select: [],
    exclude: [],
    fullRefresh: false,
    inputDir: undefined,
    dryRun: false,
    failFast: false,
    failOn: 'error',
    publish: 'run',
    ...changes,
  };
}
