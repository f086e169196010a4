import type { Plan, PlannedTable } from '@sluice/pipeline';
import type { Io } from '../io.ts';
import { counted } from './format.ts';
import { heading } from './heading.ts';
import { renderTable } from './table.ts';
import { where } from './where.ts';

const STYLES = { run: 'green', skip: 'dim', leave: 'dim' } as const;

/** What a run would do, a line for each table in the order in which they would be staged. */
export function renderPlan({ project, parameters, tables, warnings }: Plan, io: Io): string {
  const rows = tables.map((table) => [table.action, table.name, table.reason, reads(table)]);
  const paint = (text: string, row: number): string => io.style(STYLES[tables[row]?.action ?? 'run'], text);
  const columns = [
    { name: 'plan', keep: true, paint },
    { name: 'table', keep: true },
    { name: 'why' },
    { name: 'reads' },
  ];
  const number = (action: PlannedTable['action']): number => tables.filter((table) => table.action === action).length;
  const summary = `${counted(number('run'), 'table')} to run, ${number('skip')} unchanged, ${number('leave')} not selected`;
  return [
    heading(project.pipeline, parameters, io),
    renderTable(columns, rows, io),
    ...warnings.map((warning) => `${io.style('yellow', 'warning')} ${warning}`),
    summary,
  ].join('\n');
}

function reads({ input, inputs }: PlannedTable): string {
  if (input === undefined) return inputs.join(', ');
  return [input === 'generated' ? 'generated rows' : where(input.path), ...inputs].join(', ');
}
