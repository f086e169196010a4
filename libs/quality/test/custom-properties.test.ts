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

  it('say how a Delta table takes what is new', () => {
    const delta = (list: string) => contractOf(columns, properties(`{ property: format, value: delta }${list}`));
    const incremental = (value: string) => delta(`, { property: incremental, value: ${value} }`).incremental;
    expect(delta('')).toMatchObject({ format: 'delta' });
    expect(delta('').incremental).toBeUndefined();
    expect(incremental('{ mode: append }')).toEqual({ mode: 'append', by: [] });
    expect(incremental('{ mode: merge, by: [id] }')).toEqual({ mode: 'merge', by: ['id'] });
    expect(incremental('{ mode: replace, by: [id] }')).toEqual({ mode: 'replace', by: ['id'] });
  });

  const delta = '{ property: format, value: delta }, ';
  it.each([
    ['another format', '{ property: format, value: iceberg }', 'the format iceberg is not supported yet'],
    ['an unknown format', '{ property: format, value: xls }', 'expected the format parquet or delta, got "xls"'],
    [
      'an incremental table of Parquet',
      '{ property: incremental, value: { mode: append } }',
      'a parquet table has no incremental mode',
    ],
    ['a merge without its key', `${delta}{ property: incremental, value: { mode: merge } }`, 'the mode merge needs by'],
    [
      'an append by columns',
      `${delta}{ property: incremental, value: { mode: append, by: [id] } }`,
      'the mode append has no columns to go by',
    ],
    [
      'an unknown column to go by',
      `${delta}{ property: incremental, value: { mode: replace, by: [idd] } }`,
      'the table has no column `idd`; did you mean `id`?',
    ],
    ['an unknown mode', `${delta}{ property: incremental, value: { mode: upsert } }`, 'append'],
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
