import { existsSync } from 'node:fs';
import { LakeLockedError, type Engine } from '@sluice/engine';
import { layoutOf, listRuns, readRecord, type Layout } from '@sluice/pipeline';
import { formatBytes } from '@sluice/core';
import { bytesOf, entriesOf } from '../disk.ts';
import { loadPipelines, type Launch } from '../launch.ts';
import { counted } from '../render/format.ts';
import { described, ok, problem, warning, type Finding } from './finding.ts';

/** Whether the pipelines can be loaded, who holds their locks, and what killed runs left behind. */
export async function examinePipelines(
  launch: Launch,
  dataDir: string,
  engine: Engine | undefined,
): Promise<readonly Finding[]> {
  const names = Object.keys(launch.pipelines);
  if (names.length === 0) return [warning('pipelines', 'the workspace has none: apps/<name>/pipeline.ts defines one')];
  const findings: Finding[] = [];
  for (const name of names) {
    try {
      const [pipeline] = await loadPipelines(launch, name);
      findings.push(ok(name, pipeline?.summary ?? ''));
    } catch (error) {
      findings.push(problem(name, described(error)));
    }
    findings.push(...(await examineLake(name, layoutOf(dataDir, name), engine)));
  }
  return findings;
}

async function examineLake(name: string, layout: Layout, engine: Engine | undefined): Promise<readonly Finding[]> {
  if (!existsSync(layout.root)) return [ok(`${name} lake`, 'not made yet')];
  const held = await holder(layout, engine);
  if (held !== undefined) return [warning(`${name} lock`, held)];
  const staged = entriesOf(layout.staging);
  const last = (await listRuns(layout)).at(-1);
  const record = last === undefined ? undefined : await readRecord(layout, last).catch(() => undefined);
  return [
    ok(`${name} lock`, 'free'),
    record === undefined
      ? ok(`${name} lake`, 'no run recorded')
      : ok(`${name} lake`, `last run ${record.runId} ${record.status} at ${record.finishedAt ?? record.startedAt}`),
    ...(existsSync(layout.journal)
      ? [
          warning(
            `${name} lake`,
            'a killed run had begun to publish; the next run, or sluice clean, puts its tables in place',
          ),
        ]
      : []),
    ...(staged.length === 0
      ? []
      : [
          warning(
            `${name} leftovers`,
            `${counted(staged.length, 'leftover')} of killed runs in ${layout.staging}, ${formatBytes(bytesOf(layout.staging))}; sluice clean ${name} removes them`,
          ),
        ]),
  ];
}

/** Who holds the lock of a lake; undefined where nobody does. A lock that was never taken is not made by asking. */
async function holder(layout: Layout, engine: Engine | undefined): Promise<string | undefined> {
  if (engine === undefined || !existsSync(layout.lock)) return undefined;
  try {
    await (await engine.lock(layout.lock)).release();
    return undefined;
  } catch (error) {
    if (error instanceof LakeLockedError) return error.message;
    throw error;
  }
}
