import { formatLocation } from '@sluice/core';
import type { MutantResult, MutationReport, RuleResult } from '@sluice/pipeline';
import type { Io } from '../io.ts';
import { count, counted, duration, listed } from './format.ts';
import { renderTable, type TableColumn } from './table.ts';

/** What each model's mutants and each contract's rules came to, and whatever survived, with file and line. */
export function renderMutation(report: MutationReport, io: Io): string {
  const { pipeline, mutants, invalid, stale, rules, seconds } = report;
  const survived = mutants.filter(({ status }) => status === 'survived');
  const unbroken = rules.filter(({ status }) => status === 'survived');
  const holds = survived.length + stale.length + unbroken.length === 0;
  const killedRules = rules.filter(({ status }) => status === 'killed' || status === 'implied').length;
  const implied = rules.filter(({ status }) => status === 'implied').length;
  const lenient = rules.filter(({ status }) => status === 'lenient').length;
  return [
    `${io.style('bold', pipeline)} mutants`,
    renderTable(COLUMNS, modelRows(mutants), io),
    ...mutants.filter(({ status }) => status === 'explained').map((mutant) => renderMutant(mutant, io)),
    ...survived.map((mutant) => renderMutant(mutant, io)),
    ...stale.map(
      ({ mutant, location, problem }) =>
        `${io.style('red', '✖')} ${formatLocation(location)}  ${mutant}\n  is explained, but ${problem}`,
    ),
    ...rules.filter(({ status }) => status === 'implied').map((rule) => renderRule(rule, io)),
    ...unbroken.map((rule) => renderRule(rule, io)),
    `${counted(mutants.length, 'mutant')}, ${share(mutants)} killed, ${counted(survived.length, 'survivor')} unexplained; ${counted(invalid, 'change')} made no mutant`,
    `${count(killedRules)} of ${counted(rules.length - lenient, 'rule')} caught what breaks them, ${count(implied)} of them never alone; ${count(lenient)} hold of every table`,
    `${holds ? io.style(['green', 'bold'], 'nothing slips through') : io.style(['red', 'bold'], 'something slips through')}, ${duration(seconds)}`,
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

function renderRule({ status, location, table, rule, impliedBy = [], problem }: RuleResult, io: Io): string {
  const where = `${formatLocation(location)}  ${table} ${rule}`;
  return status === 'implied'
    ? `${io.style('yellow', '○')} ${where}\n  is implied by ${listed(impliedBy)}`
    : `${io.style('red', '✖')} ${where}\n  is a rule that nothing was seen to break: ${problem ?? ''}`;
}

/** Rounded down: 100 % means all. */
function share(mutants: readonly MutantResult[]): string {
  const killed = mutants.filter(({ status }) => status === 'killed').length;
  return mutants.length === 0 ? '–' : `${String(Math.floor((100 * killed) / mutants.length))} %`;
}
