import { describe, expect, it } from 'vitest';
import { column, contractOf, problemsIn, useBench } from './support.ts';

const bench = useBench();
const ofColumn = (item: string) => contractOf(`      - { name: note, logicalType: string, quality: [{ ${item} }] }`);
const notes = column('note', 'VARCHAR', ["'a'", 'NULL', "''", "'n/a'", "'a'", "'b'", "'a'", 'NULL', "'c'", "'d'"]);

describe('nullValues', () => {
  it('counts nulls, as rows or as a percentage', async () => {
    const rows = await bench.check(ofColumn('metric: nullValues, mustBeLessThan: 3'), 'note.nullValues', notes);
    expect(rows).toMatchObject({ status: 'passed', observed: '2', unexpectedCount: 2, kind: 'table' });
    const share = ofColumn('metric: nullValues, mustBeLessThan: 20, unit: percent');
    expect(await bench.check(share, 'note.nullValues', notes)).toMatchObject({
      status: 'failed',
      observed: '20.0',
      expected: 'nulls of note < 20 percent',
      examples: [{ note: null }, { note: null }],
    });
  });

  it('is zero, and no missing verdict, for a column without nulls', async () => {
    const contract = ofColumn('metric: nullValues, mustBe: 0');
    expect(await bench.check(contract, 'note.nullValues', column('note', 'VARCHAR', ["'a'"]))).toMatchObject({
      status: 'passed',
      observed: '0',
    });
  });

  it('belongs to a column', () => {
    const table = '    quality: [{ metric: nullValues, mustBe: 0 }]';
    expect(problemsIn('      - { name: id, logicalType: integer }', table).join()).toContain(
      'nullValues belongs to a column',
    );
  });
});

describe('missingValues', () => {
  it('counts nulls and what stands for nothing', async () => {
    const contract = ofColumn(
      "metric: missingValues, arguments: { missingValues: [null, '', 'n/a'] }, mustBeLessThan: 4",
    );
    const result = await bench.check(contract, 'note.missingValues', notes);
    expect(result).toMatchObject({ status: 'failed', observed: '4', unexpectedCount: 4 });
    expect(result.examples).toEqual([{ note: null }, { note: '' }, { note: 'n/a' }, { note: null }]);
  });
});

describe('duplicateValues', () => {
  it('with mustBe 0 is uniqueness', async () => {
    const result = await bench.check(ofColumn('metric: duplicateValues, mustBe: 0'), 'note.duplicateValues', notes);
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: 3, examples: [{ note: 'a', copies: 3 }] });
  });

  it('otherwise counts the rows that repeat an earlier one', async () => {
    const some = await bench.check(
      ofColumn('metric: duplicateValues, mustBeLessOrEqualTo: 2'),
      'note.duplicateValues',
      notes,
    );
    expect(some).toMatchObject({ status: 'passed', observed: '2' });
    const share = ofColumn('metric: duplicateValues, mustBeLessThan: 20, unit: percent');
    expect(await bench.check(share, 'note.duplicateValues', notes)).toMatchObject({
      status: 'failed',
      observed: '20.0',
    });
  });

  it('of the table names its columns', async () => {
    const columns = `
      - { name: a, logicalType: integer }
      - { name: b, logicalType: integer }`;
    const contract = contractOf(
      columns,
      '    quality: [{ metric: duplicateValues, arguments: { properties: [a, b] }, mustBe: 0 }]',
    );
    const rows = 'SELECT a::BIGINT AS a, b::BIGINT AS b FROM (VALUES (1, 1), (1, 2), (2, 1), (1, 2)) AS t(a, b)';
    expect(await bench.check(contract, 'a+b.duplicateValues', rows)).toMatchObject({
      status: 'failed',
      unexpectedCount: 2,
      examples: [{ a: 1, b: 2, copies: 2 }],
    });
    expect(problemsIn(columns, '    quality: [{ metric: duplicateValues, mustBe: 0 }]').join()).toContain(
      'properties: [columns]',
    );
    const misspelt = '    quality: [{ metric: duplicateValues, arguments: { properties: [a, c] }, mustBe: 0 }]';
    expect(problemsIn(columns, misspelt).join()).toContain('the table has no column `c`');
  });
});

describe('a quality item', () => {
  it.each([
    ['an unknown metric', '{ metric: nulValues, mustBe: 0 }', 'got "nulValues"; did you mean `nullValues`?'],
    ['no metric', '{ mustBe: 0 }', 'expected the metric: one of rowCount'],
    ['a name of 3.0 in 3.1', '{ rule: rowCount, mustBe: 0 }', 'use metric'],
    ['an unknown type', '{ type: libary, metric: rowCount, mustBe: 0 }', 'got "libary"; did you mean `library`?'],
    ['an unknown key', '{ metric: rowCount, mustBe: 0, severty: info }', 'did you mean `severity`?'],
    ['an unknown severity', '{ metric: rowCount, mustBe: 0, severity: eror }', 'got eror; did you mean `error`?'],
  ])('is refused with %s', (_name, item, expected) => {
    expect(problemsIn('      - { name: id, logicalType: integer }', `    quality: [${item}]`).join()).toContain(
      expected,
    );
  });

  it('of type text is for people', () => {
    const contract = contractOf(
      '      - { name: id, logicalType: integer }',
      '    quality: [{ type: text, description: Be good. }]',
    );
    expect(contract.rules.map(({ id }) => id)).toEqual(['id.type', 'rowCount']);
  });

  it('says how severe a failure is', async () => {
    const contract = contractOf(
      '      - { name: id, logicalType: integer }',
      '    quality: [{ metric: rowCount, mustBe: 5, severity: warning, id: five }]',
    );
    const result = await bench.check(contract, 'five', 'SELECT 1::BIGINT AS id');
    expect(result).toMatchObject({ status: 'failed', severity: 'warning' });
  });
});
