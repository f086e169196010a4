import { arch, platform } from 'node:os';
import { relative } from 'node:path';
import type { Clock } from '@sluice/core';
import type { Engine } from '@sluice/engine';
import type { PlannedTable } from '../plan/decide.ts';
import type { RunOptions } from '../options.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunRecord, TableRecord } from '@sluice/reporting';

/** The record of a run that has begun and done nothing yet. */
export function openingRecord(facts: {
  readonly runId: string;
  readonly planned: Plan;
  readonly options: RunOptions;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly dataDir: string;
  readonly commit: string | undefined;
}): RunRecord {
  const { planned, options, engine, commit } = facts;
  const { select, exclude, fullRefresh, dryRun, publish, failOn, inputDir } = options;
  const { threads, memoryBytes } = engine.limits;
  return {
    schemaVersion: 1,
    runId: facts.runId,
    pipeline: planned.project.pipeline.name,
    status: 'running',
    startedAt: facts.clock.now().toISOString(),
    asOf: planned.asOf,
    parameters: planned.parameters,
    options: { select, exclude, fullRefresh, dryRun, publish, failOn, ...(inputDir !== undefined && { inputDir }) },
    environment: {
      node: process.version,
      platform: `${platform()}-${arch()}`,
      threads,
      memoryBytes,
      ...(commit !== undefined && { gitCommit: commit }),
    },
    tables: planned.tables.map((table) => openingTable(table, planned, facts.dataDir)),
    sinks: [],
    warnings: planned.warnings,
  };
}

function openingTable(planned: PlannedTable, { project }: Plan, dataDir: string): TableRecord {
  const { name, layer, kind, action, reason, inputs, input, fingerprint, path } = planned;
  const description = project.tables.get(name)?.contract.description;
  return {
    name,
    layer,
    ...(description !== undefined && { description }),
    kind,
    state: ({ run: 'not_run', skip: 'skipped', leave: 'left' } as const)[action],
    reason,
    inputs,
    ...(input !== undefined && { source: input === 'generated' ? input : input.path }),
    fingerprint,
    path: relative(dataDir, path),
    rows: { staged: 0, published: 0, quarantined: 0 },
    bytes: 0,
    columns: [],
    checks: [],
    warnings: [],
  };
}
