import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb, type ColumnStatistics, type Engine, type Session } from '@sluice/engine';
import { afterAll, beforeAll, expect } from 'vitest';
import { audit, ContractInvalidError, parseContract, type CheckResult, type Contract } from '../src/index.ts';

export const file = 'models/silver/orders.odcs.yaml';

/** A contract of the table `orders`: YAML of its properties (indented by six), of its other keys (four), of the document's. */
export function contractOf(properties: string, table = '', document = ''): Contract {
  return parseContract(contractText(properties, table, document), file);
}

export function contractText(properties: string, table = '', document = '', apiVersion = 'v3.1.0'): string {
  return `apiVersion: ${apiVersion}
kind: DataContract
id: shop.silver.orders
version: 1.0.0
status: active
${document}
schema:
  - name: orders
    properties:
${properties}
${table}
`;
}

/** The problems of a contract that is refused, each as `line:column path: message`. */
export function problemsIn(properties: string, table = '', document = '', apiVersion = 'v3.1.0'): readonly string[] {
  return problemsOfText(contractText(properties, table, document, apiVersion));
}

export function problemsOfText(text: string): readonly string[] {
  try {
    parseContract(text, file);
  } catch (error) {
    if (!(error instanceof ContractInvalidError)) throw error;
    return error.problems.map(
      ({ location, path, message }) => `${String(location.line)}:${String(location.column)} ${path}: ${message}`,
    );
  }
  throw new Error('The contract was accepted.');
}

export interface Judging {
  readonly asOf?: string;
  readonly statistics?: ReadonlyMap<string, ColumnStatistics>;
  readonly others?: Readonly<Record<string, string>>;
}

export interface Bench {
  readonly session: Session;
  readonly folder: string;
  /** Makes the table `orders` from a SELECT and judges it. */
  judge(contract: Contract, select: string, judging?: Judging): Promise<readonly CheckResult[]>;
  /** As `judge`, and the result of one rule. */
  check(contract: Contract, rule: string, select: string, judging?: Judging): Promise<CheckResult>;
}

/** A DuckDB for the tests of one file. */
export function useBench(): Bench {
  let engine: Engine | undefined;
  let session: Session | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'sluice-quality-'));
  beforeAll(async () => {
    engine = await openDuckDb({ threads: 2, spillDirectory: join(folder, 'spill') });
    session = await engine.connect();
  });
  afterAll(() => {
    session?.close();
    engine?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = (): Session => {
    if (session === undefined) throw new Error('The session opens before the first test.');
    return session;
  };
  const judge: Bench['judge'] = async (contract, select, judging = {}) => {
    await open().execute(`CREATE OR REPLACE TABLE orders AS ${select}`);
    const [count] = await open().query('SELECT count(*) AS rows FROM orders');
    const { statistics } = judging;
    const table = { table: 'silver.orders', relation: 'orders', rows: Number(count?.['rows']) };
    return audit(open(), statistics === undefined ? table : { ...table, statistics }, contract, {
      asOf: judging.asOf ?? '2026-01-01',
      relationOf: (name) => judging.others?.[name],
    });
  };
  return {
    get session() {
      return open();
    },
    folder,
    judge,
    async check(contract, rule, select, judging) {
      const results = await judge(contract, select, judging);
      const result = results.find((candidate) => candidate.rule === rule);
      expect(result, `the rule ${rule} among ${results.map((candidate) => candidate.rule).join(', ')}`).toBeDefined();
      if (result === undefined) throw new Error(`No rule ${rule}.`);
      return result;
    },
  };
}

/** `VALUES` of one column. */
export function column(name: string, type: string, values: readonly string[]): string {
  const rows = values.map((value) => `(CAST(${value} AS ${type}))`).join(', ');
  return `SELECT * FROM (VALUES ${rows}) AS t(${name})`;
}
