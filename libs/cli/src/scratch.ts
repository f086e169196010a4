import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine, Session } from '@sluice/engine';
import { withSession } from '@sluice/pipeline';
import type { CommandContext } from './context.ts';
import { runContext } from './options.ts';

/** Opens an engine that belongs to no pipeline: it spills into a temporary folder, and the lake is only read. */
export async function withScratchSession<T>(
  context: CommandContext,
  work: (session: Session, engine: Engine) => Promise<T>,
): Promise<T> {
  const scratch = mkdtempSync(join(tmpdir(), 'sluice-engine-'));
  try {
    return await withSession({ ...(await runContext(context)), dataDir: scratch }, 'scratch', work);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
