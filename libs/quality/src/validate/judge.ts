import type { Row } from '@sluice/engine';
import { stopIfFatal } from '../audit/job.ts';
import { countDuplicates } from '../duplicates.ts';
import type { Plan, Run } from '../vocabulary/definition.ts';
import { knownColumn } from '../vocabulary/arguments.ts';
import type { Item } from './judged.ts';
import { scan, scopeOf, type Scanned } from './scan.ts';

/** What judging needs besides the rows that an item looks at. */
export type Context = Omit<Run, 'from'>;

/** Gives every item its verdict, or the error that kept it from one. Most share one pass. */
export async function judgeAll(context: Context, items: readonly Item[]): Promise<void> {
  for (const item of items) await attempt(item, async () => prepare(context, item));
  const shared: Scanned[] = [];
  const alone: Scanned[] = [];
  for (const item of items) {
    const { plan } = item;
    if (plan?.form === 'metrics') (plan.alone ? alone : shared).push({ item, plan });
    else if (plan?.form === 'rows' || plan?.form === 'unique') shared.push({ item, plan });
    else if (plan !== undefined) await attempt(item, async () => judgeAlone(context, item, plan));
  }
  const found = new Map(await scan(context.session, context.relation, shared));
  for (const one of alone)
    for (const [item, row] of await scan(context.session, context.relation, [one])) found.set(item, row);
  for (const { item, plan } of [...shared, ...alone]) {
    const row = found.get(item);
    if (row !== undefined) await attempt(item, async () => conclude(context, item, plan, row));
  }
}

async function attempt(item: Item, work: () => Promise<void>): Promise<void> {
  if (item.error !== undefined) return;
  try {
    await work();
  } catch (error) {
    stopIfFatal(error);
    item.error = error;
    item.plan = undefined;
  }
}

async function prepare(context: Context, item: Item): Promise<void> {
  if (item.plan?.form === 'prepared') item.plan = await item.plan.prepare({ ...context, from: item.from });
}

async function judgeAlone(context: Context, item: Item, plan: Plan): Promise<void> {
  if (plan.form === 'settled') item.verdict = { on: 'whole', outcome: plan.outcome };
  if (plan.form === 'statements')
    item.verdict = { on: 'whole', outcome: await plan.run({ ...context, from: item.from }) };
}

/** The verdict, from what the pass found and, for duplicates and order, from a statement more. */
async function conclude(context: Context, item: Item, plan: Scanned['plan'], row: Row): Promise<void> {
  if (plan.form === 'metrics') {
    item.verdict = { on: 'whole', outcome: plan.judge(row) };
    return;
  }
  const elements = Number(row['elements']);
  const considered = Number(row['considered']);
  const counts = (unexpected: number) => ({ elements, considered, unexpected });
  if (considered === 0) item.verdict = { on: 'rows', plan, counts: counts(0) };
  else if (plan.form === 'unique') {
    const columns = plan.columns.map((name) => knownColumn(context, name));
    const copies = await countDuplicates(context.session, item.from, { columns, considered: plan.considered });
    item.verdict = { on: 'rows', plan, counts: counts(copies) };
  } else if (plan.derived === undefined) {
    item.verdict = { on: 'rows', plan, counts: counts(Number(row['unexpected'])) };
  } else {
    const unexpected = scopeOf(undefined).count(plan.unexpected);
    const [counted] = await context.session.query(`SELECT ${unexpected} AS unexpected FROM ${plan.derived(item.from)}`);
    item.verdict = { on: 'rows', plan, counts: counts(Number(counted?.['unexpected'])) };
  }
}
