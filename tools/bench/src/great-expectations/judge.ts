import { measure, type Measured } from '../measured-process.ts';
import type { Environment } from './environment.ts';
import { judgementsOf, type Judgement } from './judgement.ts';

export type GxEngine = 'pandas' | 'duckdb';

export interface Judged {
  /** In the order of the suite. */
  readonly judgements: readonly Judgement[];
  readonly process: Measured;
}

export interface JudgedByGx extends Judged {
  readonly versions: Readonly<Record<string, unknown>>;
}

/** Great Expectations on one of its engines, as a process of its own. @param data  Parquet for pandas, a database for duckdb */
export async function judgeWithGx(
  { python, script }: Environment,
  engine: GxEngine,
  data: string,
  suite: string,
): Promise<JudgedByGx> {
  const env = { ...process.env, GX_ANALYTICS_ENABLED: 'false' };
  const ended = await measure(python, [script, engine, data, 'orders', suite], env);
  const printed = parsed(ended, `Great Expectations on ${engine}`);
  const versions: unknown = Reflect.get(printed, 'versions');
  return {
    judgements: judgementsOf(Reflect.get(printed, 'results')),
    versions: typeof versions === 'object' && versions !== null ? { ...versions } : {},
    process: ended,
  };
}

/** `sluice validate`, as a process of its own. @param cli  the command's file */
export async function judgeWithSluice(cli: string, data: string, suite: string): Promise<Judged> {
  const args = [cli, 'validate', '--data', data, '--suite', suite, '--result-format', 'BASIC', '--output', 'json'];
  const ended = await measure(process.execPath, args);
  return { judgements: judgementsOf(Reflect.get(parsed(ended, 'sluice validate'), 'results')), process: ended };
}

function parsed(ended: Measured, what: string): object {
  try {
    const printed: unknown = JSON.parse(ended.stdout);
    if (typeof printed === 'object' && printed !== null) return printed;
  } catch {
    // What it said instead is in the message below.
  }
  throw new Error(`${what} ended with ${String(ended.exitCode)} and printed no result: ${ended.stderr.slice(-2000)}`);
}
