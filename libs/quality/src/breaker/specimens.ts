import { quoteLiteral, type Row, type Value } from '@sluice/engine';
import type { Contract, ContractColumn } from '../contract.ts';
import { countHolds, nearestCount } from '../generate/row-count.ts';
import type { Condition, Rule } from '../rule.ts';
import type { Specimen } from './oracle.ts';

/** What specimens are made from. */
export interface Material {
  readonly contract: Contract;
  /** Rows that keep the contract. */
  readonly rows: readonly Row[];
  /** Further ones, in case there have to be more. */
  readonly spare: readonly Row[];
  readonly candidates: ReadonlyMap<string, readonly Value[]>;
  readonly asOf: string;
}

const otherTypes: Readonly<Record<ContractColumn['family'], readonly string[]>> = {
  text: ['VARCHAR'],
  integer: ['HUGEINT', 'DOUBLE'],
  decimal: ['DECIMAL(38,10)', 'DOUBLE'],
  float: ['DECIMAL(38,10)', 'FLOAT', 'DOUBLE'],
  boolean: ['INTEGER', 'VARCHAR'],
  date: ['TIMESTAMP', 'VARCHAR'],
  timestamp: ['TIMESTAMP', 'TIMESTAMP WITH TIME ZONE', 'VARCHAR'],
  time: ['VARCHAR'],
};

/** Tables that are likely to break a rule on the table as a whole, the likeliest first. */
export function tableSpecimens(rule: Rule, material: Material): readonly Specimen[] {
  const { rows } = material;
  switch (rule.form) {
    case 'type':
      return retyped(rule.columns.join(''), material);
    case 'unique':
      return rows
        .slice(1, 4)
        .map((row, index) => ({ rows: replaceAt(rows, index + 1, { ...row, ...pick(rows[0] ?? {}, rule.columns) }) }));
    case 'rowCount': {
      const enough = [...rows, ...material.spare];
      const count = nearestCount(
        rows.length,
        (many) => many <= enough.length && countHolds(rule.condition, many) === false,
      );
      if (count !== undefined) return [{ rows: enough.slice(0, count) }];
      return repeated(rows, rule.condition);
    }
    case 'query':
      return [...withoutOne(rows), ...sparesAdded(material), ...cellSpecimens(material)];
    default:
      return [
        ...columnSpecimens(rule.columns, material),
        { rows: rows.slice(1) },
        { rows: rows.slice(0, 1) },
        { rows: [...rows, ...material.spare.slice(0, 1)] },
      ];
  }
}

/** Where the contract leaves no further rows, the same ones again. */
function repeated(rows: readonly Row[], condition: Condition): readonly Specimen[] {
  const count = nearestCount(rows.length, (many) => countHolds(condition, many) === false);
  if (count === undefined || rows.length === 0) return [];
  return [{ rows: Array.from({ length: count }, (_, index) => rows[index % rows.length] ?? {}) }];
}

/** Own SQL does not tell its columns: one other value in the first row, column by column, then a second one, and so on. */
function cellSpecimens({ contract, rows, candidates }: Material): readonly Specimen[] {
  const [first = {}] = rows;
  const byColumn = contract.columns.map(({ name }) =>
    (candidates.get(name) ?? [])
      .filter((value) => value !== null)
      .map((value) => ({ rows: replaceAt(rows, 0, { ...first, [name]: value }) })),
  );
  const most = Math.max(0, ...byColumn.map(({ length }) => length));
  return Array.from({ length: most }, (_, round) => byColumn.flatMap((list) => list.slice(round, round + 1))).flat();
}

/** The same table less one of its first rows. */
function withoutOne(rows: readonly Row[]): readonly Specimen[] {
  return rows.slice(0, 5).map((_, lost) => ({ rows: rows.toSpliced(lost, 1) }));
}

function sparesAdded({ rows, spare }: Material): readonly Specimen[] {
  return spare.slice(0, 1).map((row) => ({ rows: [...rows, row] }));
}

/** Every row, the first half or the first row with another value in one column. */
function columnSpecimens(columns: readonly string[], { contract, rows, candidates }: Material): readonly Specimen[] {
  const names = columns.length > 0 ? columns : contract.columns.map(({ name }) => name);
  const half = Math.ceil(rows.length / 2);
  return names.flatMap((name) =>
    (candidates.get(name) ?? []).flatMap((value) => [
      { rows: rows.map((row) => ({ ...row, [name]: value })) },
      { rows: rows.map((row, index) => (index < half ? { ...row, [name]: value } : row)) },
      { rows: rows.map((row, index) => (index < 1 ? { ...row, [name]: value } : row)) },
    ]),
  );
}

function retyped(name: string, { contract, rows }: Material): readonly Specimen[] {
  const column = contract.columns.find((candidate) => candidate.name === name);
  const others =
    column === undefined
      ? []
      : [...otherTypes[column.family], listedType(name, rows)].filter((type) => type !== column.type);
  return others.map((type) => ({ rows, types: { [name]: type } }));
}

/** An enumeration reads like a text, and is none. */
function listedType(name: string, rows: readonly Row[]): string {
  const values = new Set(rows.map((row) => row[name] ?? null).filter((value) => typeof value === 'string'));
  return `ENUM (${[...values].map(quoteLiteral).join(', ')})`;
}

export function replaceAt(rows: readonly Row[], index: number, row: Row): readonly Row[] {
  return rows.map((old, at) => (at === index ? row : old));
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}
