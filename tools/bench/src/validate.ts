import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDuckDb, quoteFile, type Session } from '@sluice/engine';
import { validate } from '@sluice/quality';
import { median, measure, rounded } from './measured-process.ts';
import { ordersSql } from './orders.ts';

/**
 * A suite of 30 expectations over Parquet of 10 columns, beside the same checks as SQL by hand; each turn is a process of
 * its own and the two take turns, so that the ratio holds on a noisy machine. Prints JSON.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    'memory-limit': { type: 'string', default: '900000000' },
    file: { type: 'string' },
    way: { type: 'string' },
  },
});
const suite: unknown = JSON.parse(readFileSync(new URL('../suites/orders.json', import.meta.url), 'utf8'));

/** What somebody who knows the engine would write: one pass for counts and aggregates, one statement for each set of values. */
const byHand = (from: string): readonly string[] => [
  `SELECT count(*), count(order_id), count(customer_id), count(status), count(note),
  count_if(status NOT IN ('open', 'shipped', 'returned', 'lost')),
  count_if(country NOT IN ('DE', 'FR', 'ES', 'NL', 'IT', 'PL')),
  count_if(status = 'stolen'), count_if(amount < 0 OR amount > 1000), count_if(quantity < 1 OR quantity > 20),
  count_if(ordered_at < TIMESTAMP '2020-01-01'), count_if(status = 'shipped'),
  count_if(status = 'shipped' AND (discount < 0 OR discount > 0.5)),
  count_if(NOT regexp_matches(code, '^ORD-[0-9]{9}$')), count_if(NOT regexp_matches(country, '^[A-Z]{2}$')),
  count_if(regexp_matches(note, '[<>]')), count_if(length(code) <> 13), count_if(length(note) > 40),
  count_if(code NOT LIKE 'ORD-%'), count_if(amount < discount), min(amount), max(quantity), avg(amount),
  sum(CASE WHEN country IN ('DE', 'FR') THEN quantity END), stddev_samp(amount) FROM ${from}`,
  `SELECT count(*) FROM (SELECT order_id FROM ${from} GROUP BY order_id HAVING count(*) > 1)`,
  `SELECT count(*) - count(DISTINCT hash(code)) FROM ${from}`,
  `SELECT count(*) - count(DISTINCT hash(customer_id, ordered_at)) FROM ${from}`,
  `SELECT count(DISTINCT customer_id) FROM ${from}`,
  `SELECT quantile_disc(quantity, [0.05, 0.5, 0.95]) FROM ${from}`,
];

async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  const engine = await openDuckDb({
    threads: Number(values.threads),
    memoryLimit: Number(values['memory-limit']),
    spillDirectory: join(folder, 'spill'),
  });
  try {
    return await work(await engine.connect());
  } finally {
    engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One way, once; prints its seconds without the start of the process. */
async function oneTurn(file: string, way: string): Promise<void> {
  const from = `read_parquet(${quoteFile(file)})`;
  await withSession(async (session) => {
    const began = performance.now();
    if (way === 'suite') {
      const { success } = await validate({ session, relation: from }, suite);
      if (!success) throw new Error('the suite does not hold');
    } else {
      for (const statement of byHand(from)) await session.query(statement);
    }
    console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000 }));
  });
}

interface Turns {
  readonly seconds: number[];
  peakRssBytes: number;
}

async function turn(way: string, file: string, turns: Turns): Promise<void> {
  const [, script = ''] = process.argv;
  const limits = ['--threads', values.threads, '--memory-limit', values['memory-limit']];
  const ended = await measure(process.execPath, [script, '--file', file, '--way', way, ...limits]);
  if (ended.exitCode !== 0) throw new Error(`${way} ended with ${String(ended.exitCode)}: ${ended.stderr}`);
  const printed: unknown = JSON.parse(ended.stdout);
  const seconds: unknown =
    typeof printed === 'object' && printed !== null ? Reflect.get(printed, 'seconds') : undefined;
  turns.seconds.push(Number(seconds));
  turns.peakRssBytes = Math.max(turns.peakRssBytes, ended.peakRssBytes);
}

async function compare(): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  try {
    const file = join(folder, 'orders.parquet');
    await withSession((session) => session.writeParquet(ordersSql(values.rows), file, {}));
    const suiteTurns: Turns = { seconds: [], peakRssBytes: 0 };
    const handTurns: Turns = { seconds: [], peakRssBytes: 0 };
    for (let run = 0; run < Number(values.runs); run += 1) {
      await turn('hand', file, handTurns);
      await turn('suite', file, suiteTurns);
    }
    const figures = ({ seconds, peakRssBytes }: Turns) => ({
      seconds: rounded(median(seconds)),
      rowsPerSecond: Math.round(Number(values.rows) / median(seconds)),
      peakRssBytes,
    });
    return {
      benchmark: 'validate',
      rows: Number(values.rows),
      expectations: 30,
      threads: Number(values.threads),
      suite: figures(suiteTurns),
      byHand: figures(handTurns),
      ratio: rounded(median(suiteTurns.seconds) / median(handTurns.seconds)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.file !== undefined && values.way !== undefined) await oneTurn(values.file, values.way);
else console.log(JSON.stringify(await compare(), undefined, 2));
