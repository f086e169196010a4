import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Engine, openDuckDb, type Session } from '@sluice/engine';
import { diff, type DiffReport, layoutOf, type TableDiff } from '../src/index.ts';
import { contract, Workspace } from './workspace.ts';

/** Two lakes of the pipeline shop, with a further table `silver.things` of which tests write the files themselves. */
export class Lakes {
  readonly shop: Workspace;
  readonly old: string;
  readonly #engine: Engine;
  readonly #session: Session;

  private constructor(shop: Workspace, engine: Engine, session: Session) {
    this.shop = shop;
    this.old = join(shop.root, 'old');
    this.#engine = engine;
    this.#session = session;
    this.shop.write('silver/things.sql', "SELECT 1 AS id, 'x' AS a, 'y' AS secret");
    this.declare('primaryKey: true, required: true');
  }

  static async open(): Promise<Lakes> {
    const shop = new Workspace();
    const engine = await openDuckDb({ threads: 2, spillDirectory: join(shop.root, 'spill') });
    return new Lakes(shop, engine, await engine.connect());
  }

  /** Gives `silver.things` a contract in which the columns id and a have these properties. */
  declare(id: string, a = 'required: false'): void {
    const columns = [
      `{ name: id, logicalType: integer, physicalType: INTEGER, ${id} }`,
      `{ name: a, logicalType: string, ${a} }`,
      '{ name: secret, logicalType: string, classification: personal }',
    ];
    this.shop.write('silver/things.odcs.yaml', contract('things', columns));
  }

  /** Publishes a SELECT as a table of a lake, as nobody but a test would. */
  async publish(lake: string, select: string, name = 'silver.things', order = 'ALL'): Promise<void> {
    const [layer = '', table = ''] = name.split('.');
    const path = layoutOf(lake, 'shop').table(layer, table);
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    await this.#session.writeParquet(`SELECT * FROM (${select}) ORDER BY ${order}`, path, {});
  }

  /** Compares the lakes, by default in all tables. */
  report(select: readonly string[] = [], samples = 5): Promise<DiffReport> {
    const options = { against: this.old, select, exclude: [], samples };
    return diff(this.shop.context(), this.shop.pipeline(), options);
  }

  /** Publishes `silver.things` in both lakes and compares it. */
  async things(before: string, after: string, samples = 5): Promise<TableDiff> {
    await this.publish(this.old, before);
    await this.publish(this.shop.lake, after);
    const { tables } = await this.report(['silver.things'], samples);
    const [table] = tables;
    if (table === undefined) throw new Error('silver.things was not compared');
    return table;
  }

  [Symbol.dispose](): void {
    this.#session.close();
    this.#engine.close();
    this.shop[Symbol.dispose]();
  }
}
