import type { ContractDiff, DiffReport, TableDiff } from '@sluice/pipeline';
import { cell } from './cell.ts';
import { count, counted, listed } from './format.ts';

/** `12 rows changed, 3 added, 1 removed; column city added`, or what else came of a table. */
export function outcome({ status, rows, columns, values }: TableDiff): string {
  if (status === 'identical') return 'same file';
  if (status === 'equal') return 'no value changed';
  if (status === 'added') return `table added${sized(rows.new)}`;
  if (status === 'removed') return `table removed${sized(rows.old)}`;
  const parts = [
    ...amounts(values?.changed, 'changed'),
    ...amounts(values?.added, 'added'),
    ...amounts(values?.removed, 'removed'),
  ];
  const structure = [
    ...columns.added.map(({ name, type }) => `column ${cell(name)} ${cell(type)} added`),
    ...columns.removed.map(({ name, type }) => `column ${cell(name)} ${cell(type)} removed`),
    ...columns.retyped.map((column) => `column ${[column.name, column.old].map(cell).join(' ')} → ${cell(column.new)}`),
  ];
  return [parts.length === 0 ? 'no value changed' : `rows: ${listed(parts)}`, ...structure].join('; ');
}

function sized(rows: number | undefined): string {
  return rows === undefined ? '' : `, ${counted(rows, 'row')}`;
}

function amounts(number: number | undefined, verb: string): readonly string[] {
  return number === undefined || number === 0 ? [] : [`${count(number)} ${verb}`];
}

/** The last line: how many tables differ, or that nothing does. */
export function verdict({ tables, different }: DiffReport): string {
  const differing = tables.filter((table) => table.different).length;
  const kept = tables.every(({ status }) => status === 'identical' || status === 'equal');
  return different && kept
    ? `${count(differing)} of ${counted(tables.length, 'table')} ${differing === 1 ? 'promises' : 'promise'} less, no value changed`
    : different
      ? `${count(differing)} of ${counted(tables.length, 'table')} ${differing === 1 ? 'differs' : 'differ'}`
      : `${counted(tables.length, 'table')}, no value changed`;
}

/** What else is to be known of a table: made from something else, compared without a key. */
export function remarks({ definition, contract, values }: TableDiff): readonly string[] {
  const bag = values?.bag;
  return [
    ...(definition === undefined || definition.length === 0 ? [] : [definition.join(', ')]),
    ...(contract?.known === false ? ['contract unknown: not both files hold theirs'] : []),
    ...(bag === undefined ? [] : [`compared as whole rows: ${bag}`]),
  ];
}

type ChangedPromise = ContractDiff['changes'][number];

/** What a contract says differently, the worst first. */
export function promises({ contract }: TableDiff): readonly ChangedPromise[] {
  const kinds = ['broken', 'loosened', 'tightened'] as const;
  return kinds.flatMap((kind) => (contract?.changes ?? []).filter((change) => change.kind === kind));
}

/** `contract loosened, amount.minimum: amount >= 0 → amount >= -1` */
export function promised({ kind, rule, before, after }: ChangedPromise): string {
  return `contract ${kind}, ${rule}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`;
}
