import { formatLocation } from '@sluice/core';
import type { MutantResult, MutationReport } from '@sluice/pipeline';
import type { Io } from '../io.ts';
import { count, counted, duration } from './format.ts';
import { renderTable, type TableColumn } from './table.ts';

/** What each model's mutants came to, and every one that survived, with file and line. */
export function renderMutation({ pipeline, mutants, invalid, stale, seconds }: MutationReport, io: Io): string {
  const survived = mutants.filter(({ status }) => status === 'survived');
  const bad = survived.length + stale.length;
  const word =
    bad === 0
      ? io.style(['green', 'bold'], 'none unexplained')
      : io.style(
          ['red', 'bold'],
          `${counted(survived.length, 'survivor')}, ${counted(stale.length, 'stale explanation')}`,
        );
  return [
    `${io.style('bold', pipeline)} mutants`,
    renderTable(COLUMNS, modelRows(mutants), io),
    ...mutants.filter(({ status }) => status === 'explained').map((mutant) => renderMutant(mutant, io)),
    ...survived.map((mutant) => renderMutant(mutant, io)),
    ...stale.map(
      ({ mutant, location, problem }) =>
        `${io.style('red', '✖')} ${formatLocation(location)}  ${mutant}\n  is explained, but ${problem}`,
    ),
    `${counted(mutants.length, 'mutant')}, ${share(mutants)} killed, ${word}; ${counted(invalid, 'change')} made no mutant, ${duration(seconds)}`,
  ].join('\n');
}

const COLUMNS: readonly TableColumn[] = [
  { name: 'model', keep: true },
  ...['mutants', 'by fixture', 'by contract', 'explained', 'survived', 'killed'].map(
    (name) => ({ name, align: 'right' }) as const,
  ),
];

function modelRows(mutants: readonly MutantResult[]): readonly (readonly string[])[] {
  const tables = [...new Set(mutants.map(({ table }) => table))];
  return tables.map((table) => {
    const own = mutants.filter((mutant) => mutant.table === table);
    const of = (holds: (mutant: MutantResult) => boolean): string => count(own.filter(holds).length);
    return [
      table,
      count(own.length),
      of(({ killer }) => killer?.by === 'fixture'),
      of(({ killer }) => killer?.by === 'contract'),
      of(({ status }) => status === 'explained'),
      of(({ status }) => status === 'survived'),
      share(own),
    ];
  });
}

function renderMutant({ status, location, mutant, operator, reason }: MutantResult, io: Io): string {
  const mark = status === 'explained' ? io.style('yellow', '○') : io.style('red', '✖');
  const title = `${mark} ${formatLocation(location)}  ${operator}  ${mutant}`;
  return reason === undefined ? title : `${title}\n  ${reason}`;
}

/** Rounded down: 100 % means all. */
function share(mutants: readonly MutantResult[]): string {
  const killed = mutants.filter(({ status }) => status === 'killed').length;
  return mutants.length === 0 ? '–' : `${String(Math.floor((100 * killed) / mutants.length))} %`;
}
