import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, openDuckDb, type Session } from '@sluice/engine';
import type { RunContext } from '../context.ts';
import { interruptible } from '../run/interruptible.ts';
import { layoutOf } from './layout.ts';

/** Opens an engine of its own for one piece of work on one session, and closes it whatever happens. Makes no folder in the lake. */
export async function withSession<T>(
  context: RunContext,
  pipeline: string,
  work: (session: Session, engine: Engine) => Promise<T>,
): Promise<T> {
  const { root, spill } = layoutOf(context.dataDir, pipeline);
  const spillDirectory = existsSync(root) ? spill : join(tmpdir(), 'sluice-spill');
  const engine = await openDuckDb({ ...context.limits, spillDirectory });
  try {
    const session = await engine.connect();
    try {
      return await interruptible(engine, context.signal, () => work(session, engine));
    } finally {
      session.close();
    }
  } finally {
    engine.close();
  }
}
