import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import { localStorage, readSnapshot } from '@sluice/tables';
import { rowDifferences } from '../src/compare.ts';
import { type Step, UPDATED, rowsAfter, rowsSql } from './history-steps.ts';
import * as ours from './ours.ts';
import { type Scene, disagreements } from './scene.ts';

/** A table that all engines write, and beside it what its rows must be, version by version, in tables of plain DuckDB. */
export class History {
  readonly #scene: Scene;
  readonly #table: string;
  readonly #beside: string;
  /** Versions whose rows are known and whose files are kept, oldest first. */
  readonly #versions: number[] = [];
  #files = 0;

  private constructor(scene: Scene, beside: string) {
    this.#scene = scene;
    this.#beside = beside;
    this.#table = join(beside, 'table');
  }

  static async begin(scene: Scene, partitionedBy: readonly string[]): Promise<History> {
    const beside = scene.newFolder();
    mkdirSync(beside);
    const history = new History(scene, beside);
    const rows = rowsSql({ from: 0, count: 20, salt: 0 });
    const columns = await scene.session.describe(rows);
    await ours.append(scene, history.#table, rows, {
      columns: columns.map((column) => ({ ...column, nullable: true })),
      partitionedBy,
      properties: new Map([['delta.checkpointInterval', '3']]),
    });
    await scene.session.execute(`CREATE OR REPLACE TABLE model AS ${rows}`);
    await history.#keep();
    return history;
  }

  /** Takes a step. @returns how what we and the others read differs from what there must be; nothing where all agree */
  async take(step: Step): Promise<readonly string[]> {
    const { session } = this.#scene;
    const after = rowsAfter(step);
    if (step.does === 'restore') await this.#restore(step.by, step.back);
    else await this.#run(step);
    if (after !== undefined) await session.execute(`CREATE OR REPLACE TABLE model AS ${after}`);
    if (step.does === 'vacuum') this.#versions.length = 0;
    await this.#keep();
    return this.disagreements();
  }

  async disagreements(): Promise<readonly string[]> {
    const { session } = this.#scene;
    const wrong = await rowDifferences(session, await ours.rowsOf(this.#scene, this.#table), 'FROM model');
    return [
      ...wrong.map((sentence) => `to the model: ${sentence}`),
      ...(await disagreements(this.#scene, this.#table)),
    ];
  }

  /** How past versions differ from what they were, as we read them and as the others do. */
  async pastDisagreements(): Promise<readonly string[]> {
    const { session } = this.#scene;
    const found: string[] = [];
    for (const version of this.#versions) {
      const wrong = await rowDifferences(
        session,
        await ours.rowsOf(this.#scene, this.#table, { version }),
        `FROM ${model(version)}`,
      );
      found.push(...wrong.map((sentence) => `version ${version} to the model: ${sentence}`));
      found.push(...(await disagreements(this.#scene, this.#table, { version, readers: ['deltaRs', 'duckDb'] })));
    }
    return found;
  }

  async #restore(by: 'us' | 'deltaRs', back: number): Promise<void> {
    const version = this.#versions.at(-1 - back) ?? this.#versions[0];
    if (version === undefined || version === this.#versions.at(-1)) return;
    if (by === 'us') await ours.restore(this.#scene, this.#table, version);
    else await this.#scene.peers.deltaRs.ask('restore', { table: this.#table, version });
    await this.#scene.session.execute(`CREATE OR REPLACE TABLE model AS FROM ${model(version)}`);
  }

  async #run(step: Exclude<Step, { does: 'restore' }>): Promise<void> {
    const { peers } = this.#scene;
    const [scene, table] = [this.#scene, this.#table];
    const by = 'by' in step ? step.by : 'us';
    if (by === 'us') return ours.take(scene, table, step);
    const rows = 'rows' in step ? await this.#file(rowsSql(step.rows)) : undefined;
    if (by === 'spark') await peers.spark.ask('sql', { statements: [sparkSql(step, table, rows)] });
    else if (by === 'duckDb') await peers.duckDb.ask('append', { table, rows });
    else await peers.deltaRs.ask(...deltaRsRequest(step, table, rows));
  }

  /** The rows of a SELECT as a Parquet file. */
  async #file(sql: string): Promise<string> {
    const file = join(this.#beside, `${++this.#files}.parquet`);
    await this.#scene.session.execute(`COPY (${sql}) TO ${quoteLiteral(file)} (FORMAT parquet)`);
    return file;
  }

  async #keep(): Promise<void> {
    const { session } = this.#scene;
    const { version } = await readSnapshot(session, localStorage(this.#table));
    await session.execute(`CREATE OR REPLACE TABLE ${model(version)} AS FROM model`);
    if (this.#versions.at(-1) !== version) this.#versions.push(version);
  }
}

function model(version: number): string {
  return quoteIdentifier(`model at ${version}`);
}

function sparkSql(step: Step, table: string, rows: string | undefined): string {
  const name = `delta.\`${table}\``;
  switch (step.does) {
    case 'append':
      return `INSERT INTO ${name} SELECT * FROM parquet.\`${rows ?? ''}\``;
    case 'delete':
      return `DELETE FROM ${name} WHERE ${step.where}`;
    case 'update':
      return `UPDATE ${name} SET v = ${UPDATED.v}, amount = ${UPDATED.amount} WHERE ${step.where}`;
    default:
      throw new Error(`Spark is not asked to ${step.does}.`);
  }
}

function deltaRsRequest(
  step: Step,
  table: string,
  rows: string | undefined,
): [string, Readonly<Record<string, unknown>>] {
  switch (step.does) {
    case 'append':
      return ['write', { table, rows }];
    case 'merge':
      return ['merge', { table, rows, keys: ['id'], matched: step.matched }];
    case 'delete':
      return ['delete', { table, predicate: step.where }];
    case 'update':
      return ['update', { table, set_to: UPDATED, predicate: step.where }];
    default:
      return [step.does, { table }];
  }
}
