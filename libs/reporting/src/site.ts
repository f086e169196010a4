import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReportNotWritableError } from './errors.ts';
import type { History } from './history.ts';
import { pipelinePage } from './pipeline-page.ts';
import { runPage } from './run-page.ts';
import { runFile } from './parts.ts';
import { startPage } from './start-page.ts';
import { troublesOf } from './troubles.ts';

/**
 * Writes a static site: a start page, a page for each pipeline and one for each of its runs. Links are relative, so that it
 * opens from a disk and under any address. Pages of runs whose records are gone are removed.
 * @returns the start page's path
 * @throws {ReportNotWritableError}
 */
export async function writeSite(folder: string, histories: readonly History[]): Promise<string> {
  const start = join(folder, 'index.html');
  try {
    await mkdir(folder, { recursive: true });
    for (const history of histories) await writePipeline(join(folder, history.pipeline), history);
    await writeFile(start, startPage(histories));
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new ReportNotWritableError(folder, error);
    throw error;
  }
  return start;
}

async function writePipeline(folder: string, history: History): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { runs } = history;
  const pages = new Set(['index.html', ...runs.map(runFile)]);
  for (const name of await readdir(folder)) {
    if (/^[0-9a-f-]{36}\.html$/u.test(name) && !pages.has(name)) await rm(join(folder, name));
  }
  for (const [index, run] of runs.entries()) {
    const troubles = troublesOf({ runs: runs.slice(index) });
    await writeFile(join(folder, runFile(run)), await runPage(run, troubles));
  }
  await writeFile(join(folder, 'index.html'), pipelinePage(history));
}
