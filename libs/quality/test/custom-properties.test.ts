import { describe, expect, it } from 'vitest';
import { contractOf, problemsIn } from './support.ts';

const columns = '      - { name: id, logicalType: integer, primaryKey: true }';
const properties = (list: string) => `    customProperties: [${list}]`;

describe('customProperties', () => {
  it('keep the chart and the budgets of the quarantine', () => {
    const contract = contractOf(
      columns,
      properties(`{ property: chart, value: { kind: bar } }, { property: quarantine.maxFraction, value: 0.01 },
        { property: quarantine.maxRows, value: 100 }, { property: format, value: parquet }, { property: owner, value: ann }`),
    );
    expect(contract.chart).toEqual({ kind: 'bar' });
    expect(JSON.stringify(contract.definition)).toContain('quarantine.maxFraction');
  });

  it.each([
    ['another format', '{ property: format, value: delta }', 'the format delta is not supported yet; expected parquet'],
    ['an unknown format', '{ property: format, value: xls }', 'expected the format parquet, got "xls"'],
    [
      'an incremental table',
      '{ property: incremental, value: { mode: append } }',
      'a parquet table has no incremental mode',
    ],
    ['a misspelt name', '{ property: orderBy, value: [id] }', 'orderBy is not known; did you mean `orderedBy`?'],
    [
      'an order by nothing known',
      '{ property: orderedBy, value: [idd] }',
      'the table has no column `idd`; did you mean `id`?',
    ],
    ['an order that is no list', '{ property: orderedBy, value: id }', 'expected a list of columns, got "id"'],
    ['a fraction above one', '{ property: quarantine.maxFraction, value: 2 }', 'expected a number from 0 to 1, got 2'],
    ['a property given twice', '{ property: chart, value: 1 }, { property: chart, value: 2 }', 'chart is given twice'],
  ])('refuse %s', (_name, list, expected) => {
    expect(problemsIn(columns, properties(list)).join('\n')).toContain(expected);
  });
});
