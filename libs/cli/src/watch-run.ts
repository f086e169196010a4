import { checkLine, type Plan, type RunEvent, type RunObserver, type TableRecord } from '@sluice/pipeline';
import type { CommandContext } from './context.ts';
import { count, counted, duration } from './render/format.ts';
import { heading } from './render/heading.ts';
import { progressLine } from './render/progress.ts';
import { plannedLine, tableLine } from './render/run.ts';
import { where } from './render/where.ts';

/** Shows a run as it goes: a line for each table on stdout, and on a terminal what is under way below them. */
export interface RunWatch {
  readonly observe: RunObserver;
  /** What the run told, for what is shown after it. */
  readonly seen: { plan?: Plan; recordPath?: string };
  readonly stop: () => void;
}

/** @param quiet  shows the progress line only: stdout is for one JSON document */
export function watchRun({ io }: CommandContext, quiet: boolean): RunWatch {
  const seen: RunWatch['seen'] = {};
  const underWay = new Map<string, () => { readonly percentage: number | undefined }>();
  const began = performance.now();
  let finished = 0;
  let toRun = 0;
  const line = progressLine(process.stderr, () => {
    const tables = [...underWay].map(([name, progress]) => {
      const { percentage } = progress();
      return percentage === undefined || percentage <= 0 ? name : `${name} ${Math.floor(percentage)} %`;
    });
    const seconds = duration((performance.now() - began) / 1000);
    if (seen.plan === undefined) return `planning · ${seconds}`;
    return `${tables.length === 0 ? 'publishing' : tables.join(', ')} · ${finished} of ${counted(toRun, 'table')} · ${seconds}`;
  });
  const print = (text: string): void => {
    if (!quiet) line.above(() => io.print(text));
  };
  const width = (): number => Math.max(0, ...(seen.plan?.tables.map(({ name }) => name.length) ?? []));

  function observe(event: RunEvent): void {
    switch (event.type) {
      case 'recovered':
        print(
          `${io.style('yellow', 'recovered')} the last run was killed; ${counted(event.tables, 'table')} of it put in place.`,
        );
        break;
      case 'planned':
        seen.plan = event.plan;
        toRun = event.plan.tables.filter(({ action }) => action === 'run').length;
        print(
          `${heading(event.plan.project.pipeline, event.plan.parameters, io)}\n${io.style('dim', `run ${event.runId}`)}`,
        );
        for (const table of event.plan.tables) if (table.action !== 'run') print(plannedLine(table, width(), io));
        for (const warning of event.plan.warnings) print(`${io.style('yellow', 'warning')} ${warning}`);
        break;
      case 'table-started':
        underWay.set(event.table.name, event.progress);
        break;
      case 'table-finished':
        underWay.delete(event.record.name);
        finished += 1;
        print(tableLine(event.record, width(), io));
        for (const warning of [...event.record.warnings, ...mild(event.record)])
          print(`  ${io.style('yellow', 'warning')} ${warning}`);
        break;
      case 'delivered':
        print(
          `${io.style('green', '→')} ${event.sink.table} delivered to ${where(event.sink.path)}, ${count(event.sink.rows)} rows`,
        );
        break;
      case 'published':
        break;
      case 'finished':
        seen.recordPath = event.path;
        for (const table of event.record.tables) if (table.state === 'not_run') print(tableLine(table, width(), io));
        break;
    }
  }
  return { observe, seen, stop: () => line.stop() };
}

/** Checks that did not hold and stop nothing; those that do are told by the error at the end. */
function mild({ checks }: TableRecord): readonly string[] {
  return checks.filter(({ status, severity }) => status !== 'passed' && severity !== 'error').map(checkLine);
}
