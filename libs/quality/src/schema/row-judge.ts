import { exactOf, scaledTo } from '../exact.ts';
import type { ColumnsTest } from '../row-tests/row-test.ts';
import { decimalShape, familyOf } from '../types.ts';
import { cellTypeOf } from './cell-type-of.ts';
import { exactValue } from './exact-cells.ts';
import { columnValue, pairOrder } from './pairs.ts';

/** True where the values of a row, in the order of the columns, are as expected; those that are not of their type are let pass. */
type JudgeValues = (values: readonly unknown[]) => boolean;

/** Judges a record by a test of several columns; undefined for types that only SQL compares or adds up. */
export function rowJudge(test: ColumnsTest, types: readonly string[]): ((record: unknown) => boolean) | undefined {
  const judge = valuesJudge(test, types);
  if (judge === undefined) return undefined;
  return (record) => {
    const values = test.columns.map((name) => columnValue(record, name));
    const nulls = values.filter((value) => value === null).length;
    const isIgnored = (test.ignored === 'both' && nulls === values.length) || (test.ignored === 'either' && nulls > 0);
    return isIgnored || judge(values);
  };
}

function valuesJudge(test: ColumnsTest, types: readonly string[]): JudgeValues | undefined {
  switch (test.test) {
    case 'equal':
      return comparing(
        types,
        (at) => at === 0,
        (isSame) => isSame,
      );
    case 'distinct':
      return comparing(
        types,
        () => true,
        (isSame) => !isSame,
      );
    case 'sum':
      return addingUp(types, test.total);
    case 'listed':
      return listing(types, test.lists);
  }
}

/** Compares every two columns of which the first is one that `starts`; a null equals a null and nothing else. */
function comparing(
  types: readonly string[],
  starts: (at: number) => boolean,
  holds: (isSame: boolean) => boolean,
): JudgeValues | undefined {
  const compared = types.flatMap((first, at) =>
    types.slice(at + 1).flatMap((second, offset) => {
      return starts(at) ? [{ at, other: at + 1 + offset, order: pairOrder([first, second]) }] : [];
    }),
  );
  if (compared.some(({ order }) => order === undefined)) return undefined;
  return (values) =>
    compared.every(({ at, other, order }) => {
      const [a, b] = [values[at], values[other]];
      if (a === null || b === null) return holds(a === b);
      const found = order?.(a, b);
      return found === undefined || holds(found === 0);
    });
}

/** Exactly, as SQL adds up integers among themselves, and decimals whose sum has room in 38 digits. */
function addingUp(types: readonly string[], total: number): JudgeValues | undefined {
  const sum = exactOf(String(total));
  const families = new Set(types.map(familyOf));
  if (sum === undefined || families.size !== 1 || /e/i.test(String(total))) return undefined;
  if (families.has('integer') && !Number.isSafeInteger(total)) return undefined;
  if (!families.has('integer') && !families.has('decimal')) return undefined;
  const shapes = types.map((type) => (families.has('decimal') ? decimalShape(type) : { precision: 20, scale: 0 }));
  const scale = Math.max(sum.scale, ...shapes.map((shape) => shape.scale));
  const digits = Math.max(10, ...shapes.map((shape) => shape.precision - shape.scale));
  if (digits + scale + types.length > 38) return undefined;
  const wanted = scaledTo(sum, scale);
  return (values) => {
    const added = values.map((value) => (value === null ? { digits: 0n, scale: 0 } : exactValue(value)));
    const known = added.filter((value) => value !== undefined && value.scale <= scale);
    if (known.length < added.length) return true;
    return known.reduce((all, value) => all + (value === undefined ? 0n : scaledTo(value, scale)), 0n) === wanted;
  };
}

/** A DATE compares with a moment by a cast: such a list is left to SQL. */
function listing(types: readonly string[], lists: readonly (readonly unknown[])[]): JudgeValues | undefined {
  const moment = (value: unknown): boolean => typeof value === 'string' && value.length > 10;
  if (types.some((type, at) => type === 'DATE' && lists.some((list) => moment(list[at])))) return undefined;
  const orders = lists.map((list) =>
    types.map((type, at) => (list[at] === null ? null : cellTypeOf(type).against(list[at]))),
  );
  return (values) =>
    orders.some((list) => list.every((order, at) => (order === null ? values[at] === null : order(values[at]) === 0)));
}
