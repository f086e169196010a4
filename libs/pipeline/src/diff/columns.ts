import { type Column, quoteIdentifier } from '@sluice/engine';
import type { Contract } from '@sluice/quality';
import type { ColumnsDiff } from './report.ts';

/** A column that both lakes have, ready to be compared. */
export interface SharedColumn {
  readonly name: string;
  /** The expression that stands for its value, in either lake. */
  readonly value: string;
  /** False where nobody may see it: personal, or no contract says that it is not. */
  readonly shown: boolean;
}

/** Which columns came, went and changed their type. */
export function diffColumns(before: readonly Column[], after: readonly Column[]): ColumnsDiff {
  const typeOf = new Map(before.map(({ name, type }) => [name, type]));
  const names = new Set(after.map(({ name }) => name));
  return {
    added: after.filter(({ name }) => !typeOf.has(name)),
    removed: before.filter(({ name }) => !names.has(name)),
    retyped: after.flatMap(({ name, type }) => {
      const old = typeOf.get(name);
      return old === undefined || old === type ? [] : [{ name, old, new: type }];
    }),
  };
}

/**
 * The columns that both lakes have, in the order of the new one.
 * @param personal  columns that nobody may see, whatever the contract says now
 */
export function sharedColumns(
  after: readonly Column[],
  { added, retyped }: ColumnsDiff,
  contract: Contract | undefined,
  personal: ReadonlySet<string>,
): readonly SharedColumn[] {
  const fresh = new Set(added.map(({ name }) => name));
  const oldTypes = new Map(retyped.map(({ name, old }) => [name, old]));
  const visible = new Set(contract?.columns.filter(({ personal }) => !personal).map(({ name }) => name));
  return after
    .filter(({ name }) => !fresh.has(name))
    .map(({ name, type }) => {
      const old = oldTypes.get(name);
      const column = quoteIdentifier(name);
      return {
        name,
        value: old === undefined ? column : asText(column, old, type),
        shown: visible.has(name) && !personal.has(name),
      };
    });
}

const NUMBER = /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL\(\d+,\d+\)|FLOAT|DOUBLE)$/u;

/** A common type could overflow or refuse a text; text can neither. */
function asText(column: string, old: string, type: string): string {
  const text = `CAST(${column} AS VARCHAR)`;
  if (!NUMBER.test(old) || !NUMBER.test(type)) return text;
  const trimmed = String.raw`regexp_replace(regexp_replace(${text}, '(\.\d*?)0+$', '\1'), '\.$', '')`;
  return `CASE ${trimmed} WHEN '-0' THEN '0' ELSE ${trimmed} END`;
}
