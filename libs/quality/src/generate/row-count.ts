import type { Contract } from '../contract.ts';
import type { Condition } from '../rule.ts';

const most = 10_000;

/** Whether a condition, as SQL has it (`> 0`, `BETWEEN 1 AND 8`), holds for a count; undefined for one that is not of that form. */
export function countHolds({ holds }: Condition, count: number): boolean | undefined {
  const tests = holds.map((test) => testOf(test, count));
  return tests.includes(undefined) ? undefined : !tests.includes(false);
}

/** The count nearest to the one that is wanted for which all rules on the row count hold. */
export function fittingRowCount(contract: Contract, wanted: number): number {
  const conditions = contract.rules.flatMap((rule) => (rule.form === 'rowCount' ? [rule.condition] : []));
  return (
    nearestCount(wanted, (count) => conditions.every((condition) => countHolds(condition, count) !== false)) ?? wanted
  );
}

/** The count nearest to the one that is wanted that suits; undefined where none up to 10,000 does. */
export function nearestCount(wanted: number, suits: (count: number) => boolean): number | undefined {
  for (let distance = 0; distance <= most; distance++) {
    if (suits(wanted + distance)) return wanted + distance;
    if (wanted >= distance && suits(wanted - distance)) return wanted - distance;
  }
  return undefined;
}

function testOf(test: string, count: number): boolean | undefined {
  const between = /^(NOT )?BETWEEN (-?[\d.]+) AND (-?[\d.]+)$/.exec(test);
  if (between !== null)
    return (count >= Number(between[2]) && count <= Number(between[3])) !== (between[1] !== undefined);
  const [, operator = '', text = ''] = /^(=|<>|<=|>=|<|>) (-?[\d.]+)$/.exec(test) ?? [];
  const bound = Number(text);
  switch (operator) {
    case '=':
      return count === bound;
    case '<>':
      return count !== bound;
    case '<=':
      return count <= bound;
    case '>=':
      return count >= bound;
    case '<':
      return count < bound;
    case '>':
      return count > bound;
    default:
      return undefined;
  }
}
